import { expect } from 'chai';
import { saltedHash } from '../../src/kernel/hash.ts';
import type { Naming } from '../../src/prefectures/prefectures.ts';
import { createTestDirectory } from './directory.ts';

describe('the mandates of the chefs de projet', () => {
  let directory: Awaited<ReturnType<typeof createTestDirectory>>;
  beforeEach(async () => {
    directory = await createTestDirectory({ contacts: false });
  });
  afterEach(() => directory.database.destroy());

  const naming = (said: Partial<Naming> = {}): Naming => ({
    ...{ territoryId: 'DEP-01', officeId: 'OFF-01', kind: 'cabinet-director', service: '', beside: false },
    ...{ personName: 'Camille Essai', personFunction: 'directrice de cabinet', note: '' },
    ...{ validFrom: '2026-01-01', validTo: undefined },
    ...said,
  });
  const mandates = () => directory.prefectures.mandates;
  const name = (said?: Partial<Naming>, confirmed: string[] = []) =>
    mandates().name('user-1', naming(said), confirmed);
  const named = async (said?: Partial<Naming>, confirmed?: string[]) => {
    const done = await name(said, confirmed);
    if (!done.ok) throw new Error(JSON.stringify(done.errors));
    return done.value.mandate;
  };
  const holders = async (territoryId: string, on: string) =>
    (await directory.prefectures.listOffices({ on }))
      .flatMap((office) => office.mandates)
      .filter(({ territory }) => territory.id === territoryId)
      .map(({ personName }) => personName);
  const faults = async (said: Partial<Naming>) => {
    const done = await name(said);
    return done.ok ? 'accepted' : done.errors.map(({ field, key }) => `${field} ${key.split('.').at(-1)}`);
  };

  it('stand from their first day on', async () => {
    await named();
    expect(await holders('DEP-01', '2025-12-31')).to.deep.equal([]);
    expect(await holders('DEP-01', '2026-01-01')).to.deep.equal(['Camille Essai']);
  });

  it('pass from one person to the next on the day of the next, once that was seen', async () => {
    const former = await named();
    const next = { personName: 'Dominique Suivant', validFrom: '2026-12-15' };
    expect(await faults(next)).to.deep.equal(['debut to-confirm']);
    await named(next, [former.id]);
    expect(await holders('DEP-01', '2026-12-14')).to.deep.equal(['Camille Essai']);
    expect(await holders('DEP-01', '2026-12-15')).to.deep.equal(['Dominique Suivant']);
  });

  it('have one holder at a time, in the rules and in the database', async () => {
    await named({ validFrom: '2026-06-01' });
    expect(await faults({ validFrom: '2026-01-01' })).to.deep.equal(['debut another-begins']);
    expect(await faults({ validFrom: '2026-01-01', validTo: '2026-05-31' })).to.equal('accepted');
    const row = await directory.database('mandates').whereNull('valid_to').first();
    const twice = await directory
      .database('mandates')
      .insert({ ...row, id: 'another' })
      .catch(String);
    expect(twice).to.match(/UNIQUE|one_standing_holder/);
  });

  it('may be held by a préfet de région, for the region', async () => {
    await named({ territoryId: 'REG-84', officeId: 'OFF-69', kind: 'regional-prefect' });
    expect(await holders('REG-84', directory.today)).to.deep.equal(['Camille Essai']);
    const led = await directory.prefectures.listRegionalOffices('OFF-69', { on: directory.today });
    expect(led.map(({ region }) => region.id)).to.deep.equal(['REG-84']);
  });

  it('may be held from another office, which then leads the region while they last', async () => {
    const elsewhere = { territoryId: 'REG-84', officeId: 'OFF-38' };
    expect(await faults(elsewhere)).to.deep.equal(['note note-wanted']);
    const mandate = await named({ ...elsewhere, note: 'décidé en comité régional' });
    const led = async (id: string, on: string) =>
      (await directory.prefectures.listRegionalOffices(id, { on })).map(({ region }) => region.id);
    expect(await led('OFF-38', '2026-03-01')).to.deep.equal(['REG-84']);
    expect(await led('OFF-69', '2026-03-01')).to.deep.equal([]);
    await mandates().end('user-1', mandate.id, '2026-04-01');
    expect(await led('OFF-38', '2026-04-01')).to.deep.equal([]);
    expect(await led('OFF-69', '2026-04-01')).to.deep.equal(['REG-84']);
  });

  it('may be shared between services of one territory, each with its own succession', async () => {
    const paris = { territoryId: 'DEP-75', officeId: 'OFF-75' };
    const police = { ...paris, service: 'préfecture de police', beside: true, note: 'deux services' };
    await named(paris);
    const former = await named({ ...police, personName: 'Alix Police' });
    expect(await holders('DEP-75', directory.today)).to.have.members(['Camille Essai', 'Alix Police']);
    const next = { ...police, service: 'Préfecture de Police', personName: 'Claude Relais' };
    await named({ ...next, validFrom: '2026-12-01' }, [former.id]);
    expect(await holders('DEP-75', directory.today)).to.have.members(['Camille Essai', 'Claude Relais']);
  });

  it('are refused beside the field that is wrong, and nothing changes', async () => {
    const { lines } = await directory.journal.verify();
    expect(await faults({ territoryId: 'REG-01x' })).to.deep.equal(['territoire no-territory']);
    expect(await faults({ officeId: 'OFF-99' })).to.deep.equal(['bureau no-office', 'note note-wanted']);
    expect(await faults({ beside: true })).to.deep.equal(['service service-wanted']);
    expect(await faults({ kind: 'other' })).to.deep.equal(['note note-wanted']);
    expect(await faults({ personName: '=1' })).to.deep.equal(['nom formula']);
    expect(await faults({ validTo: '2025-01-01' })).to.deep.equal(['fin ends-before-start']);
    expect(await mandates().list()).to.deep.equal([]);
    expect((await directory.journal.verify()).lines).to.equal(lines);
  });

  it('end on a day that is theirs, once', async () => {
    const { id } = await named();
    const end = async (on: string) => {
      const done = await mandates().end('user-1', id, on);
      return done.ok ? 'ended' : done.errors[0]?.key.split('.').at(-1);
    };
    expect(await end('2025-12-31')).to.equal('ends-too-early');
    expect(await end('2026-10-01')).to.equal('ended');
    expect(await end('2026-11-01')).to.equal('already-ended');
    expect(await holders('DEP-01', '2026-09-30')).to.have.length(1);
    expect(await holders('DEP-01', '2026-10-01')).to.deep.equal([]);
  });

  it('are corrected by another that stands in their place, and stay to be read', async () => {
    const wrong = await named({ personName: 'Camille Essay' });
    const done = await mandates().correct('user-2', wrong.id, naming({ validFrom: '2026-02-01' }));
    expect(done.ok).to.equal(true);
    expect(await holders('DEP-01', directory.today)).to.deep.equal(['Camille Essai']);
    expect(await holders('DEP-01', '2026-01-15')).to.deep.equal([]);
    const ever = await mandates().list({ territoryId: 'DEP-01' });
    expect(ever.find(({ id }) => id === wrong.id)?.correctedBy).to.be.a('string');
    const again = await mandates().correct('user-2', wrong.id, naming());
    expect(again).to.have.nested.property('errors[0].key', 'prefectures.mandate.corrected-since');
  });

  it('are not corrected into the days of another', async () => {
    const first = await named({ validTo: '2026-05-31' });
    await named({ personName: 'Dominique Suivant', validFrom: '2026-06-01' });
    const longer = await mandates().correct('user-2', first.id, naming({ validTo: '2026-07-31' }));
    expect(longer).to.have.nested.property('errors[0].field', 'debut');
    expect(await holders('DEP-01', '2026-06-15')).to.deep.equal(['Dominique Suivant']);
  });

  it('are journaled under their author, with a hash in place of the person', async () => {
    const former = await named();
    const next = await named({ personName: 'Dominique Suivant', validFrom: '2026-12-15' }, [former.id]);
    const lines = await directory.prefectures.history('OFF-01');
    expect(lines.map(({ type, actor }) => `${actor} ${type}`)).to.deep.equal([
      'user-1 mandate.named',
      'user-1 mandate.ended',
      'user-1 mandate.named',
    ]);
    expect(JSON.stringify(lines)).not.to.contain('Suivant');
    const personHash = saltedHash(next.personSalt, 'Dominique Suivant\ndirectrice de cabinet');
    expect(lines[2]?.data).to.include({ mandate: next.id, territory: 'DEP-01', personHash });
  });

  it('say nothing of the person once their details were erased', async () => {
    await named();
    await directory.database('mandate_persons').del();
    expect(await holders('DEP-01', directory.today)).to.deep.equal(['']);
    expect((await directory.journal.verify()).valid).to.equal(true);
  });

  it('are invented for a demonstration, one for each territory that never had any', async () => {
    await named();
    const seed = () =>
      directory.database.transaction((transaction) =>
        mandates().seedDemonstration(transaction, { from: '2026-01-01' }),
      );
    expect(await seed()).to.equal(101 + 18 + 6 - 1);
    expect(await seed()).to.equal(0);
    const held = (await directory.prefectures.listOffices({ on: '2026-01-01' })).flatMap(
      (office) => office.mandates,
    );
    expect(new Set(held.map(({ personName }) => personName)).size).to.be.greaterThan(100);
    const led = await directory.prefectures.listRegionalOffices('OFF-37', { on: '2026-01-01' });
    expect(led.map(({ region }) => region.id)).to.deep.equal(['REG-24']);
  });

  it('neither change hands nor go away', async () => {
    await named();
    const moving = await directory.database('mandates').update({ office_id: 'OFF-02' }).catch(String);
    expect(moving).to.contain('mandates_never_change_hands');
    expect(await directory.database('mandates').del().catch(String)).to.contain('mandates_stay');
  });
});
