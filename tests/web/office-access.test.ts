import { expect } from 'chai';
import { z } from 'zod';
import { json, redirect, route, type CurrentOffice } from '../../src/web/route.ts';
import { openTestSite } from '../site.ts';

const office: CurrentOffice = {
  ...{ id: 'OFF-01', name: 'préfecture de l’Ain', timeZone: 'Europe/Paris' },
  ...{ strength: 'code', sessionId: 's' },
};

const routes = [
  route({
    ...{ method: 'get', path: '/guichet', access: 'office' },
    handle: async ({ office: entered, user }) => json({ office: entered?.id, user: user?.id }),
  }),
  route({
    ...{ method: 'post', path: '/guichet', access: 'office', body: z.object({}) },
    handle: async () => redirect('/guichet'),
  }),
  route({
    ...{ method: 'get', path: '/reserve', access: 'signed-in' },
    handle: async ({ user }) => json({ user: user?.id }),
  }),
];

describe('a page that asks for an office', () => {
  it('leads a visitor to where an office enters, and back to the page afterwards', async () => {
    const site = await openTestSite({ routes });
    const { status, headers } = await site.get('/guichet?annee=2026');
    expect([status, headers.get('location')]).to.eql([
      303,
      '/guichet/entrer?suite=%2Fguichet%3Fannee%3D2026',
    ]);
    await site.close();
  });

  it('is closed to staff, whatever their role, until they enter as anyone would', async () => {
    const site = await openTestSite({ routes, roles: ['dispatcher', 'auditor'] });
    const { status, headers } = await site.get('/guichet');
    expect([status, headers.get('location')]).to.eql([303, '/guichet/entrer?suite=%2Fguichet']);
    await site.close();
  });

  it('opens to the office, which is nobody of the staff', async () => {
    const site = await openTestSite({ routes, office });
    expect(JSON.parse((await site.get('/guichet')).text)).to.eql({ office: 'OFF-01' });
    const { status, headers } = await site.get('/reserve');
    expect([status, headers.get('location')]).to.eql([303, '/connexion?suite=%2Freserve']);
    await site.close();
  });

  it('takes no form without its token', async () => {
    const site = await openTestSite({ routes, office });
    const response = await fetch(`${site.origin}/guichet`, {
      ...{ method: 'POST', redirect: 'manual', headers: { cookie: site.cookie } },
      body: new URLSearchParams({}),
    });
    expect(response.status).to.equal(403);
    await site.close();
  });
});
