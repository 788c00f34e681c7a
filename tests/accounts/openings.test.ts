import { expect } from 'chai';
import type { Knex } from 'knex';
import { createPeopleRoutes } from '../../src/accounts/people-routes.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { openTestSite } from '../site.ts';
import { createEntering } from './entering.ts';

const address = '/administration/personnes';
const odile = {
  ...{ login: 'odile.vernet', givenName: 'Odile', familyName: 'Vernet', function: 'Cheffe', role: 'drafter' },
};
const email = 'odile.vernet@mildeca.example';
const identity = { idpId: 'idp-1', sub: 's1', email, emailVerified: true };

describe('how an account opens, decided by an administrator', function () {
  this.timeout(180_000);
  let database: Knex;
  let parts: Awaited<ReturnType<typeof createEntering>>;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let administrator: string;
  let userId: string;

  before(async () => {
    database = await createTestDatabase();
    parts = await createEntering({ database, clock: createFixedClock() });
    administrator = await parts.join('paul.giraud');
    userId = await parts.join('hugo.valette');
    const routes = createPeopleRoutes({ ...parts, proConnect: 'configured' });
    site = await openTestSite({ routes, roles: ['administrator'], userId: administrator });
  });
  after(async () => {
    await site.close();
    await database.destroy();
  });

  it('needs a password or an address of ProConnect', async () => {
    const neither = await site.send(address, odile);
    expect(neither.status).to.equal(422);
    expect(neither.text).to.contain('rien n’ouvrirait ce compte');
    expect((await site.send(address, { ...odile, password: 'court' })).text).to.contain('12 caractères');
  });

  it('opens with ProConnect alone when it was created so: no password lets in', async () => {
    expect((await site.send(address, { ...odile, proConnectEmail: email })).status).to.equal(303);
    expect(await parts.accounts.checkPassword('odile.vernet', '')).to.equal(undefined);
    expect(await parts.accounts.hasDemonstrationPeople()).to.equal(false);
    const opened = await parts.proConnectAccounts.findOrBind(identity);
    expect(opened).to.equal(await parts.accounts.findUserId('odile.vernet'));
  });

  it('opens with ProConnect once the address is written, and no more once it is taken back', async () => {
    const path = `${address}/${userId}/proconnect`;
    const send = (fields: Record<string, string>) => site.send(path, fields, address);
    const hugo = { ...identity, sub: 's2', email: 'hugo@mildeca.example' };
    expect((await send({ action: 'allow', proConnectEmail: 'hugo' })).text).to.contain('pas bien formée');
    expect((await send({ action: 'allow', proConnectEmail: hugo.email })).status).to.equal(303);
    expect((await site.get(address)).text).to.contain(hugo.email);
    expect(await parts.proConnectAccounts.findOrBind(hugo)).to.equal(userId);
    expect((await send({ action: 'forbid' })).status).to.equal(303);
    expect(await parts.proConnectAccounts.findOrBind(hugo)).to.equal(undefined);
  });

  it('forgets a second factor, but not one’s own', async () => {
    const reset = (id: string) => site.send(`${address}/${id}/second-facteur`, {}, address);
    expect((await reset(userId)).status).to.equal(303);
    const own = await reset(administrator);
    expect(own.status).to.equal(409);
    expect(own.text).to.contain('votre propre second facteur');
  });
});
