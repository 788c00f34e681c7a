import { expect } from 'chai';
import { AppError } from '../../src/kernel/errors.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { keysOf, take, failureOf } from '../drafts/drafting-room.ts';
import { allocationFile } from './allocation-room.ts';
import { openAnnexRoom } from './annex-room.ts';

describe('the notifications of credits', () => {
  let room: Awaited<ReturnType<typeof openAnnexRoom>>;
  beforeEach(async () => {
    room = await openAnnexRoom();
  });
  afterEach(() => room.close());
  const ask = () => room.annexes.ask(room.dispatcher, room.id);
  const keys = async () => (await room.annexes.standing(room.id))?.made.map(({ key }) => key);

  it('are one for each office and one for each region that the table names', async () => {
    expect(take(await ask())).to.deep.equal({ annexes: 5 });
    await room.annexes.make();
    expect(await keys()).to.deep.equal(['OFF-2A', 'OFF-2B', 'OFF-987', 'REG-11', 'REG-94']);
    const [inputs = []] = room.printed;
    const [corsica, region] = [inputs[0], inputs[4]];
    expect(corsica).to.deep.include({
      title: 'Notification de crédits – Corse-du-Sud',
      addressee: 'Préfecture de la Corse-du-Sud',
      regionName: 'Corse',
    });
    expect(corsica?.act.sha256).to.equal(room.act.sha256);
    expect(region?.lines.map(({ name, isPart }) => [name, isPart])).to.deep.equal([
      ['Corse', false],
      ['Corse-du-Sud', true],
      ['Haute-Corse', true],
    ]);
    expect(await room.typesOf(room.id)).to.include.members(['annexes.asked', 'annexes.sealed']);
  });

  it('reach an office once all are made and their manifest closed: a region’s holder has both', async () => {
    take(await ask());
    expect(await room.annexes.officeAnnexes(room.act.sha256, 'OFF-2A')).to.deep.equal([]);
    await room.annexes.make();
    const both = await room.annexes.officeAnnexes(room.act.sha256, 'OFF-2A');
    expect(both.map(({ name }) => name)).to.deep.equal([
      'notification-credits-OFF-2A.pdf',
      'notification-credits-REG-94.pdf',
    ]);
    for (const { sha256, size, bytes } of both) {
      const pdf = await bytes();
      expect([sha256Hex(pdf), pdf.byteLength]).to.deep.equal([sha256, size]);
    }
    expect(await room.annexes.officeAnnexes(room.act.sha256, 'OFF-01')).to.deep.equal([]);
  });

  it('are all in the manifest, by their hashes', async () => {
    take(await ask());
    expect(await room.annexes.manifest(room.act.sha256)).to.equal(undefined);
    await room.annexes.make();
    const manifest = await room.annexes.manifest(room.act.sha256);
    const told = JSON.parse(Buffer.from(manifest?.bytes ?? []).toString('utf8'));
    expect(told).to.deep.include({ format: 'estafette-annexes/1', demonstration: true });
    expect(told.act.sha256).to.equal(room.act.sha256);
    const made = (await room.annexes.standing(room.id))?.made ?? [];
    expect(told.annexes).to.deep.equal(
      made.map(({ key, title, sha256, bytes }) => ({ key, title, sha256, bytes })),
    );
  });

  it('are asked once, however often, and made once, however many makers there are', async () => {
    take(await ask());
    take(await ask());
    const other = room.another();
    await Promise.all([room.annexes.make(), other.make(), room.annexes.make()]);
    await other.make();
    expect(room.printed).to.have.length(1);
    const types = await room.typesOf(room.id);
    expect(types.filter((type) => type.startsWith('annexes.'))).to.deep.equal([
      'annexes.asked',
      'annexes.sealed',
    ]);
  });

  it('go on with what is missing after a failure, which says so until it is over', async () => {
    take(await ask());
    let sealed = 0;
    const stopping = room.another({
      signing: {
        ...room.signing,
        async sealManifest() {
          throw new AppError('unavailable', 'silent', { messageKey: 'signing.service.timestamp' });
        },
        async sealAnnex(pdf, said) {
          sealed += 1;
          return room.signing.sealAnnex(pdf, said);
        },
      },
    });
    await stopping.make();
    const failed = await room.annexes.standing(room.id);
    expect([failed?.ready, failed?.made.length, failed?.failureKey]).to.deep.equal([
      false,
      5,
      'signing.service.timestamp',
    ]);
    await room.annexes.make();
    expect(await room.annexes.progress(room.database, room.act.sha256)).to.include({
      made: 5,
      total: 5,
      ready: false,
      failed: true,
    });
    take(await room.annexes.retry(room.dispatcher, room.id));
    await room.annexes.make();
    expect((await room.annexes.standing(room.id))?.ready).to.equal(true);
    const over = await room.annexes.progress(room.database, room.act.sha256);
    expect(over).to.include({ ready: true, failed: false });
    const own = await room.annexes.officeAnnexes(room.act.sha256, 'OFF-2A');
    expect(own).to.have.length(2);
    expect(over?.bytesByOffice.get('OFF-2A')).to.equal(own.reduce((sum, { size }) => sum + size, 0));
    expect(await room.annexes.hasCredits(room.id)).to.equal(true);
    expect(await room.annexes.hasCredits('another instruction')).to.equal(false);
    expect([sealed, room.printed.length]).to.deep.equal([5, 1]);
  });

  it('are tried again a minute after a print that failed, and by another when their maker is gone', async () => {
    take(await ask());
    room.fail(() => {
      throw new Error('the browser is away');
    });
    await room.annexes.make();
    expect((await room.annexes.standing(room.id))?.failureKey).to.equal('allocations.annexes.failed');
    room.fail();
    room.clock.advance(61_000);
    // A maker that holds them and is heard of no more.
    await room
      .database('annex_batches')
      .update({ held_by: 'gone', held_until: room.clock.now().toISOString() });
    await room.annexes.make();
    expect(room.printed).to.have.length(1);
    room.clock.advance(1000);
    await room.annexes.make();
    expect((await room.annexes.standing(room.id))?.ready).to.equal(true);
  });

  it('are asked by a dispatcher, of a signed act that has credits and was not sent', async () => {
    expect(keysOf(await room.annexes.ask(room.people.claire, room.id))).to.deep.equal([
      'allocations.annexes.dispatcher-only',
    ]);
    await room.database.transaction((trx) => room.instructions.markDispatched(trx, room.id));
    expect(keysOf(await ask())).to.deep.equal(['allocations.annexes.not-signed']);
  });

  it('never change once they are made: the database holds them', async () => {
    take(await ask());
    await room.annexes.make();
    expect(await failureOf(room.database('annexes').update({ sha256: 'x' }))).to.contain('append_only');
    expect(await failureOf(room.database('annex_manifests').del())).to.contain('append_only');
  });

  it('are refused for a territory that no office answers for', async () => {
    await room
      .database('office_territories')
      .where({ territory_id: 'REG-11' })
      .update({ valid_to: '2020-01-01' });
    const outcome = await ask();
    expect(outcome.ok ? [] : outcome.errors).to.deep.equal([
      { field: '', key: 'allocations.annexes.unheld', params: { territories: 'REG-11' } },
    ]);
  });

  it('tell two collectivities of one office on one notification', async () => {
    const own = await openAnnexRoom({ table: allocationFile('COM-977;;10;10', 'COM-978;;20;20') });
    take(await own.annexes.ask(own.dispatcher, own.id));
    await own.annexes.make();
    const [[only] = []] = own.printed;
    expect(only?.lines.map(({ territory }) => territory)).to.deep.equal(['COM-977', 'COM-978']);
    await own.close();
  });
});
