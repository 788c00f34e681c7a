import { expect } from 'chai';
import { paragraphs, take } from '../drafting-room.ts';
import { openCircuitRoom, type CircuitRoom } from './circuit-room.ts';
import { openSites } from './circuit-sites.ts';

const base = '/instructions/2027-chefs-de-projets';
const sgg = { kind: 'outside', name: 'Avis du SGG', body: 'Secrétariat général du Gouvernement' } as const;

describe('the pages of a circuit', () => {
  let room: CircuitRoom;
  let sites: ReturnType<typeof openSites>;
  beforeEach(async () => {
    room = await openCircuitRoom();
    sites = openSites(room);
  });
  afterEach(async () => {
    await sites.close();
    await room.close();
  });

  const as: typeof sites.as = (actor) => sites.as(actor);

  it('let an administrator define, change and retire one', async () => {
    const site = await as(room.admin);
    const steps = {
      ...{ 'steps[e0][name]': 'Cabinet', 'steps[e0][position]': '2', 'steps[e0][kind]': 'reviewers' },
      ...{ 'steps[e0][needed]': 'all', [`steps[e0][reviewers][${room.hugo.id}]`]: 'on' },
      ...{ 'steps[e1][name]': 'SGG', 'steps[e1][position]': '1', 'steps[e1][kind]': 'outside' },
      ...{ 'steps[e2][name]': '', 'steps[e2][kind]': 'reviewers' },
    };
    const form = { name: 'Circuit habituel', version: '0', reminderAfter: '2', reminderEvery: '3' };
    const from = '/circuits/nouveau';
    const refused = await site.send('/circuits', { ...form, ...steps, 'steps[e0][needed]': '3' }, from);
    expect([refused.status, refused.text.includes('plus de visas')]).to.deep.equal([422, true]);
    expect(refused.text).to.contain('value="Circuit habituel"').and.to.contain('value="Cabinet"');
    const unnamed = await site.send(
      '/circuits',
      { ...form, ...steps, name: '', reminderAfter: 'deux' },
      from,
    );
    expect([unnamed.status, unnamed.text.includes('value="Cabinet"')]).to.deep.equal([422, true]);
    expect((await site.send('/circuits', { ...form, ...steps }, from)).status).to.equal(303);
    const [circuit] = await room.instructions.listCircuits();
    expect(circuit?.definition.steps).to.deep.equal([
      { kind: 'outside', name: 'SGG', body: 'SGG' },
      { kind: 'reviewers', name: 'Cabinet', reviewers: [room.hugo.id], needed: 'all' },
    ]);
    const list = await site.get('/circuits');
    expect(list.text).to.contain('Circuit habituel').and.to.contain('Hugo Reviewer');
    const path = `/circuits/${circuit?.id}`;
    const changed = await site.send(path, { ...form, ...steps, version: '1', name: 'Autre nom' }, path);
    expect(changed.status).to.equal(303);
    await site.send(`${path}/retirer`, {}, path);
    expect((await site.get('/circuits')).text).to.contain('Aucun circuit n’est défini');
    expect((await (await as(room.hugo)).get('/circuits')).status).to.equal(403);
  });

  it('offer the circuits at the submission, and say where the text is on its own', async () => {
    const { hugo, marie, people } = room;
    const chosen = await room.define([room.named(1, hugo), sgg, room.named('all', marie, room.leo)]);
    await room.define([room.named(1, marie)]);
    await room.draft();
    const site = await as(people.claire);
    const form = await site.get(`${base}/soumettre`);
    expect(form.text).to.contain('Circuit 1').and.to.contain('Circuit 2');
    await site.send(`${base}/soumettre`, { revision: '2', circuit: chosen });
    const overview = await site.get(base);
    expect(overview.text).to.contain('Étape 1 sur 3 du circuit').and.to.contain('attend Hugo Reviewer');
    const visas = await (await as(hugo)).get(`${base}/visas`);
    expect(visas.text)
      .to.contain('Circuit «\u00a0Circuit 1\u00a0»')
      .and.to.contain('Donner mon visa')
      .and.to.contain('Secrétariat général du Gouvernement');
    const early = await (await as(marie)).get(`${base}/visas`);
    expect(early.text)
      .to.contain('Votre étape n’est pas encore ouverte')
      .and.not.to.contain('Donner mon visa');
  });

  it('tell a reviewer what waits for them, in the place of somebody who is away too', async () => {
    const { hugo, leo } = room;
    const site = await as(hugo);
    const days = { fromOn: '2026-12-07', untilOn: '2026-12-20' };
    const path = '/mon-compte/delegations';
    expect((await site.send(path, { taker: leo.id, fromOn: 'demain', untilOn: '' })).status).to.equal(422);
    expect((await site.send(path, { taker: leo.id, ...days })).status).to.equal(303);
    expect((await site.get(path)).text).to.contain('Leo Reviewer donne les visas demandés à Hugo Reviewer');
    const { sha256 } = await room.submit([room.named(1, hugo)]);
    const other = await as(leo);
    expect((await other.get('/visas')).text).to.contain('par délégation de Hugo Reviewer');
    expect((await other.get(`${base}/visas`)).text).to.contain(
      'Vous décidez par délégation de Hugo Reviewer',
    );
    await other.send(`${base}/visas/donner`, { sha256, reason: '' }, `${base}/visas`);
    expect((await other.get(`${base}/visas`)).text).to.contain(
      'Leo Reviewer, par délégation de Hugo Reviewer',
    );
    expect((await other.get('/visas')).text).to.contain('Aucun visa ne vous est demandé');
  });

  it('resume the writing only on a page that says what it voids', async () => {
    const { id } = await room.approved();
    const site = await as(room.people.claire);
    const page = await site.get(`${base}/reprendre`);
    expect(page.text).to.contain('annuler la version 1').and.to.contain('Un visa a été donné');
    expect((await site.send(`${base}/reprendre`, { version: '1' })).status).to.equal(303);
    expect(await room.stateOf(id)).to.equal('draft');
  });

  it('let the signatory correct, and show each who gave a visa what changed', async () => {
    const { people, instructions, hugo } = room;
    const { id } = await room.approved();
    const site = await as(people.nora);
    expect((await site.get(`${base}/corriger`)).text).to.contain('Un viseur avait donné son visa');
    expect((await site.send(`${base}/corriger`, { version: '1' })).status).to.equal(303);
    expect((await site.get(`${base}/texte`)).text).to.contain('name="revision"');
    expect((await (await as(people.claire)).get(base)).text).to.contain(
      'Nora Signatory, signataire, corrige',
    );
    const json = paragraphs('Prévenir, toujours et partout.');
    take(await instructions.saveSection(people.nora, id, 2, { key: 'orientations', json }));
    const submission = await site.get(`${base}/soumettre`);
    expect(submission.text).to.contain('verra ce que vous avez corrigé').and.not.to.contain('name="circuit"');
    expect((await site.send(`${base}/soumettre`, { revision: '3' })).status).to.equal(303);
    const seen = await (await as(hugo)).get(`${base}/visas`);
    expect(seen.text)
      .to.contain('Ce que le signataire a corrigé')
      .and.to.contain('toujours et partout')
      .and.to.contain('Confirmer mon visa');
  });

  it('record what an outside body was sent and answered, with its file', async () => {
    const { hugo, instructions } = room;
    const { id, sha256 } = await room.submit([sgg]);
    const site = await as(hugo);
    expect((await site.get(`${base}/visas`)).text).to.contain('Enregistrer l’avis extérieur');
    const sent = { sha256, sentOn: '2026-12-07', to: 'Bureau des circulaires' };
    const path = `${base}/avis`;
    expect((await site.send(`${path}/transmission`, { ...sent, to: '' }, path)).status).to.equal(422);
    expect((await site.send(`${path}/transmission`, sent, path)).status).to.equal(303);
    expect((await site.get(path)).text).to.contain('à Bureau des circulaires');
    await room.answer(id, sha256);
    const [opinion] = (await instructions.outsideOf(id)).opinions;
    const visas = await site.get(`${base}/visas`);
    expect(visas.text).to.contain('Avis favorable du').and.to.contain(`${path}/${opinion?.id}/fichier`);
    const file = await site.get(`${path}/${opinion?.id}/fichier`);
    expect([file.status, file.headers.get('content-type')]).to.deep.equal([200, 'application/pdf']);
  });
});
