import { expect } from 'chai';
import type { Knex } from 'knex';
import { createProConnect, type Finished, type ProConnectConfig } from '../../src/accounts/pro-connect.ts';
import { newToken } from '../../src/kernel/ids.ts';
import type { Log } from '../../src/kernel/log.ts';
import { createTestDatabase } from '../database.ts';
import { freePort } from '../free-port.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { acrValues, agent, altered, follow, signedAnew, startOpenIdServer, told } from './openid-server.ts';

const site = 'http://127.0.0.1:1';
const secret = 'a secret for tests, long enough to be one';
const binding = 'the-cookie-of-this-browser';

describe('ProConnect', function () {
  this.timeout(180_000);
  let server: Awaited<ReturnType<typeof startOpenIdServer>>;
  let database: Knex;
  let logged: string[];
  // The server reads the machine's clock: ours begins with it.
  const clock = createFixedClock();

  before(async () => {
    server = await startOpenIdServer({ site });
    database = await createTestDatabase();
  });
  after(async () => {
    await server.close();
    await database.destroy();
  });
  beforeEach(() => {
    clock.moveTo(new Date().toISOString());
    logged = [];
    Object.assign(server.state, { present: agent(), faults: {} });
  });

  function open(config: Partial<ProConnectConfig> = {}) {
    const write = (details: Record<string, unknown>) => void logged.push(JSON.stringify(details));
    const log: Log = { debug: write, info: write, warn: write, error: write };
    return createProConnect({
      ...{ database, clock, log, secret },
      config: {
        ...{ issuer: server.issuer, clientId: 'estafette', clientSecret: server.clientSecret },
        ...{ acrValues: [acrValues.strong], ...config },
      },
      insecure: true,
      redis: undefined,
      publicUrl: () => site,
    });
  }

  const address = '192.0.2.1';
  const parametersOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

  async function begin(proConnect = open()): Promise<string> {
    const begun = await proConnect.begin({ purpose: 'staff', next: '/recherche', binding, address });
    if (!begun.ok) throw new Error(begun.failure);
    return begun.url;
  }

  /** The whole way, with what is done to the callback before it is brought back. */
  async function walk(
    proConnect = open(),
    change = (parameters: Record<string, string>) => parameters,
  ): Promise<Finished> {
    const callback = await follow(await begin(proConnect), site);
    return proConnect.finish({ parameters: change(parametersOf(callback.url)), bindings: [binding] });
  }

  const failureOf = (finished: Finished) => (finished.ok ? 'none' : finished.failure);

  for (const clientId of ['estafette', 'estafette-json']) {
    it(`tells who somebody is (userinfo of the client ${clientId})`, async () => {
      const finished = await walk(open({ clientId }));
      expect(finished).to.deep.include({ ok: true, purpose: 'staff', next: '/recherche' });
      const { idToken, ...identity } = finished.ok ? finished.identity : { idToken: '' };
      expect(identity).to.deep.equal({ ...told, acr: acrValues.strong });
      expect(idToken.split('.')).to.have.lengthOf(3);
    });
  }

  it('asks for what is documented and nothing more, with PKCE and 32 characters of state and nonce', async () => {
    const asked = parametersOf(await begin());
    expect(asked).to.have.all.keys([
      ...['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce', 'acr_values'],
      ...['code_challenge', 'code_challenge_method'],
    ]);
    expect(asked).to.include({ code_challenge_method: 'S256', response_type: 'code' });
    expect(asked.state).to.have.length.of.at.least(32);
    expect(asked.nonce).to.have.length.of.at.least(32);
  });

  it('is begun sixty times in a minute from one network address, and no more', async () => {
    const proConnect = open();
    const from = async (address: string) =>
      (await proConnect.begin({ purpose: 'office', next: '/guichet', binding, address })).ok;
    for (let count = 0; count < 60; count += 1) expect(await from(address)).to.equal(true);
    expect(await proConnect.begin({ purpose: 'office', next: '/', binding, address })).to.eql({
      ...{ ok: false, failure: 'too-many' },
    });
    expect(await from('192.0.2.2')).to.equal(true);
  });

  it('is refused by the server with a parameter that it does not know', async () => {
    const url = await begin();
    expect((await follow(`${url}&theme=dark`, site)).status).to.equal(400);
    expect((await follow(url, site)).status).to.equal(303);
  });

  it('takes an answer once: a callback played again finds nothing', async () => {
    const proConnect = open();
    const callback = await follow(await begin(proConnect), site);
    const answer = { parameters: parametersOf(callback.url), bindings: [binding] };
    const both = await Promise.all([proConnect.finish(answer), proConnect.finish(answer)]);
    expect(both.map(failureOf)).to.have.members(['none', 'unknown-request']);
    expect(failureOf(await proConnect.finish(answer))).to.equal('unknown-request');
  });

  it('takes an answer from another process than the one that asked', async () => {
    const callback = await follow(await begin(open()), site);
    const finished = await open().finish({ parameters: parametersOf(callback.url), bindings: [binding] });
    expect(failureOf(finished)).to.equal('none');
  });

  it('takes an answer from the browser that asked alone', async () => {
    const proConnect = open();
    const parameters = parametersOf((await follow(await begin(proConnect), site)).url);
    const elsewhere = await proConnect.finish({ parameters, bindings: ['the-cookie-of-another-browser'] });
    expect(failureOf(elsewhere)).to.equal('unknown-request');
    expect(failureOf(await proConnect.finish({ parameters, bindings: [] }))).to.equal('unknown-request');
    expect(failureOf(await proConnect.finish({ parameters, bindings: ['other', binding] }))).to.equal('none');
  });

  it('waits for an answer ten minutes', async () => {
    const proConnect = open();
    const parameters = parametersOf((await follow(await begin(proConnect), site)).url);
    clock.advance(10 * 60_000);
    expect(failureOf(await proConnect.finish({ parameters, bindings: [binding] }))).to.equal(
      'unknown-request',
    );
  });

  it('knows no answer to what was never asked', async () => {
    expect(failureOf(await walk(open(), (given) => ({ ...given, state: 'x'.repeat(43) })))).to.equal(
      'unknown-request',
    );
  });

  it('keeps of a request nothing that a reader of the database could use', async () => {
    const asked = parametersOf(await begin());
    const rows = JSON.stringify(await database('pro_connect_requests'));
    expect(rows).to.not.contain(asked.state).and.not.contain(asked.nonce).and.not.contain(binding);
  });

  describe('says why nobody came in', () => {
    it('a person who went away', async () => {
      server.state.present = undefined;
      expect(await walk()).to.deep.equal({
        ...{ ok: false, failure: 'declined', purpose: 'staff', next: '/recherche' },
      });
    });

    it('a code that expired', async () => {
      const finished = await walk(open(), (given) => {
        server.expireCodes();
        return given;
      });
      expect(failureOf(finished)).to.equal('code-expired');
    });

    it('a code that is not one', async () => {
      const finished = await walk(open(), (given) => ({ ...given, code: 'invented' }));
      expect(failureOf(finished)).to.equal('code-expired');
    });

    it('an answer in the name of another server', async () => {
      const finished = await walk(open(), (given) => ({ ...given, iss: 'https://elsewhere.example' }));
      expect(failureOf(finished)).to.equal('untrusted');
    });

    for (const [what, change] of Object.entries({
      'another nonce': { nonce: 'n'.repeat(43) },
      'another audience': { aud: 'another-service' },
      'another issuer': { iss: 'https://elsewhere.example' },
    })) {
      it(`a token for ${what}`, async () => {
        server.state.faults.token = (jwt) => signedAnew(jwt, (claims) => ({ ...claims, ...change }));
        expect(failureOf(await walk())).to.equal('untrusted');
      });
    }

    it('a token that was altered on its way', async () => {
      server.state.faults.token = (jwt) => altered(jwt, (claims) => ({ ...claims, acr: acrValues.strong }));
      server.state.present = agent({}, acrValues.weak);
      expect(failureOf(await walk())).to.equal('untrusted');
    });

    it('a userinfo that was altered on its way', async () => {
      server.state.faults.userInfo = (jwt) =>
        altered(jwt, (claims) => ({ ...claims, email: 'somebody.else@mildeca.example' }));
      expect(failureOf(await walk())).to.equal('untrusted');
    });

    it('a userinfo of somebody else', async () => {
      server.state.faults.userInfo = (jwt) => signedAnew(jwt, (claims) => ({ ...claims, sub: 'another' }));
      expect(failureOf(await walk())).to.equal('untrusted');
    });

    it('a weaker identification than was asked for, although the server let it pass', async () => {
      server.state.present = agent({}, acrValues.weak);
      expect(failureOf(await walk())).to.equal('level');
      expect(failureOf(await walk(open({ acrValues: [] })))).to.equal('none');
    });

    it('an identity without its provider', async () => {
      server.state.present = agent({ idp_id: undefined });
      expect(failureOf(await walk())).to.equal('incomplete');
    });

    it('a secret that the server does not know', async () => {
      expect(failureOf(await walk(open({ clientSecret: 'not this one' })))).to.equal('misconfigured');
    });

    it('a server that is down', async () => {
      const issuer = `http://127.0.0.1:${await freePort()}`;
      const begun = await open({ issuer }).begin({ purpose: 'staff', next: '/', binding, address });
      expect(begun).to.deep.equal({ ok: false, failure: 'unavailable' });
    });

    it('a server that gives itself another name', async () => {
      const issuer = server.issuer.replace('127.0.0.1', 'localhost');
      const begun = await open({ issuer }).begin({ purpose: 'staff', next: '/', binding, address });
      expect(begun).to.deep.equal({ ok: false, failure: 'untrusted' });
    });

    it('clocks that are hours apart, when those that are seconds apart are nothing', async () => {
      const life = 3_600_000;
      clock.moveTo(new Date(Date.now() + life + 15_000).toISOString());
      expect(failureOf(await walk())).to.equal('none');
      clock.moveTo(new Date(Date.now() + 2 * life).toISOString());
      expect(failureOf(await walk())).to.equal('clock');
    });

    it('without a secret, a token or a name in the log', async () => {
      server.state.faults.token = (jwt) => altered(jwt, (claims) => ({ ...claims, sub: 'x' }));
      await walk();
      expect(logged).to.have.lengthOf(1);
      expect(logged[0]).to.match(/^\{"failure":"untrusted","code":"OAUTH_\w+"\}$/);
    });
  });

  describe('left with Estafette', () => {
    async function enter(proConnect = open()) {
      const cookies = new Map<string, string>();
      const callback = await follow(await begin(proConnect), site, cookies);
      const finished = await proConnect.finish({
        parameters: parametersOf(callback.url),
        bindings: [binding],
      });
      if (!finished.ok) throw new Error(finished.failure);
      const expires = new Date(clock.now().getTime() + 3_600_000);
      const token = newToken();
      await proConnect.keep(token, { idToken: finished.identity.idToken, expires });
      return { proConnect, cookies, token };
    }

    it('ends the session there, and says so once one is back', async () => {
      const { proConnect, cookies, token } = await enter();
      const path = (await proConnect.leave(token)) ?? '';
      const handle = new URL(path, site).searchParams.get('depart') ?? '';
      const url = (await proConnect.departureUrl(handle)) ?? '';
      expect(parametersOf(url)).to.include({ post_logout_redirect_uri: `${site}/deconnexion/proconnect` });
      const page = await follow(url, site, cookies);
      const xsrf = /name="xsrf" value="(\w+)"/.exec(page.text)?.[1] ?? '';
      const confirmed = await fetch(`${server.issuer}/session/end/confirm`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        body: new URLSearchParams({ xsrf, logout: 'yes' }),
      });
      const back = parametersOf(confirmed.headers.get('location') ?? '');
      expect(await proConnect.hasLeft(back.state ?? '')).to.equal(true);
      expect(await proConnect.hasLeft(back.state ?? '')).to.equal(false);
    });

    it('has nothing to end for a session that it did not open, nor twice', async () => {
      const { proConnect, token } = await enter();
      expect(await proConnect.leave('another-session')).to.equal(undefined);
      expect(await proConnect.leave(token)).to.be.a('string');
      expect(await proConnect.leave(token)).to.equal(undefined);
    });

    it('keeps no id token that a reader of the database could use', async () => {
      await enter();
      const rows = await database('pro_connect_sessions');
      expect(rows).to.not.deep.equal([]);
      expect(JSON.stringify(rows)).to.not.contain('eyJ');
    });
  });
});
