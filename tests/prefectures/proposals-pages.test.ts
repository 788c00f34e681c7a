import { expect } from 'chai';
import { createProposalsRoutes } from '../../src/prefectures/proposals-routes.ts';
import type { Role } from '../../src/web/route.ts';
import { openTestSite } from '../site.ts';
import { createProposalsBench, messages, samir } from './proposals-bench.ts';

const office = {
  ...{ id: 'OFF-01', name: 'préfecture de l’Ain', timeZone: 'Europe/Paris' },
  ...{ strength: 'code' as const, sessionId: 's' },
};

describe('the pages of proposals', () => {
  let bench: Awaited<ReturnType<typeof createProposalsBench>>;
  beforeEach(async () => {
    bench = await createProposalsBench();
  });
  afterEach(() => bench.database.destroy());

  const open = (who: { roles?: Role[]; office?: typeof office }) =>
    openTestSite({
      ...{ ...who, userId: samir.id },
      routes: createProposalsRoutes({
        ...{ proposals: bench.proposals, prefectures: bench.prefectures, messages, clock: bench.clock },
        namesOf: async () => new Map([[samir.id, 'Samir Benali']]),
      }),
    });

  it('show an office its contacts, take a proposal, and a yearly word that all is right', async () => {
    const site = await open({ office });
    const list = await site.get('/guichet/contacts');
    const path = `/guichet/contacts/proposer?geste=remplacer&contact=${bench.lead.id}`;
    const { action, contactId, fromOn, byName, byFunction, address, personName } = bench.given();
    const form = {
      ...{ action, contact: contactId, debut: fromOn, adresse: address, nom: personName },
      ...{ name: byName, function: byFunction, formKey: bench.formKey() },
    };
    const refused = await site.send('/guichet/contacts/proposer', { ...form, adresse: 'non' }, path);
    const sent = await site.send('/guichet/contacts/proposer', form, path);
    const seen = /name="seen" value="([^"]+)"/.exec(list.text)?.[1] ?? '';
    const said = { name: byName, function: byFunction, seen };
    const stale = { ...said, seen: seen.split(' ').slice(1).join(' ') };
    const overtaken = await site.send('/guichet/contacts/confirmer', stale, '/guichet/contacts');
    const confirmed = await site.send('/guichet/contacts/confirmer', said, '/guichet/contacts');
    const after = await site.get('/guichet/contacts');
    await site.close();
    expect(list.text).to.contain(bench.mailbox.address).and.contain('Tout est exact');
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('champ-adresse-message').and.contain(byName);
    expect(overtaken.status).to.equal(409);
    expect(overtaken.text).to.contain(`Nouveau contact : ${bench.mailbox.address}`).and.contain(byName);
    expect([sent.status, confirmed.status]).to.deep.equal([303, 303]);
    expect(after.text).to.contain('En attente de décision').and.contain('confirmés pour 2026');
    expect(after.text).not.to.contain('Tout est exact');
  });

  it('let staff accept after a telephone call, and say who did', async () => {
    const id = await bench.proposed({
      ...{ contactId: bench.mailbox.id, kind: 'functional-mailbox', personName: '' },
      address: 'nouvelle-boite@ain.example',
    });
    const site = await open({ roles: ['dispatcher'] });
    const path = `/prefectures/propositions/${id}`;
    const list = await site.get('/prefectures/propositions');
    const hasty = await site.send(`${path}/accepter`, {}, path);
    const done = await site.send(`${path}/accepter`, { verified: 'oui' }, path);
    const page = await site.get(path);
    await site.close();
    expect(list.text).to.contain(path).and.contain('À décider (1)');
    expect(hasty.status).to.equal(422);
    expect(hasty.text).to.contain('Vérifiez par téléphone');
    expect(done.status).to.equal(303);
    expect(page.text).to.contain('par Samir Benali').and.not.to.contain('Ou refuser');
  });

  it('tell everybody who confirmed this year, and let an auditor read without deciding', async () => {
    const id = await bench.proposed();
    await bench.confirm({ name: 'Paul Cros', function: 'Secrétariat' });
    const site = await open({ roles: ['auditor'] });
    const said = await site.get('/prefectures/confirmations?etat=confirmes');
    const waiting = await site.get('/prefectures/confirmations?etat=pas-encore');
    const page = await site.get(`/prefectures/propositions/${id}`);
    await site.close();
    expect(said.text).to.contain('Paul Cros').and.contain('Confirmés (1)').and.contain('Préfecture de l’Ain');
    expect(waiting.text).not.to.contain('Préfecture de l’Ain<');
    expect(page.text).to.contain('Inès Morel').and.not.to.contain('Ou refuser');
  });
});
