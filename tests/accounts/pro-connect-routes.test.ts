import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { localPath } from '../../src/accounts/local-path.ts';
import { createProConnect } from '../../src/accounts/pro-connect.ts';
import type { ProConnectIdentity } from '../../src/accounts/pro-connect-identity.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createTestDatabase } from '../database.ts';
import { createBrowsing, createEntering, createEnteringSite } from './entering.ts';
import { acrValues, agent, follow, startOpenIdServer } from './openid-server.ts';

describe('signing in with ProConnect', function () {
  this.timeout(180_000);
  let database: Knex;
  let openId: Awaited<ReturnType<typeof startOpenIdServer>>;
  let parts: Awaited<ReturnType<typeof createEntering>>;
  let site: Server;
  let origin: string;
  let userId: string;
  let person: ReturnType<typeof createBrowsing>;
  let entered: { identity: ProConnectIdentity; next: string } | undefined;

  before(async () => {
    database = await createTestDatabase();
    parts = await createEntering({ database, clock: systemClock });
    userId = await parts.join('odile.vernet');
    site = createServer();
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    openId = await startOpenIdServer({ site: origin });
    const proConnect = createProConnect({
      ...{
        database,
        clock: systemClock,
        log: silentLog,
        insecure: true,
        redis: undefined,
        publicUrl: () => origin,
      },
      secret: 'a secret for tests, long enough to be one',
      config: {
        ...{ issuer: openId.issuer, clientId: 'estafette', clientSecret: openId.clientSecret },
        acrValues: [acrValues.strong],
      },
    });
    const offices = {
      async enter(identity: ProConnectIdentity, { next }: { next: string }) {
        entered = { identity, next };
        const expires = new Date(Date.now() + 60_000);
        const session = { token: 'o'.repeat(43), expires };
        return { ...session, reply: { kind: 'session', holder: 'office', ...session, to: next } as const };
      },
    };
    site.on('request', await createEnteringSite({ ...parts, proConnect, offices }));
  });
  after(async () => {
    await openId.close();
    site.closeAllConnections();
    await new Promise<void>((resolve) => site.close(() => resolve()));
    await database.destroy();
  });
  beforeEach(() => {
    openId.state.present = agent();
    person = createBrowsing(origin);
  });

  /** From the button to the callback; gives what the site answers to it. */
  async function walk(query = '?suite=%2Fmon-compte') {
    await person.get('/connexion');
    const begun = await person.get(`/connexion/proconnect${query}`);
    const callback = await follow(begun.location ?? '', origin);
    return { callback: callback.url, ...(await person.get(callback.url)) };
  }

  it('is offered first, as a link: a form could not end on another site', async () => {
    const page = await person.get('/connexion?suite=%2Fmon-compte');
    expect(page.text).to.match(/href="\/connexion\/proconnect\?suite&#x3D;%2Fmon-compte"/);
    expect(page.text.indexOf('ProConnect')).to.be.below(page.text.indexOf('Mot de passe'));
  });

  it('begins on the page of the button, which gives the browser its cookie', async () => {
    const answer = await person.get('/connexion/proconnect?suite=%2Fmon-compte');
    expect(answer).to.include({ status: 303, location: '/connexion?suite=%2Fmon-compte' });
  });

  it('lets nobody in whom no administrator awaits, and says so', async () => {
    const users = await database('users').count({ all: '*' }).first();
    const answer = await walk();
    expect(answer.status).to.equal(403);
    expect(answer.text).to.contain('aucun compte d’Estafette ne lui correspond');
    expect(person.cookies.has('estafette-session')).to.equal(false);
    expect(await database('users').count({ all: '*' }).first()).to.deep.equal(users);
  });

  it('opens the account of whom an administrator awaits, where they were going, without a second factor', async () => {
    await parts.proConnectAccounts.allow('administrator', userId, 'odile.vernet@mildeca.example');
    const answer = await walk();
    expect(answer).to.include({ status: 303, location: '/mon-compte' });
    const page = await person.get('/mon-compte');
    expect(page.status).to.equal(200);
    expect(page.text).to.contain('Votre identité ProConnect ouvre ce compte');
  });

  it('says that a callback which is played again serves no more', async () => {
    const { callback } = await walk();
    const again = await person.get(callback);
    expect(again.status).to.equal(410);
    expect(again.text).to.contain('Identification à recommencer');
  });

  it('does not let another browser bring the answer', async () => {
    await person.get('/connexion');
    const begun = await person.get('/connexion/proconnect');
    const callback = await follow(begun.location ?? '', origin);
    const thief = createBrowsing(origin);
    await thief.get('/connexion');
    expect((await thief.get(callback.url)).status).to.equal(410);
  });

  it('leads a person who went away back to where they were, in French', async () => {
    openId.state.present = undefined;
    const answer = await walk();
    expect(answer.status).to.equal(403);
    expect(answer.text).to.contain('Identification abandonnée').and.contain('suite&#x3D;%2Fmon-compte');
  });

  it('never leads to another site', async () => {
    const answer = await walk('?suite=https%3A%2F%2Felsewhere.example');
    expect(answer.location).to.equal('/');
    for (const path of ['//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', '/\n/x', 'x'])
      expect(localPath(path), JSON.stringify(path)).to.equal('/');
    expect(localPath('/retours?recherche=a%20b#c')).to.equal('/retours?recherche=a%20b#c');
  });

  it('leaves both: Estafette at once, then ProConnect by a page that leads there', async () => {
    await walk();
    const left = await person.send('/deconnexion', {}, '/mon-compte');
    expect(left.location).to.match(/^\/deconnexion\/proconnect\?depart=[\w-]{43}$/);
    expect((await person.get('/mon-compte')).status).to.equal(303);
    const page = await person.get(left.location ?? '');
    const url = /href="([^"]+)" data-leave/.exec(page.text)?.[1]?.replaceAll('&#x3D;', '=') ?? '';
    const parameters = new URL(url.replaceAll('&amp;', '&')).searchParams;
    expect(parameters.get('post_logout_redirect_uri')).to.equal(`${origin}/deconnexion/proconnect`);
    expect(parameters.get('id_token_hint')?.split('.')).to.have.lengthOf(3);
    const back = await person.get(`/deconnexion/proconnect?state=${parameters.get('state') ?? ''}`);
    expect(back.text).to.contain('Vos sessions d’Estafette et de ProConnect sont fermées.');
  });

  it('hands an office over to the room that knows offices, and keeps what leaving will need', async () => {
    const answer = await walk('?pour=guichet&suite=%2Fguichet');
    expect(answer).to.include({ status: 303, location: '/guichet' });
    expect(entered?.next).to.equal('/guichet');
    expect(entered?.identity).to.include({ idpId: 'idp-1', siret: '11000201100044' });
    expect(person.cookies.has('estafette-guichet')).to.equal(true);
    expect(person.cookies.has('estafette-session')).to.equal(false);
  });
});
