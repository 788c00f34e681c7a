import { expect } from 'chai';
import { createKeeping, type Keeping } from '../../src/archive/keeping.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { dropTrigger } from '../database.ts';
import { failureOf, openRoom, take, type Room } from '../drafts/drafting-room.ts';
import { createFakeKeeper } from '../fakes/fake-keeper.ts';

const hour = 3_600_000;
const silence = new AppError('unavailable', 'no answer', {
  messageKey: 'signing.service.silent',
  params: { host: 'horodatage.example' },
});

describe('the keeping of signed acts', () => {
  let room: Room;
  let keeper: ReturnType<typeof createFakeKeeper>;
  let keeping: Keeping;
  let id: string;

  const keepingWith = (signing = keeper) =>
    createKeeping({
      ...{ database: room.database, readDatabase: room.database, journal: room.journal, clock: room.clock },
      ...{ instructions: room.instructions, signing, log: silentLog },
    });
  const linesOf = async (type: string) => (await room.journal.list()).filter((line) => line.type === type);
  const copies = () => room.instructions.renewedVersions(id);

  beforeEach(async () => {
    room = await openRoom();
    room.clock.moveTo('2026-12-07T10:00:00.000Z');
    keeper = createFakeKeeper(() => room.clock.now());
    keeping = keepingWith();
    ({ id } = await room.approved());
    take(await room.instructions.sign(room.people.nora, id));
  });
  afterEach(() => room.close());

  it('renews a timestamp that ends within 180 days, and leaves the signed bytes as they are', async () => {
    const before = (await room.instructions.signedVersion(id))!;
    const signed = await before.pdf();
    keeper.stampUntil('2050-01-01T00:00:00.000Z');
    room.clock.moveTo('2038-05-26T09:00:00.000Z');
    await keeping.keepNow();
    expect(await copies()).to.have.length(0);
    room.clock.moveTo('2038-05-26T10:00:00.000Z');
    await keeping.keepNow();
    const [copy, ...others] = await copies();
    expect(others).to.have.length(0);
    expect(copy).to.include({
      number: 1,
      previousSha256: before.sha256,
      keptUntil: '2050-01-01T00:00:00.000Z',
    });
    const bytes = await room.instructions.renewedPdf(id, 1);
    expect(Buffer.from(bytes.subarray(0, signed.length)).equals(signed)).to.equal(true);
    const after = (await room.instructions.signedVersion(id))!;
    expect([after.sha256, await after.pdf()]).to.deep.equal([before.sha256, signed]);
    const [line] = await linesOf('instruction.renewed');
    expect(line).to.deep.include({ actor: 'system', subject: `instruction:${id}` });
    expect(line?.data).to.include({ number: 1, sha256: copy?.sha256, previousSha256: before.sha256 });
    await keeping.keepNow();
    expect(await copies()).to.have.length(1);
  });

  it('renews what was renewed, each copy upon the last', async () => {
    keeper.stampUntil('2045-01-01T00:00:00.000Z');
    room.clock.moveTo('2038-10-01T10:00:00.000Z');
    await keeping.keepNow();
    keeper.stampUntil('2052-01-01T00:00:00.000Z');
    room.clock.moveTo('2044-10-01T10:00:00.000Z');
    await keeping.keepNow();
    const [second, first] = await copies();
    expect(second).to.include({ number: 2, previousSha256: first?.sha256 });
    expect((await room.instructions.listKeptActs())[0]).to.include({ number: 2, sha256: second?.sha256 });
  });

  it('waits for a timestamp that would hold longer, and gives the first one at once', async () => {
    room.clock.moveTo('2038-10-01T10:00:00.000Z');
    await keeping.keepNow();
    expect([keeper.calls.renewals, await copies()]).to.deep.equal([0, []]);
    keeper.awaitFirst();
    room.clock.moveTo('2027-01-01T10:00:00.000Z');
    await keeping.keepNow();
    expect(await copies()).to.have.length(1);
  });

  it('is done once by two workers at the same time', async () => {
    keeper.stampUntil('2050-01-01T00:00:00.000Z');
    room.clock.moveTo('2038-10-01T10:00:00.000Z');
    await Promise.all([keepingWith().keepNow(), keepingWith().keepNow()]);
    expect(keeper.calls.renewals).to.equal(2);
    expect(await copies()).to.have.length(1);
    expect(await linesOf('instruction.renewal-failed')).to.have.length(0);
    expect(await linesOf('instruction.renewed')).to.have.length(1);
    expect(await linesOf('archive.end-announced')).to.have.length(2);
  });

  it('says that a service fails, tries again each hour, and stops saying so once it is done', async () => {
    keeper.stampUntil('2050-01-01T00:00:00.000Z');
    room.clock.moveTo('2038-10-01T10:00:00.000Z');
    keeper.failWith(silence);
    await keeping.keepWhenDue();
    room.clock.advance(hour);
    await keeping.keepWhenDue();
    const [alarm] = await keeping.alarms();
    expect(alarm).to.deep.include({ type: 'renewal', passing: true, endsAt: '2038-11-22T10:00:00.000Z' });
    expect(alarm).to.have.nested.include({
      'fault.reason': 'signing.lowered.silent',
      'fault.attempts': 2,
      'fault.since': '2038-10-01T10:00:00.000Z',
      'act.title': (await room.instructions.get(id)).title,
    });
    expect(await linesOf('instruction.renewal-failed')).to.have.length(1);
    keeper.failWith(undefined);
    room.clock.advance(hour);
    await keeping.keepWhenDue();
    expect((await keeping.alarms()).filter(({ type }) => type === 'renewal')).to.deep.equal([]);
    expect(await copies()).to.have.length(1);
  });

  it('does not ask again and again for what cannot succeed', async () => {
    keeper.stampUntil('2050-01-01T00:00:00.000Z');
    room.clock.moveTo('2038-12-01T10:00:00.000Z');
    await keeping.keepWhenDue();
    room.clock.advance(hour);
    await keeping.keepWhenDue();
    expect(keeper.calls).to.deep.equal({ stamps: 1, renewals: 1 });
    const [alarm] = await keeping.alarms();
    expect(alarm).to.deep.include({ type: 'renewal', passing: false });
    expect(alarm).to.have.nested.property('fault.reason', 'archive.renewal.too-late');
  });

  it('gives no new proof to bytes that are not what they were', async () => {
    keeper.stampUntil('2050-01-01T00:00:00.000Z');
    room.clock.moveTo('2038-10-01T10:00:00.000Z');
    const { sha256 } = (await room.instructions.signedVersion(id))!;
    await dropTrigger(room.database, 'documents', 'documents_is_append_only_update');
    await room
      .database('documents')
      .where({ sha256 })
      .update({ bytes: Buffer.from('another text') });
    await keeping.keepNow();
    expect([keeper.calls.renewals, await copies()]).to.deep.equal([0, []]);
  });

  it('announces each alarm of each end once: 90, 30 and 7 days before, and the end', async () => {
    const announced = async () =>
      (await linesOf('archive.end-announced')).map(({ data }) => {
        const { kind, days } = data as { kind: string; days: number };
        return `${kind} ${days}`;
      });
    const seen: string[][] = [];
    for (const day of ['2038-08-23', '2038-08-24', '2038-08-25', '2038-10-23', '2038-11-15', '2038-11-22']) {
      keeper.replaceCertificate('seal', '2050-01-01T00:00:00.000Z');
      keeper.replaceCertificate('signature', '2050-01-01T00:00:00.000Z');
      room.clock.moveTo(`${day}T10:00:00.000Z`);
      await keeping.keepNow();
      seen.push((await announced()).slice(seen.flat().length));
    }
    expect(seen).to.deep.equal([
      [],
      ['timestamps 90', 'document 90'],
      [],
      ['timestamps 30', 'document 30'],
      ['timestamps 7', 'document 7'],
      ['timestamps 0', 'document 0'],
    ]);
    const [first] = await linesOf('archive.end-announced');
    expect(first?.subject).to.equal('archive:ends');
  });

  it('rings for a certificate until it is replaced, which is seen at the next round', async () => {
    room.clock.moveTo('2036-11-20T10:00:00.000Z');
    await keeping.keepWhenDue();
    const ringing = async () =>
      (await keeping.alarms()).map((each) => each.type === 'end' && [each.end.kind, each.alarm]);
    expect(await ringing()).to.deep.equal([
      ['seal', 7],
      ['signature', 7],
    ]);
    keeper.replaceCertificate('signature', '2046-11-22T10:00:00.000Z');
    room.clock.advance(hour);
    await keeping.keepWhenDue();
    expect(await ringing()).to.deep.equal([['seal', 7]]);
    expect(keeper.calls.stamps).to.equal(1);
  });

  it('keeps copies that nobody can change, remove, or add out of their order', async () => {
    keeper.stampUntil('2050-01-01T00:00:00.000Z');
    room.clock.moveTo('2038-10-01T10:00:00.000Z');
    await keeping.keepNow();
    const table = room.database('renewed_versions');
    expect(await failureOf(table.clone().update({ kept_until: '2099-01-01' }))).to.contain('append_only');
    expect(await failureOf(table.clone().del())).to.contain('append_only');
    const [row] = await table.clone().select();
    const { sha256 } = (await room.instructions.frozenVersion(id))!;
    for (const wrong of [
      { number: 3, previous_sha256: row.sha256 },
      { number: 2, previous_sha256: row.previous_sha256 },
    ]) {
      expect(await failureOf(table.clone().insert({ ...row, ...wrong, sha256 }))).to.contain(
        'renewals_follow_the_last_copy',
      );
    }
  });
});
