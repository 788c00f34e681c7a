import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { createAccounts, type Accounts, type NewUser, type Role } from '../../src/accounts/accounts.ts';
import { openData } from '../../src/compose-data.ts';
import { readConfig } from '../../src/config.ts';
import { connect } from '../../db/connect.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

function person(login: string, ...roles: Role[]): NewUser {
  return {
    login,
    givenName: 'Odile',
    familyName: 'Vernet',
    function: 'Cheffe de bureau',
    email: '',
    password: 'un mot de passe assez long',
    roles,
  };
}

describe('accounts', function () {
  // Argon2id is slow by design.
  this.timeout(180_000);
  let database: Knex;
  let accounts: Accounts;
  const clock = createFixedClock();

  beforeEach(async () => {
    database = await createTestDatabase();
    accounts = createAccounts({
      database,
      journal: createJournal({ clock, readDatabase: database }),
      clock,
      demonstration: false,
    });
  });
  afterEach(() => database.destroy());

  async function create(user: NewUser): Promise<string> {
    const created = await accounts.createUser('system', user);
    if (!created.ok) throw new Error(JSON.stringify(created.errors));
    return created.value.id;
  }

  it('open with the right password alone', async () => {
    const id = await create(person('odile.vernet', 'drafter'));
    expect(await accounts.checkPassword('odile.vernet', 'un mot de passe assez long')).to.equal(id);
    expect(await accounts.checkPassword('odile.vernet', 'un autre mot de passe')).to.equal(undefined);
    expect(await accounts.checkPassword('personne', 'un mot de passe assez long')).to.equal(undefined);
  });

  it('keep the password as an Argon2id hash', async () => {
    await create(person('odile.vernet', 'drafter'));
    const { password_hash } = await database('users').first('password_hash');
    expect(password_hash).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('have one login each', async () => {
    await create(person('odile.vernet', 'drafter'));
    const second = await accounts.createUser('system', person('odile.vernet', 'reviewer'));
    expect(second).to.deep.include({ ok: false, errors: [{ field: 'login', key: 'accounts.login.taken' }] });
  });

  for (const role of ['drafter', 'reviewer', 'signatory', 'dispatcher'] as const) {
    it(`never join administrator and ${role}`, async () => {
      const id = await create(person('odile.vernet', 'administrator'));
      expect((await accounts.grantRole('system', id, role)).ok).to.equal(false);
      expect((await accounts.createUser('system', person('autre', role, 'administrator'))).ok).to.equal(
        false,
      );
    });

    it(`never join administrator and ${role}, even by a hand in the database`, async () => {
      const id = await create(person('odile.vernet', role));
      const grant = { id: 'g', user_id: id, role: 'administrator', granted_at: 'x', granted_by: 'x' };
      expect(await database('role_grants').insert(grant).catch(String)).to.contain(
        'administrators_do_not_act',
      );
    });
  }

  it('may join administrator and auditor, who only reads', async () => {
    const id = await create(person('odile.vernet', 'administrator'));
    expect((await accounts.grantRole('system', id, 'auditor')).ok).to.equal(true);
    expect(await accounts.rolesOf(id)).to.have.members(['administrator', 'auditor']);
  });

  it('leave a journal line for each grant and each withdrawal, without any name', async () => {
    const id = await create(person('odile.vernet', 'drafter'));
    await accounts.grantRole('actor', id, 'reviewer');
    await accounts.revokeRole('actor', id, 'drafter');
    const lines = await database('journal').orderBy('line').select('type', 'actor', 'data');
    expect(lines.map((line) => line.type)).to.deep.equal([
      'user.created',
      'role.granted',
      'role.granted',
      'role.revoked',
    ]);
    expect(JSON.stringify(lines)).to.not.match(/Vernet|odile/i);
  });

  it('do not grant twice what is already held', async () => {
    const id = await create(person('odile.vernet', 'drafter'));
    await accounts.grantRole('actor', id, 'drafter');
    expect(await accounts.rolesOf(id)).to.deep.equal(['drafter']);
  });

  it('once closed, open neither by password nor by a session that was open', async () => {
    const id = await create(person('odile.vernet', 'drafter'));
    const { token } = await accounts.sessions.open(id);
    await accounts.setDisabled('actor', id, true);
    expect(await accounts.sessions.find(token)).to.equal(undefined);
    expect(await accounts.checkPassword('odile.vernet', 'un mot de passe assez long')).to.equal(undefined);
  });

  it('are not created without a password in production', async () => {
    const { password: _none, ...user } = person('odile.vernet', 'drafter');
    expect((await accounts.createUser('system', user)).ok).to.equal(false);
  });

  it('have no demonstration people in production', async () => {
    expect(await accounts.listDemonstrationPeople()).to.deep.equal([]);
    expect(await accounts.seedDemonstrationPeople().catch(String)).to.contain('belong to a demonstration');
  });
});

describe('a session', () => {
  let database: Knex;
  let accounts: Accounts;
  let userId: string;
  const clock = createFixedClock();

  beforeEach(async () => {
    clock.moveTo('2026-12-07T08:00:00.000Z');
    database = await createTestDatabase();
    accounts = createAccounts({
      database,
      journal: createJournal({ clock, readDatabase: database }),
      clock,
      demonstration: true,
    });
    await accounts.seedDemonstrationPeople();
    const [drafter] = await accounts.listDemonstrationPeople();
    userId = drafter?.id ?? '';
  });
  afterEach(() => database.destroy());

  it('is found by its token, with the roles of that very moment', async () => {
    const { token } = await accounts.sessions.open(userId);
    await accounts.revokeRole('actor', userId, 'drafter');
    expect(await accounts.sessions.find(token))
      .to.have.property('user')
      .that.deep.includes({
        id: userId,
        name: 'Claire Redon',
        roles: [],
      });
  });

  it('is not found by what the database holds', async () => {
    await accounts.sessions.open(userId);
    const { token_hash } = await database('sessions').first('token_hash');
    expect(await accounts.sessions.find(token_hash)).to.equal(undefined);
  });

  it('ends after twelve hours', async () => {
    const { token } = await accounts.sessions.open(userId);
    clock.advance(12 * 3_600_000 - 1);
    expect(await accounts.sessions.find(token)).to.not.equal(undefined);
    clock.advance(1);
    expect(await accounts.sessions.find(token)).to.equal(undefined);
  });

  it('ends on the server when its owner signs out', async () => {
    const { token } = await accounts.sessions.open(userId);
    await accounts.sessions.close(token);
    expect(await accounts.sessions.find(token)).to.equal(undefined);
  });
});

describe('a production', () => {
  it('does not start on a base that holds an account opened by a button', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'estafette-production-'));
    const url = `sqlite:${join(folder, 'estafette.sqlite')}`;
    const production = {
      NATURE: 'production',
      DATA_DIR: folder,
      DATABASE_URL: url,
      SMTP_URL: 'smtp://127.0.0.1:1',
      PUBLIC_URL: 'https://estafette.example',
      SIGNATORY_KEY_FILE: 'x',
      SEAL_KEY_FILE: 'x',
      TRUST_FILE: 'x',
    };
    const clock = createFixedClock();
    await (await openData(readConfig(production), { clock })).close();
    const database = connect({ url });
    await database('users').insert({ id: 'u', login: 'claire.redon', demonstration: 1, created_at: 'x' });
    await database.destroy();
    const failure = await openData(readConfig(production), { clock }).catch(String);
    await rm(folder, { recursive: true });
    expect(failure).to.contain('demonstration people in a production');
  });
});
