import { expect } from 'chai';
import { AppError } from '../../src/kernel/errors.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { createInboxBench, failure, pattern, reply, type InboxBench } from './inbox-bench.ts';

const away = new AppError('unavailable', 'away', {
  messageKey: 'inbox.fault.unreachable',
  details: { words: 'no' },
});
const minute = 60_000;

describe('what comes back to the mailbox', () => {
  let bench: InboxBench;
  beforeEach(async () => {
    bench = await createInboxBench({ limits: { whole: 100_000, beginning: 20_000 } });
  });
  afterEach(() => bench.database.destroy());

  const count = async () => (await bench.inbox.list()).length;

  it('is kept as it was received, with its hash in the journal', async () => {
    await bench.sent();
    const text = await bench.failureOf('A');
    bench.mailbox.put(text);
    expect(await bench.inbox.collect()).to.deep.equal({ stored: 1, known: 0 });
    const message = await bench.only();
    const bytes = Buffer.from(text.replace(/\n/g, '\r\n'));
    expect((await bench.inbox.source(message.id))?.equals(bytes)).to.equal(true);
    expect(message).to.include({ sha256: sha256Hex(bytes), kept: 'whole', kind: 'failure' });
    const [line] = await bench.journalOf('notice.received');
    expect(line?.data).to.include({
      sha256: message.sha256,
      kind: 'failure',
      by: 'return-path',
      office: 'A',
    });
    expect(line?.subject).to.equal(`instruction:${bench.signed.instructionId}`);
  });

  it('moves its delivery in the same transaction: bounced, then the next contact', async () => {
    await bench.sent();
    bench.mailbox.put(await bench.failureOf('A'));
    await bench.inbox.collect();
    expect(await bench.stateOf('A')).to.equal('bounced');
    expect((await bench.journal.verify()).valid).to.equal(true);
  });

  it('is read once: the next round finds nothing', async () => {
    await bench.sent();
    bench.mailbox.put(await bench.failureOf('A'));
    await bench.inbox.collect();
    expect(await bench.inbox.collect()).to.deep.equal({ stored: 0, known: 0 });
    expect(bench.mailbox.state.fetched).to.have.length(1);
  });

  it('is known again when the mailbox numbers its messages anew, and what is new is read', async () => {
    await bench.sent();
    bench.mailbox.put(await bench.failureOf('A'));
    bench.mailbox.put(await bench.replyOf('B'));
    await bench.inbox.collect();
    bench.mailbox.renumber();
    bench.mailbox.put(await bench.replyOf('C'));
    expect(await bench.inbox.collect()).to.deep.equal({ stored: 1, known: 2 });
    expect(await count()).to.equal(3);
    expect(await bench.journalOf('delivery.bounced')).to.have.length(1);
  });

  it('goes on where a round was cut, whatever was cut', async () => {
    await bench.sent();
    for (const office of ['A', 'B', 'C']) bench.mailbox.put(await bench.replyOf(office));
    bench.mailbox.state.onFetch = (uid) => {
      if (uid === '2') throw away;
    };
    await bench.inbox.collect().catch(() => undefined);
    expect(await count()).to.equal(1);
    bench.mailbox.state.onFetch = () => undefined;
    expect(await bench.inbox.collect()).to.deep.equal({ stored: 2, known: 0 });
    expect(bench.mailbox.state.fetched.map(({ uid }) => uid)).to.deep.equal(['1', '2', '2', '3']);
  });

  it('keeps neither the message nor its place when what follows cannot be written', async () => {
    await bench.sent();
    bench.mailbox.put(await bench.failureOf('A'));
    const { dispatch } = bench;
    const broken = createBroken(bench, {
      ...dispatch,
      applyNotice: async () => Promise.reject(new Error('disk')),
    });
    await broken.collect().catch(() => undefined);
    expect(await count()).to.equal(0);
    expect(await bench.inbox.collect()).to.deep.equal({ stored: 1, known: 0 });
    expect(await bench.stateOf('A')).to.equal('bounced');
  });

  it('is read by one process at a time, and by another once that one is gone', async () => {
    await bench.sent();
    const other = bench.createReader();
    bench.mailbox.put(await bench.replyOf('A'));
    let seen: unknown = 'nothing';
    bench.mailbox.state.onFetch = async () => {
      seen = await other.collect();
    };
    await bench.inbox.collect();
    expect(seen).to.equal(undefined);
    // A process that dies holds the mailbox for a while, and no longer.
    await bench
      .database('inbox_mailboxes')
      .update({ lease_owner: 'dead', lease_until: bench.clock.now().toISOString() });
    bench.clock.advance(1);
    bench.mailbox.state.onFetch = () => undefined;
    expect(await other.collect()).to.deep.equal({ stored: 0, known: 0 });
  });

  it('is not stored by a process that lost the mailbox while it was fetching', async () => {
    await bench.sent();
    const other = bench.createReader();
    bench.mailbox.put(await bench.replyOf('A'));
    bench.mailbox.state.onFetch = async (uid) => {
      if (bench.mailbox.state.fetched.length > 1) return;
      bench.clock.advance(10 * minute);
      expect(await other.collect(), uid).to.deep.equal({ stored: 1, known: 0 });
      await bench.database('inbox_mailboxes').update({ lease_owner: 'other', lease_until: '2027-01-01' });
    };
    await bench.inbox.collect().catch(() => undefined);
    expect(await count()).to.equal(1);
    expect(await bench.inbox.alarm()).to.equal(undefined);
  });

  describe('when it cannot be read', () => {
    it('says so from the first failure on, and no more once it is read again', async () => {
      bench.mailbox.put('Subject: one\n\ntext\n');
      bench.mailbox.state.faults.open = new AppError('unavailable', 'no', {
        messageKey: 'inbox.fault.sign-in',
        details: { words: 'Invalid credentials' },
      });
      await bench.inbox.collect().catch(() => undefined);
      bench.clock.advance(5 * minute);
      await bench.inbox.collect().catch(() => undefined);
      expect(await bench.inbox.alarm()).to.deep.equal({
        grave: true,
        key: 'inbox.fault.sign-in',
        words: 'Invalid credentials',
        since: '2026-12-07T13:30:00.000Z',
      });
      bench.mailbox.state.faults = {};
      expect(await bench.inbox.collect()).to.deep.equal({ stored: 1, known: 0 });
      expect(await bench.inbox.alarm()).to.equal(undefined);
    });

    it('is grave after an hour only when it may pass by itself', async () => {
      bench.mailbox.state.faults.open = away;
      await bench.inbox.collect().catch(() => undefined);
      expect(await bench.inbox.alarm()).to.include({ grave: false, key: 'inbox.fault.unreachable' });
      bench.clock.advance(61 * minute);
      expect(await bench.inbox.alarm()).to.include({ grave: true });
    });

    it('says so when nobody looks any more', async () => {
      await bench.inbox.collect();
      bench.clock.advance(21 * minute);
      expect(await bench.inbox.alarm()).to.include({ grave: false, key: 'inbox.fault.late' });
    });
  });

  describe('too big', () => {
    const attachment = (size: number) =>
      `--b\nContent-Type: application/zip\nContent-Disposition: attachment; filename="archive.zip"\n\n${'A'.repeat(size)}\n--b--\n`;
    const multipart = (text: string) =>
      text
        .replace(
          'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit',
          'Content-Type: multipart/mixed; boundary="b"',
        )
        .replace('\n\nBien reçu', '\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nBien reçu');

    it('keeps its beginning, which is enough to know what it is and whose', async () => {
      await bench.sent();
      bench.mailbox.put(multipart(await bench.replyOf('B')) + attachment(200_000));
      await bench.inbox.collect();
      const message = await bench.only();
      expect(message).to.include({ kept: 'beginning', kind: 'reply' });
      expect(message.filing.tied).to.include({ officeId: 'B' });
      expect(message.words?.text).to.contain('Bien reçu');
      expect((await bench.inbox.source(message.id))?.length).to.equal(20_000);
    });

    it('is asked for in part after two rounds that it broke', async () => {
      bench.mailbox.put('Subject: one\n\ntext\n');
      bench.mailbox.state.faults.fetch = away;
      for (let round = 1; round <= 2; round += 1) await bench.inbox.collect().catch(() => undefined);
      bench.mailbox.state.faults = {};
      await bench.inbox.collect();
      expect(bench.mailbox.state.fetched.map(({ maxBytes }) => maxBytes)).to.deep.equal([
        100_000, 100_000, 20_000,
      ]);
    });

    it('holds nobody back when the mailbox lists it and never gives it', async () => {
      bench.mailbox.put('Subject: one\n\ntext\n');
      bench.mailbox.put('Subject: two\n\ntext\n');
      const never = new AppError('unavailable', 'no', { messageKey: 'inbox.fault.message' });
      bench.mailbox.state.onFetch = (uid) => {
        if (uid === '1') throw never;
      };
      for (let round = 1; round <= 5; round += 1) await bench.inbox.collect().catch(() => undefined);
      const messages = await bench.inbox.list({ state: 'to-class' });
      expect(messages.map(({ kept }) => kept).toSorted()).to.deep.equal(['nothing', 'whole']);
    });
  });

  it('is left to a person when nothing ties it, when it is forged, and when it contradicts itself', async () => {
    const { sent, mailbox, inbox } = bench;
    await sent();
    const forged = pattern.replace('*', `${(await bench.deliveryOf('A')).envid}-000000000000`);
    mailbox.put(await bench.failureOf('A', forged));
    mailbox.put(
      failure({
        to: 'retours@estafette.example',
        recipient: 'x@elsewhere.example',
        messageId: '<a@elsewhere.example>',
      }),
    );
    const two = await bench.replyOf('A');
    mailbox.put(two.replace('References: ', `References: ${(await bench.deliveryOf('B')).message_id} `));
    mailbox.put('');
    await inbox.collect();
    const filed = (await inbox.list()).map(({ filing }) => [filing.state, filing.evidence]);
    expect(filed.toSorted()).to.deep.equal([
      ['to-class', 'contradiction'],
      ['to-class', 'forged'],
      ['to-class', 'nothing-known'],
      ['to-class', 'nothing-known'],
    ]);
    expect(await Promise.all(['A', 'B', 'C'].map(bench.stateOf))).to.deep.equal([
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect(await bench.journalOf('message.received')).to.have.length(4);
  });

  it('finds its office by who wrote, when that office has one mail only', async () => {
    await bench.sent();
    bench.mailbox.put(reply({ from: 'C@prefecture.example', text: 'Bien reçu.' }));
    await bench.inbox.collect();
    expect((await bench.only()).filing).to.deep.include({ state: 'tied', evidence: 'recipient' });
  });
});

function createBroken(bench: InboxBench, dispatch: InboxBench['dispatch']) {
  return bench.createReader(bench.mailbox, dispatch);
}
