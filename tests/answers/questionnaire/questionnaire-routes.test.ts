import { expect } from 'chai';
import { createQuestionnaireRoutes } from '../../../src/answers/questionnaire/questionnaire-routes.ts';
import { sha256Hex } from '../../../src/kernel/hash.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import type { CurrentOffice } from '../../../src/web/route.ts';
import { zipEntries } from '../../kernel/zip-entries.ts';
import { openTestSite } from '../../site.ts';
import { openQuestionnaireRoom, templates, type QuestionnaireRoom } from './questionnaire-room.ts';

const ain: CurrentOffice = {
  ...{ id: 'OFF-01', name: 'préfecture de l’Ain', timeZone: 'Europe/Paris' },
  ...{ strength: 'code', sessionId: 'session-of-the-ain' },
};

describe('the pages of a questionnaire', () => {
  let room: QuestionnaireRoom;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let staff: string;
  let own: string;
  before(async () => {
    room = await openQuestionnaireRoom();
    const routes = createQuestionnaireRoutes({ ...room, messages: loadMessages(`${templates}messages`) });
    site = await openTestSite({ routes, roles: ['drafter'], userId: room.people.claire.id, office: ain });
    const act = await room.instructions.find(room.instructionId);
    staff = `/instructions/${act?.slug}/reponses/${room.request.id}`;
    own = `/guichet/reponses/${room.request.id}/questionnaire/DEP-01`;
  });
  after(async () => {
    await site.close();
    await room.close();
  });

  const compose = (rest: string, fields: Record<string, string>) =>
    site.send(`${staff}/questionnaire${rest}`, fields, `${staff}/questionnaire`);
  const valueOf = (html: string, name: string) =>
    new RegExp(`name="${name.replaceAll('.', '[.]')}"[^>]* value="([^"]*)"`).exec(html)?.[1];
  /** The form as a browser would post it: its screen and its revision with what is typed. */
  async function posted(fields: Record<string, string>): Promise<Record<string, string>> {
    const { text } = await site.get(own);
    return { screen: valueOf(text, 'screen') ?? '', revision: valueOf(text, 'revision') ?? '', ...fields };
  }
  const fill = async (fields: Record<string, string>) => site.send(own, await posted(fields));

  it('compose it without a script: sections, fields, a table and its columns', async () => {
    const nameless = await compose('/rubriques', { sectionTitle: ' ' });
    expect(/id="champ-sectionTitle-message">(.*?)<\/div>/s.exec(nameless.text)?.[1]).to.contain('à remplir');
    const untitled = await compose('/intitule', { title: '', introduction: 'Pour l’année.' });
    expect(untitled.text, 'what was typed stays').to.contain('Pour l’année.</textarea>');
    await compose('/rubriques', { sectionTitle: 'Crédits' });
    const added = await compose('/champs', { section: 'credits', label: 'AE reçues', type: 'amount' });
    expect(added.headers.get('location')).to.equal(`${staff}/questionnaire/champs/ae-recues`);
    const field = { label: 'AE reçues', required: '1', warnAbove: '100 000' };
    const wrong = await site.send(`${staff}/questionnaire/champs/ae-recues`, { ...field, maximum: '1.234' });
    expect([wrong.status, wrong.text.includes('champ-maximum-message')]).to.deep.equal([422, true]);
    expect(valueOf(wrong.text, 'maximum')).to.equal('1.234');
    await site.send(`${staff}/questionnaire/champs/ae-recues`, field);
    await compose('/champs', { section: 'credits', label: 'Actions', type: 'table' });
    await site.send(`${staff}/questionnaire/champs/actions`, {
      ...{ label: 'Actions', leastRows: '0', mostRows: '3' },
      ...{ 'c.0.label': 'Nom', 'c.0.type': 'line', 'c.0.required': '1' },
      ...{ 'c.1.label': 'AE', 'c.1.type': 'amount' },
    });
    await compose('/ordre', { action: 'field-up:actions' });
    const { definition } = await room.questionnaires.open(room.request.id);
    expect(definition.sections[0]?.fields.map(({ key }) => key)).to.deep.equal(['actions', 'ae-recues']);
    expect(definition.sections[0]?.fields[1]).to.deep.include({ required: true, warnAbove: 10_000_000 });
    expect((await site.get(`${staff}/questionnaire/apercu`)).text).to.contain('Ligne 1');
  });

  it('open nothing before it is ready and its act is sent', async () => {
    expect((await site.get(own)).status).to.equal(404);
    const { text } = await site.get(`${staff}/questionnaire`);
    await compose('/pret', { sha256: valueOf(text, 'sha256') ?? '' });
    await room.send();
    expect((await site.get(own)).status).to.equal(200);
    expect((await site.get(own.replace('DEP-01', 'DEP-69'))).status).to.equal(404);
    const changed = await compose('/intitule', { title: 'Autre' });
    expect(changed.status).to.equal(409);
  });

  it('keep a draft as it was typed, and say what is wrong beside it', async () => {
    const added = await fill({
      'q.ae-recues': '8.412 env.',
      'q.actions.0.nom': 'Forum',
      action: 'add:actions',
    });
    expect(added.headers.get('location')).to.equal(`${own}#ligne-actions-1`);
    const { text } = await site.get(own);
    expect(valueOf(text, 'q.ae-recues')).to.equal('8.412 env.');
    expect(text)
      .to.contain('id="ligne-actions-1"')
      .and.to.match(/fr-message--error">«.8\.412 env\./);
    const checked = await fill({ 'q.ae-recues': '8.412 env.', action: 'check' });
    expect(checked.headers.get('location')).to.equal(`${own}/verifier`);
    expect((await site.get(`${own}/verifier`)).text).to.match(/controle[^"]+1#champ-q[.]ae-recues"/);
    expect((await site.get(`${own}/envoyer`)).headers.get('location')).to.equal(`${own}/verifier`);
  });

  it('save as one types, and keep both texts when two screens do', async () => {
    const first = await posted({ 'q.ae-recues': '8 412,50 €' });
    const second = await posted({ 'q.ae-recues': '9' });
    const told = JSON.parse((await site.send(`${own}/frappe`, first, own)).text) as Record<string, string>;
    expect(told['state']).to.equal('saved');
    expect(told['sentence']).to.match(/^Brouillon enregistré à 14.h.30$/);
    const outrun = JSON.parse((await site.send(`${own}/frappe`, second, own)).text) as Record<string, string>;
    expect(outrun['state']).to.equal('aside');
    const { text } = await site.get(own);
    expect(valueOf(text, 'q.ae-recues')).to.equal('8 412,50 €');
    expect(text).to.contain('<strong>Gardé à côté\u00a0:</strong> 9');
    await site.send(`${own}/a-cote`, { aside: valueOf(text, 'aside') ?? '', what: 'drop' }, own);
    expect((await site.get(own)).text).to.not.contain('Gardé à côté');
  });

  it('send it once it was looked at, each version under its hash', async () => {
    await fill({ 'q.ae-recues': '8 412,50 €', 'q.actions.0.nom': '=Forum', 'q.actions.0.ae': '100,5' });
    expect((await site.get(`${own}/verifier`)).text).to.match(/8.412,50.€/);
    const form = async () => {
      const { text } = await site.get(`${own}/envoyer`);
      return { revision: valueOf(text, 'revision') ?? '', formKey: valueOf(text, 'formKey') ?? '' };
    };
    const nameless = await site.send(`${own}/envoyer`, { ...(await form()), name: ' ', function: 'x' });
    expect(nameless.status).to.equal(422);
    const person = { name: 'Sophie Marchand', function: 'directrice de cabinet' };
    const stale = { ...(await form()), ...person };
    await fill({ 'q.ae-recues': '9 000', 'q.actions.0.nom': '=Forum', 'q.actions.0.ae': '100,5' });
    const changed = await site.send(`${own}/envoyer`, stale, `${own}/envoyer`);
    expect(changed.headers.get('location')).to.equal(`${own}/verifier`);
    const sent = await site.send(`${own}/envoyer`, { ...(await form()), ...person });
    expect(sent.headers.get('location')).to.equal(`${own}/reponse`);
    const answer = await site.get(`${own}/reponse`);
    const file = await site.get(`${own}/reponse.json`);
    expect(answer.text).to.contain(sha256Hex(file.text)).and.to.contain('Sophie Marchand');
    expect(JSON.parse(file.text)).to.deep.include({ values: { 'ae-recues': 900_000 }, territory: 'DEP-01' });

    await fill({ 'q.ae-recues': '9 500' });
    await site.send(`${own}/envoyer`, { ...(await form()), ...person, name: 'Paul Rey' });
    expect((await site.get(`${own}/reponse`)).text)
      .to.contain('Version 2')
      .and.to.contain('Paul Rey');
  });

  it('close once the day is over of what was sent in time; what is typed after it stays', async () => {
    const before = room.clock.now().toISOString();
    const { revision, ...screen } = await posted({ 'q.ae-recues': '9 700' });
    room.clock.moveTo('2027-03-02T05:00:00.000Z');
    const kept = await site.send(own, { revision: revision ?? '', ...screen, action: 'check' }, '/');
    expect(kept.status, kept.text.slice(0, 300)).to.equal(303);
    for (const path of [own, `${own}/verifier`])
      expect((await site.get(path)).headers.get('location')).to.equal(`${own}/reponse`);
    const { text } = await site.get(`${own}/reponse`);
    expect(text).to.contain('elle ne se remplace plus').and.to.contain('vous le retrouverez');
    expect(text).to.contain('Version 2').and.not.to.contain('Modifier et envoyer');
    room.clock.moveTo(before);
    expect((await site.get(own)).text).to.contain('value="9 700"');
  });

  it('tell staff who answered, what it comes to, and write it in files', async () => {
    await room.answer('69', { 'q.ae-recues': '500', 'q.actions.0.nom': '=Forum', 'q.actions.0.ae': '100,5' });
    const results = await site.get(`${staff}/resultats`);
    expect(results.text)
      .to.match(/ont répondu.: 2 sur 107/)
      .and.to.match(/10.000.€/);
    const region = await site.get(`${staff}/resultats/sommes/ae-recues`);
    expect(region.text).to.match(/Auvergne-Rhône-Alpes<\/th><td>10.000.€<\/td><td>2 sur 12</);
    const one = await site.get(`${staff}/resultats/reponses/DEP-69`);
    expect(one.text)
      .to.contain('Rhône')
      .and.to.match(/100,50.€/);
    const table = await site.get(`${staff}/resultats/actions.csv`);
    expect(table.text.split('\r\n')[1]).to.equal("DEP-69;Rhône;Auvergne-Rhône-Alpes;'=Forum;100,50");
    const workbook = await fetch(`${site.origin}${staff}/resultats.xlsx`, {
      headers: { cookie: site.cookie },
    });
    const entries = zipEntries(new Uint8Array(await workbook.arrayBuffer()));
    expect(entries.get('xl/workbook.xml')).to.match(/Réponses.*Actions.*Sommes/);
    expect(entries.get('xl/worksheets/sheet2.xml')).to.contain('<v>100.5</v>').and.to.not.contain('<f');
  });
});
