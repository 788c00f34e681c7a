import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { Secret, TOTP } from 'otpauth';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { createBrowsing, createEntering, createEnteringSite, password } from './entering.ts';

describe('a password in production', function () {
  // Argon2id is slow by design.
  this.timeout(180_000);
  let database: Knex;
  let parts: Awaited<ReturnType<typeof createEntering>>;
  let server: Server;
  let person: ReturnType<typeof createBrowsing>;
  let secret = '';
  let login = '';
  let userId = '';
  let count = 0;
  const clock = createFixedClock();
  const step = 30_000;
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** What the person's telephone shows. */
  const shown = () => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: clock.now().getTime() });

  before(async () => {
    database = await createTestDatabase();
    parts = await createEntering({ database, clock });
    const site = await createEnteringSite({ ...parts, proConnect: undefined, offices: undefined });
    server = createServer(site);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(async () => {
    count += 1;
    login = `odile.vernet.${count}`;
    userId = await parts.join(login);
    person = createBrowsing(origin());
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await database.destroy();
  });

  const signIn = (who = person) => who.send('/connexion', { login, password, next: '/mon-compte' });

  /** Signs in for the first time, with a telephone; gives the recovery codes. */
  async function enrol(): Promise<string[]> {
    await signIn();
    const page = await person.get('/connexion/second-facteur');
    secret = /es-secret">([A-Z2-7 ]+)</.exec(page.text)?.[1]?.replaceAll(' ', '') ?? '';
    await person.send('/connexion/second-facteur', { code: shown() });
    const { text } = await person.get('/connexion/codes-de-secours');
    await person.send('/connexion/codes-de-secours');
    clock.advance(2 * step);
    return [...text.matchAll(/es-secret">([\w-]+)</g)].map(([, code = '']) => code);
  }

  async function leave(): Promise<void> {
    await person.send('/deconnexion', {}, '/mon-compte');
  }

  const isIn = async (who = person) => (await who.get('/mon-compte')).status === 200;

  it('opens nothing by itself: the session is half open', async () => {
    const answer = await signIn();
    expect(answer).to.include({ status: 303, location: '/connexion/code' });
    expect(await isIn()).to.equal(false);
    expect(await database('sessions').where({ user_id: userId })).to.deep.equal([]);
    expect((await person.get('/connexion/code')).location).to.equal('/connexion/second-facteur');
    expect((await person.get('/connexion/codes-de-secours')).location).to.equal('/connexion/second-facteur');
  });

  it('is followed by an enrolment, then by ten recovery codes, then by the page that was wanted', async () => {
    await signIn();
    const page = await person.get('/connexion/second-facteur');
    expect(page.text).to.contain('src="data:image/svg+xml;base64,');
    secret = /es-secret">([A-Z2-7 ]+)</.exec(page.text)?.[1]?.replaceAll(' ', '') ?? '';
    expect(secret).to.have.lengthOf(32);
    expect((await person.get('/connexion/second-facteur')).text).to.contain(secret.slice(0, 4));
    const confirmed = await person.send('/connexion/second-facteur', { code: shown() });
    expect(confirmed.location).to.equal('/connexion/codes-de-secours');
    expect(await isIn()).to.equal(false);
    const codes = await person.get('/connexion/codes-de-secours');
    expect([...codes.text.matchAll(/es-secret">([\w-]+)</g)]).to.have.lengthOf(10);
    expect((await person.send('/connexion/codes-de-secours')).location).to.equal('/mon-compte');
    expect(await isIn()).to.equal(true);
    expect((await person.get('/connexion/codes-de-secours')).status).to.equal(410);
  });

  it('does not enrol with a wrong code', async () => {
    await signIn();
    await person.get('/connexion/second-facteur');
    const answer = await person.send('/connexion/second-facteur', { code: '000000' });
    expect(answer.status).to.equal(422);
    expect(await parts.secondFactor.stateOf(userId)).to.equal(undefined);
  });

  it('is followed by the code of the moment, once one is enrolled', async () => {
    await enrol();
    await leave();
    await signIn();
    expect((await person.get('/connexion/code')).status).to.equal(200);
    expect((await person.send('/connexion/code', { code: '000000' })).status).to.equal(422);
    const typed = `${shown().slice(0, 3)} ${shown().slice(3)}`;
    expect((await person.send('/connexion/code', { code: typed })).location).to.equal('/mon-compte');
    expect(await isIn()).to.equal(true);
  });

  it('accepts a code one step early or late, and no more', async () => {
    await enrol();
    await leave();
    for (const [steps, status] of [
      [3, 422],
      [-2, 422],
      [1, 303],
    ] as const) {
      await signIn();
      const code = TOTP.generate({
        secret: Secret.fromBase32(secret),
        timestamp: clock.now().getTime() + steps * step,
      });
      expect((await person.send('/connexion/code', { code })).status, `${steps} steps`).to.equal(status);
    }
  });

  it('never accepts a code again, nor an older one, even from another browser', async () => {
    await enrol();
    const other = createBrowsing(origin());
    await signIn(other);
    const code = shown();
    const earlier = TOTP.generate({
      secret: Secret.fromBase32(secret),
      timestamp: clock.now().getTime() - step,
    });
    expect((await other.send('/connexion/code', { code })).status).to.equal(303);
    const thief = createBrowsing(origin());
    await signIn(thief);
    for (const stolen of [code, earlier]) {
      const answer = await thief.send('/connexion/code', { code: stolen });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.contain('a déjà servi');
    }
    expect(await isIn(thief)).to.equal(false);
  });

  it('waits for the code five minutes', async () => {
    await enrol();
    await leave();
    await signIn();
    clock.advance(5 * 60_000);
    expect((await person.get('/connexion/code')).status).to.equal(410);
    expect((await person.send('/connexion/code', { code: shown() }, '/connexion')).status).to.equal(410);
  });

  it('counts the failures: the eleventh code is not even read', async () => {
    await enrol();
    await leave();
    await signIn();
    for (let failure = 1; failure <= 10; failure += 1)
      expect((await person.send('/connexion/code', { code: '000000' })).status).to.equal(422);
    expect((await person.send('/connexion/code', { code: shown() })).status).to.equal(429);
  });

  it('reads no more of them when they come at once', async () => {
    await enrol();
    await leave();
    await signIn();
    const guesses = Array.from({ length: 15 }, () => person.send('/connexion/code', { code: '000000' }));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).to.have.length(10);
    expect(statuses.filter((status) => status === 429)).to.have.length(5);
  });

  it('lets in with a recovery code, once, however it is typed', async () => {
    const [code = ''] = await enrol();
    await leave();
    await signIn();
    const path = '/connexion/code-de-secours';
    const typed = code.toUpperCase().replaceAll('-', ' ');
    expect((await person.send(path, { code: typed })).location).to.equal('/mon-compte');
    expect((await person.get('/mon-compte')).text).to.contain('9 sur 10');
    await leave();
    await signIn();
    expect((await person.send(path, { code })).status).to.equal(422);
  });

  it('gives new recovery codes against a code of the moment, and the old ones serve no more', async () => {
    const [old = ''] = await enrol();
    const path = '/mon-compte/codes-de-secours';
    expect((await person.send(path, { code: '000000' }, '/mon-compte')).status).to.equal(422);
    const page = await person.send(path, { code: shown() }, '/mon-compte');
    const [fresh = ''] = [...page.text.matchAll(/es-secret">([\w-]+)</g)].map(([, found]) => found);
    await leave();
    await signIn();
    expect((await person.send('/connexion/code-de-secours', { code: old })).status).to.equal(422);
    expect((await person.send('/connexion/code-de-secours', { code: fresh })).status).to.equal(303);
  });

  it('is followed by another enrolment once an administrator reset the factor, whose sessions end', async () => {
    await enrol();
    expect(await isIn()).to.equal(true);
    await parts.secondFactor.reset('administrator', userId);
    expect(await isIn()).to.equal(false);
    await signIn();
    expect((await person.get('/connexion/code')).location).to.equal('/connexion/second-facteur');
  });

  it('half-opens nothing any more once the account is closed', async () => {
    await enrol();
    await leave();
    await signIn();
    await parts.accounts.setDisabled('administrator', userId, true);
    expect((await person.send('/connexion/code', { code: shown() }, '/connexion')).status).to.equal(410);
  });

  it('leaves neither secret nor code in the database, nor a name in the journal', async () => {
    const codes = await enrol();
    await signIn();
    const tables = ['second_factors', 'recovery_codes', 'pending_sign_ins', 'journal'];
    const kept = JSON.stringify(await Promise.all(tables.map((table) => database(table))));
    for (const found of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))])
      expect(kept).to.not.contain(found);
    const types = await database('journal').orderBy('line').pluck('type');
    expect(types).to.include('user.second-factor-enrolled');
    expect(JSON.stringify(await database('journal'))).to.not.match(/vernet/i);
  });
});
