import { expect } from 'chai';
import type { Knex } from 'knex';
import { createAccounts } from '../../src/accounts/accounts.ts';
import { createSessionRoutes } from '../../src/accounts/session-routes.ts';
import { createSecondFactor } from '../../src/accounts/second-factor.ts';
import { createSignInLimit } from '../../src/accounts/sign-in-limit.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { openTestSite } from '../site.ts';

describe('signing in', function () {
  this.timeout(180_000);
  let database: Knex;
  let site: Awaited<ReturnType<typeof openTestSite>>;

  beforeEach(async () => {
    database = await createTestDatabase();
    const clock = createFixedClock();
    const journal = createJournal({ clock, readDatabase: database });
    const parts = { database, journal, clock, demonstration: true };
    const accounts = createAccounts(parts);
    await accounts.seedDemonstrationPeople();
    await accounts.createUser('system', {
      login: 'odile.vernet',
      givenName: 'Odile',
      familyName: 'Vernet',
      function: 'Cheffe',
      email: '',
      password: 'un mot de passe assez long',
      roles: ['drafter'],
    });
    const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);
    const routes = createSessionRoutes({
      accounts,
      secondFactor: createSecondFactor({ ...parts, secret: 'a secret for tests, long enough to be one' }),
      proConnect: undefined,
      signInLimit: createSignInLimit({ redis: undefined }),
      messages,
    });
    site = await openTestSite({ routes });
  });
  afterEach(async () => {
    await site.close();
    await database.destroy();
  });

  it('opens a session whose cookie no script can read, and goes where one was going', async () => {
    const answer = await site.send('/connexion', {
      login: 'Odile.Vernet',
      password: 'un mot de passe assez long',
      next: '/recherche',
    });
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('location')).to.equal('/recherche');
    expect(answer.headers.get('set-cookie'))
      .to.match(/^estafette-session=[\w-]{43};.*HttpOnly; SameSite=Lax/)
      .and.not.contain('Secure');
  });

  for (const next of ['https://ailleurs.example/', '//ailleurs.example', '/\\ailleurs.example']) {
    it(`does not go to another site (${next})`, async () => {
      const answer = await site.send('/connexion', {
        login: 'odile.vernet',
        password: 'un mot de passe assez long',
        next,
      });
      expect(answer.headers.get('location')).to.equal('/');
    });
  }

  it('refuses a wrong password beside the field, and keeps the login that was typed', async () => {
    const answer = await site.send('/connexion', { login: 'odile.vernet', password: 'pas celui-là' });
    expect(answer.status).to.equal(422);
    expect(answer.text)
      .to.contain('value="odile.vernet"')
      .and.contain('n’est pas le bon')
      .and.not.contain('pas celui-là');
  });

  it('refuses the eleventh try after ten failures, even with the right password', async () => {
    for (let failure = 1; failure <= 10; failure += 1) {
      expect(
        (await site.send('/connexion', { login: 'odile.vernet', password: `essai ${failure}` })).status,
      ).to.equal(422);
    }
    const answer = await site.send('/connexion', {
      login: 'odile.vernet',
      password: 'un mot de passe assez long',
    });
    expect(answer.status).to.equal(429);
    expect(answer.text).to.contain('Attendez 15 minutes');
  });

  it('refuses a form without its token', async () => {
    const answer = await fetch(`${site.origin}/connexion`, {
      method: 'POST',
      body: new URLSearchParams({ login: 'a', password: 'b' }),
    });
    expect(answer.status).to.equal(403);
    expect(await answer.text()).to.contain('Formulaire périmé');
  });

  it('opens a demonstration person by a button', async () => {
    const answer = await site.send(
      '/connexion/demonstration',
      { login: 'claire.redon', next: '/' },
      '/connexion',
    );
    expect(answer.status).to.equal(303);
  });

  it('opens nobody else without a password', async () => {
    const answer = await site.send(
      '/connexion/demonstration',
      { login: 'odile.vernet', next: '/' },
      '/connexion',
    );
    expect(answer.status).to.equal(404);
  });
});
