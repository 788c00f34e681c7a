import { expect } from 'chai';
import { z } from 'zod';
import { json, page, route } from '../../src/web/route.ts';
import { singleLine } from '../../src/web/fields.ts';
import { openTestSite } from '../site.ts';

const errorModel = { title: 'Titre', sentence: 'Phrase', signIn: false };
const routes = [
  route({
    method: 'get',
    path: '/ouverte',
    access: 'public',
    handle: async () => page('web/error', { title: 'Ouverte', model: errorModel }),
  }),
  route({ method: 'get', path: '/reservee', access: ['auditor'], handle: async () => json({ ok: true }) }),
  route({
    method: 'get',
    path: '/connexion',
    access: 'public',
    handle: async () =>
      page('accounts/sign-in', {
        title: 'Se connecter',
        model: { title: 'Se connecter', login: '', next: '/', demonstration: false, people: [] },
      }),
  }),
  route({
    method: 'get',
    path: '/panne',
    access: 'public',
    handle: async () => {
      throw new Error('a secret detail');
    },
  }),
  route({
    method: 'post',
    path: '/formulaire',
    access: 'public',
    body: z.object({ name: singleLine(10) }),
    handle: async ({ form, typed }) => json({ form, typed }, form.ok ? 200 : 422),
  }),
];

describe('the site', () => {
  let site: Awaited<ReturnType<typeof openTestSite>>;
  beforeEach(async () => {
    site = await openTestSite({ routes, roles: ['drafter'] });
  });
  afterEach(() => site.close());

  it('answers 404 to an unknown path, in French', async () => {
    const answer = await site.get('/nulle-part');
    expect(answer.status).to.equal(404);
    expect(answer.text).to.contain('Page introuvable');
  });

  it('answers 400 to a malformed address', async () => {
    expect((await site.get('/%E0%A4%A')).status).to.equal(400);
  });

  it('answers 403 to a role that may not', async () => {
    expect((await site.get('/reservee')).status).to.equal(403);
  });

  it('leads to the sign-in page, and back, who is not signed in', async () => {
    const anonymous = await openTestSite({ routes });
    const answer = await anonymous.get('/reservee?annee=2027');
    await anonymous.close();
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('location')).to.equal('/connexion?suite=%2Freservee%3Fannee%3D2027');
  });

  it('says nothing of the inside when it fails', async () => {
    const answer = await site.get('/panne');
    expect(answer.status).to.equal(500);
    expect(answer.text).to.contain('Erreur du service').and.not.contain('secret detail');
  });

  it('answers 413 to a body of more than one megabyte', async () => {
    expect((await site.send('/formulaire', { name: 'a'.repeat(1_000_001) }, '/connexion')).status).to.equal(
      413,
    );
  });

  it('gives the faults of a form as values, and what was typed', async () => {
    const answer = await site.send('/formulaire', { name: 'Jean\nBcc: x' }, '/connexion');
    expect(answer.status).to.equal(422);
    expect(JSON.parse(answer.text)).to.deep.equal({
      form: { ok: false, errors: [{ field: 'name', key: 'form.control-characters', params: {} }] },
      typed: { name: 'Jean\nBcc: x' },
    });
  });

  it('refuses a form that another site sends, whatever it carries', async () => {
    const first = await site.get('/connexion');
    const token = /name="form-token" value="([^"]+)"/.exec(first.text)?.[1] ?? '';
    const answer = await fetch(`${site.origin}/formulaire`, {
      method: 'POST',
      body: new URLSearchParams({ name: 'x', 'form-token': token }),
      headers: { cookie: 'estafette-session=a-session-token-for-tests', 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).to.equal(403);
  });

  it('allows no inline script or style, nothing from elsewhere, and over http neither HSTS nor upgrade', async () => {
    const { headers } = await site.get('/ouverte');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.contain("default-src 'none'")
      .and.contain("script-src 'self'")
      .and.contain("style-src 'self'");
    expect(policy).to.not.contain('unsafe-inline').and.not.contain('upgrade-insecure-requests');
    expect(headers.get('strict-transport-security')).to.equal(null);
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  it('marks every page of a demonstration', async () => {
    expect((await site.get('/ouverte')).text).to.contain('Démonstration, sans valeur officielle');
  });
});
