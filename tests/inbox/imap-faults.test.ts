import { expect } from 'chai';
import { createImapMailbox } from '../../src/inbox/inbox.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { startScriptedImapServer, type ImapScript } from '../fakes/scripted-imap-server.ts';
import { until } from '../until.ts';
import { createInboxBench, reply, type InboxBench } from './inbox-bench.ts';

type Server = Awaited<ReturnType<typeof startScriptedImapServer>>;
/** With a server that is told to hang; one that answers is given all the time it takes. */
const patience = { quiet: 250, open: 400, list: 400, fetch: 400 };
const message = Buffer.from(
  reply({ from: 'A@prefecture.example', text: 'Bien reçu.' }).replace(/\n/g, '\r\n'),
);
const other = Buffer.from(reply({ from: 'B@prefecture.example', text: 'Bien reçu.' }).replace(/\n/g, '\r\n'));

describe('an IMAP server that misbehaves', () => {
  let bench: InboxBench;
  let server: Server | undefined;

  beforeEach(async () => {
    bench = await createInboxBench();
    await bench.sent();
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await bench.database.destroy();
  });

  /** Reads once from a server that follows the script; the mailbox has one name, whatever its port. */
  async function read(
    script?: ImapScript,
    given: { messages?: Buffer[]; uidValidity?: number; password?: string } = {},
  ) {
    await server?.close();
    const { messages = [message, other], uidValidity = 1 } = given;
    server = await startScriptedImapServer({
      messages,
      uidValidity,
      ...(script === undefined ? {} : { script }),
    });
    const address = { host: '127.0.0.1', port: server.port, user: 'retours', password: 'p', folder: 'INBOX' };
    const source = createImapMailbox({
      address: { ...address, security: 'none' },
      maximumBytes: 1_000_000,
      ...(script === undefined ? {} : { patience }),
    });
    const inbox = bench.createReader({ ...source, name: 'retours@imap.example/INBOX' });
    const result = await inbox.collect().catch((error: unknown) => (error as AppError).messageKey);
    return { result, alarm: await inbox.alarm() };
  }
  const stored = async () => (await bench.inbox.list()).length;

  it('is read in order, unseen and unchanged, when it behaves', async () => {
    expect((await read()).result).to.deep.equal({ stored: 2, known: 0 });
    expect(
      server?.commands.filter((line) => /STORE|EXPUNGE|SELECT|COPY|MOVE|BODY\[/i.test(line)),
    ).to.deep.equal([]);
    await until(() => server?.connections() === 0);
  });

  for (const [what, verb, act, key] of [
    ['says nothing at all', 'greeting', 'silence', 'silent'],
    ['closes at the greeting', 'greeting', 'close', 'unreachable'],
    ['refuses the password', 'LOGIN', { say: '' }, 'sign-in'],
    ['says nothing to the search', 'UID SEARCH', 'silence', 'silent'],
    ['talks for ever and answers nothing', 'UID SEARCH', 'drip', 'silent'],
    ['closes at the fetch', 'UID FETCH', 'close', 'unreachable'],
  ] as const) {
    it(`${what}: an alarm, and nothing is lost once it is well again`, async () => {
      const refusal = (line: string, tag: string) => ({
        say: `${tag} NO [AUTHENTICATIONFAILED] no\r\n${line}`,
      });
      let tag = 0;
      const script: ImapScript = (heard) => {
        if (heard !== 'greeting') tag += 1;
        if (heard !== verb) return undefined;
        return typeof act === 'object' ? refusal('', tagOf(tag)) : act;
      };
      const { result, alarm } = await read(script);
      expect(result).to.equal(`inbox.fault.${key}`);
      expect(alarm).to.include({ key: `inbox.fault.${key}` });
      const well = await read();
      expect(well.result).to.deep.equal({ stored: 2, known: 0 });
      expect(well.alarm).to.equal(undefined);
    });
  }

  it('cuts a message in its middle: the whole of it is read the next time, and those before it once', async () => {
    const cut: ImapScript = (verb, line) =>
      verb === 'UID FETCH' && /BODY/.test(line) && /FETCH 2/.test(line)
        ? { say: `* 2 FETCH (UID 2 BODY[]<0> {${other.length}}\r\n${other.toString('latin1').slice(0, 200)}` }
        : undefined;
    expect((await read(cut)).result).to.match(/silent|unreachable/);
    expect(await stored()).to.equal(1);
    expect((await read()).result).to.deep.equal({ stored: 1, known: 0 });
  });

  it('announces a message larger than it may be, and gives it: it is not followed', async () => {
    const lie: ImapScript = (verb, line) =>
      verb === 'UID FETCH' && /BODY/.test(line)
        ? { say: `* 1 FETCH (UID 1 BODY[]<0> {90000000}\r\n${'x'.repeat(1000)}` }
        : undefined;
    expect((await read(lie)).result).to.equal('inbox.fault.message');
  });

  it('changes its UIDVALIDITY: nothing twice, nothing missed', async () => {
    await read(undefined, { messages: [message] });
    const { result } = await read(undefined, { messages: [other, message], uidValidity: 2 });
    expect(result).to.deep.equal({ stored: 1, known: 1 });
    expect(await stored()).to.equal(2);
  });

  it('is left at once when the process stops', async () => {
    server = await startScriptedImapServer({
      messages: [message],
      script: (verb) => (verb === 'UID SEARCH' ? 'silence' : undefined),
    });
    const address = { host: '127.0.0.1', port: server.port, user: 'u', password: 'p', folder: 'INBOX' };
    const source = createImapMailbox({ address: { ...address, security: 'none' }, maximumBytes: 1000 });
    const inbox = bench.createReader(source);
    const round = inbox.collect().catch(() => 'left');
    await until(() => server?.commands.some((line) => line.startsWith('UID SEARCH')) === true);
    inbox.abandon();
    expect(await round).to.equal('left');
    expect(await inbox.alarm()).to.equal(undefined);
  });

  it('is not there: an alarm', async () => {
    const source = createImapMailbox({
      address: { host: '127.0.0.1', port: 1, user: 'u', password: 'p', folder: 'INBOX', security: 'none' },
      maximumBytes: 1000,
      patience,
    });
    const inbox = bench.createReader(source);
    await inbox.collect().catch(() => undefined);
    expect(await inbox.alarm()).to.include({ key: 'inbox.fault.unreachable', grave: false });
  });
});

/** The tags that the client writes: 1, 2, 3 in base 16. */
const tagOf = (count: number) => count.toString(16).toUpperCase();
