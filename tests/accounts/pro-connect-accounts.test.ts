import { expect } from 'chai';
import type { Knex } from 'knex';
import { createAccounts, type Accounts } from '../../src/accounts/accounts.ts';
import {
  createProConnectAccounts,
  type ProConnectAccounts,
} from '../../src/accounts/pro-connect-accounts.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

const odile = { idpId: 'idp-1', sub: 's1', email: 'Odile.Vernet@mildeca.example', emailVerified: true };

describe('an account that ProConnect may open', () => {
  let database: Knex;
  let accounts: Accounts;
  let proConnectAccounts: ProConnectAccounts;
  let drafter: string;
  let reviewer: string;
  const clock = createFixedClock();

  beforeEach(async () => {
    database = await createTestDatabase();
    const journal = createJournal({ clock, readDatabase: database });
    accounts = createAccounts({ database, journal, clock, demonstration: true });
    proConnectAccounts = createProConnectAccounts({ database, journal, clock });
    await accounts.seedDemonstrationPeople();
    const people = await accounts.listDemonstrationPeople();
    [drafter = '', reviewer = ''] = people.map(({ id }) => id);
  });
  afterEach(() => database.destroy());

  const allow = (userId = drafter, email = 'odile.vernet@mildeca.example') =>
    proConnectAccounts.allow('administrator', userId, email);

  it('is opened by nobody before an administrator says whose address it is', async () => {
    expect(await proConnectAccounts.findOrBind(odile)).to.equal(undefined);
    expect(await database('pro_connect_identities')).to.deep.equal([]);
  });

  it('is bound to the first identity of that address, and then to it alone', async () => {
    await allow();
    expect(await proConnectAccounts.findOrBind(odile)).to.equal(drafter);
    expect(await proConnectAccounts.findOrBind({ ...odile, email: 'married@mildeca.example' })).to.equal(
      drafter,
    );
    expect(await proConnectAccounts.findOrBind({ ...odile, sub: 's2' })).to.equal(undefined);
  });

  it('takes one sub for two persons when two identity providers give it', async () => {
    await allow();
    await proConnectAccounts.findOrBind(odile);
    expect(await proConnectAccounts.findOrBind({ ...odile, idpId: 'idp-2' })).to.equal(undefined);
    await allow(reviewer, 'hugo@mildeca.example');
    const hugo = { ...odile, idpId: 'idp-2', email: 'hugo@mildeca.example' };
    expect(await proConnectAccounts.findOrBind(hugo)).to.equal(reviewer);
  });

  it('is not bound to an address that nobody checked', async () => {
    await allow();
    expect(await proConnectAccounts.findOrBind({ ...odile, emailVerified: false })).to.equal(undefined);
  });

  it('once closed, opens no more', async () => {
    await allow();
    await proConnectAccounts.findOrBind(odile);
    await accounts.setDisabled('administrator', drafter, true);
    expect(await proConnectAccounts.findOrBind(odile)).to.equal(undefined);
  });

  it('is never awaited under the address of another one', async () => {
    await allow();
    expect(await allow(reviewer, 'ODILE.VERNET@mildeca.example')).to.deep.equal({
      ok: false,
      errors: [{ field: 'proConnectEmail', key: 'accounts.pro-connect.awaited-elsewhere' }],
    });
  });

  it('is closed to ProConnect by an administrator, bound or still awaited', async () => {
    await allow();
    await proConnectAccounts.findOrBind(odile);
    await proConnectAccounts.forbid('administrator', drafter);
    expect(await proConnectAccounts.findOrBind(odile)).to.equal(undefined);
    await allow();
    await proConnectAccounts.forbid('administrator', drafter);
    expect(await proConnectAccounts.findOrBind(odile)).to.equal(undefined);
    expect(await proConnectAccounts.listStates()).to.deep.equal(new Map());
  });

  it('leaves lines in the journal, without an address nor a sub, and no right', async () => {
    const before = await accounts.rolesOf(drafter);
    const already = await database('journal').pluck('line');
    await allow();
    await proConnectAccounts.findOrBind(odile);
    await proConnectAccounts.forbid('administrator', drafter);
    const lines = await database('journal').whereNotIn('line', already).orderBy('line');
    expect(lines.map(({ type }) => type)).to.deep.equal([
      ...['user.pro-connect-allowed', 'user.pro-connect-linked', 'user.pro-connect-forbidden'],
    ]);
    expect(JSON.stringify(lines)).to.not.match(/vernet|"s1"/i);
    expect(await accounts.rolesOf(drafter)).to.deep.equal(before);
  });
});
