import { expect } from 'chai';
import type { Knex } from 'knex';
import { createAccounts, type Accounts, type Role } from '../../src/accounts/accounts.ts';
import type { TypedMission } from '../../src/accounts/missions.ts';
import { createMissionsRoutes } from '../../src/accounts/missions-routes.ts';
import { createJournal, type Journal } from '../../src/journal/journal.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { openTestSite } from '../site.ts';

const typed: TypedMission = {
  ...{ title: 'Emploi des crédits', institution: 'Cour des comptes', letterReference: 'L-12' },
  ...{ letterOn: '2026-11-20', beginsOn: '2026-12-10', endsOn: '2027-03-31' },
  perimeter: { fromYear: 2022, toYear: 2024 },
};

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the mission of an auditor', () => {
  const clock = createFixedClock();
  let database: Knex;
  let journal: Journal;
  let accounts: Accounts;
  let auditor: string;

  beforeEach(async () => {
    clock.moveTo('2026-12-15T09:00:00.000Z');
    database = await createTestDatabase();
    journal = createJournal({ clock, readDatabase: database });
    accounts = createAccounts({ database, journal, clock, demonstration: false });
    auditor = await join('anne.roux', 'auditor');
  });
  afterEach(() => database.destroy());

  async function join(login: string, ...roles: Role[]): Promise<string> {
    const created = await accounts.createUser('system', {
      ...{ login, givenName: 'Anne', familyName: 'Roux', function: 'Rapporteure', email: '' },
      ...{ withProConnect: true, roles },
    });
    return created.ok ? created.value.id : '';
  }
  const record = (changes: Partial<TypedMission> = {}) =>
    accounts.missions.record('admin', auditor, { ...typed, ...changes });
  async function faultOf(changes: Partial<TypedMission>) {
    const recorded = await record(changes);
    return recorded.ok ? undefined : recorded.errors.map(({ field, key }) => `${field} ${key}`).join();
  }
  async function refusal(entering: Promise<unknown>): Promise<string> {
    const error = await entering.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return error instanceof AppError
      ? `${error.code} ${error.messageKey} ${plain(String(error.params.day ?? ''))}`
      : 'let in';
  }
  const enter = () => refusal(accounts.sessions.open(auditor));

  it('is what lets the account open anything, on its days alone', async () => {
    expect(await enter()).to.equal('forbidden accounts.mission.shut.no-mission ');
    await record();
    clock.moveTo('2026-12-09T12:00:00.000Z');
    expect(await enter()).to.equal('forbidden accounts.mission.shut.to-come 10 décembre 2026');
    clock.moveTo('2027-03-31T21:59:00.000Z');
    expect(await enter()).to.equal('let in');
    clock.moveTo('2027-03-31T22:01:00.000Z');
    expect(await enter()).to.equal('forbidden accounts.mission.shut.over 31 mars 2027');
  });

  it('ends the sessions that it let open, and says why in their place', async () => {
    await record();
    clock.moveTo('2027-03-31T20:00:00.000Z');
    const { token } = await accounts.sessions.open(auditor);
    expect(await accounts.sessions.find(token)).to.have.nested.property('user.missionEndsOn', '2027-03-31');
    clock.moveTo('2027-03-31T22:01:00.000Z');
    expect(await accounts.sessions.find(token)).to.have.nested.property(
      'refusal.messageKey',
      'accounts.mission.shut.over',
    );
  });

  it('bounds what is read, except by somebody whom another role lets read everything', async () => {
    await record();
    const { token } = await accounts.sessions.open(auditor);
    expect(await accounts.sessions.find(token)).to.have.deep.nested.property('user.perimeter', {
      ...{ fromYear: 2022, toYear: 2024 },
    });
    await accounts.grantRole('admin', auditor, 'dispatcher');
    expect(await accounts.sessions.find(token)).not.to.have.nested.property('user.perimeter');
  });

  it('takes away the role of auditor alone when it ends', async () => {
    await accounts.grantRole('admin', auditor, 'administrator');
    const { token } = await accounts.sessions.open(auditor);
    expect(await accounts.sessions.find(token)).to.have.deep.nested.property('user.roles', ['administrator']);
  });

  it('is refused with its days or its years the wrong way round, over, or over another one', async () => {
    expect(await faultOf({ endsOn: '2026-12-01' })).to.equal('endsOn accounts.mission.ends-before');
    const past = { beginsOn: '2026-01-01', endsOn: '2026-12-14' };
    expect(await faultOf(past)).to.equal('endsOn accounts.mission.already-over');
    const years = { perimeter: { fromYear: 2024, toYear: 2022 } };
    expect(await faultOf(years)).to.equal('toYear accounts.mission.years-reversed');
    expect(await faultOf({})).to.equal(undefined);
    const same = { beginsOn: '2027-03-31', endsOn: '2027-06-30' };
    expect(await faultOf(same)).to.equal('beginsOn accounts.mission.overlaps');
    expect(await faultOf({ ...same, beginsOn: '2027-04-01' })).to.equal(undefined);
    expect((await accounts.missions.list(auditor)).map(({ endsOn }) => endsOn)).to.deep.equal([
      ...['2027-06-30', '2027-03-31'],
    ]);
  });

  it('ends before its day with its sessions, and stays in the history and in the journal', async () => {
    const recorded = await record();
    const { token } = await accounts.sessions.open(auditor);
    const id = recorded.ok ? recorded.value.id : '';
    expect(await refusal(accounts.missions.end('admin', await join('autre', 'drafter'), id))).to.contain(
      'not-found',
    );
    await accounts.missions.end('admin', auditor, id);
    expect(await accounts.sessions.find(token)).to.equal(undefined);
    expect(await enter()).to.equal('forbidden accounts.mission.shut.over 15 décembre 2026');
    expect(await refusal(accounts.missions.end('admin', auditor, id))).to.contain('conflict');
    const lines = await journal.list({ types: ['mission.recorded', 'mission.ended'] });
    expect(lines.map(({ type }) => type)).to.deep.equal(['mission.recorded', 'mission.ended']);
    expect(JSON.stringify(lines)).not.to.contain('crédits');
  });

  it('is recorded on a page, whose faults stand beside their fields', async () => {
    const routes = createMissionsRoutes({ accounts, clock, messages: loadMessages('templates/messages') });
    const admin = await join('paul.brun', 'administrator');
    const site = await openTestSite({ routes, roles: ['administrator'], userId: admin });
    try {
      const path = `/administration/personnes/${auditor}/missions`;
      expect((await site.get(path)).text).to.contain('Aucune mission ne court aujourd’hui');
      const { perimeter: _years, ...words } = typed;
      const wrong = await site.send(path, { ...words, letterOn: '', fromYear: '22', toYear: '' });
      expect(wrong.status).to.equal(422);
      expect(wrong.text).to.contain('quatre chiffres').and.contain('value="Emploi des crédits"');
      expect((await site.send(path, { ...words, fromYear: '2022', toYear: '' })).status).to.equal(303);
      const shown = plain((await site.get(path)).text);
      expect(shown)
        .to.contain('instructions à partir de 2022')
        .and.contain('lettre L-12 du 20 novembre 2026');
      const [mission] = await accounts.missions.list(auditor);
      expect((await site.send(`${path}/${mission?.id}/terminer`, {}, path)).status).to.equal(303);
      expect(await enter()).to.contain('over');
    } finally {
      await site.close();
    }
  });
});
