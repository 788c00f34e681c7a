import { expect } from 'chai';
import { openPages } from './opened-pages.ts';
import { paragraphs, take, type Room } from './drafting-room.ts';

const base = '/instructions/2027-chefs-de-projets';

describe('the page of an instruction’s text', () => {
  let room: Room;
  let pages: Awaited<ReturnType<typeof openPages>>;
  beforeEach(async () => {
    pages = await openPages();
    ({ room } = pages);
  });
  afterEach(() => pages.close());
  const as = (...who: Parameters<typeof pages.as>) => pages.as(...who);

  it('save the fields and the texts, each save a revision', async () => {
    const { id } = await room.draft();
    const site = await as('claire');
    const answer = await site.send(`${base}/texte`, {
      revision: '2',
      'fields[subject]': 'Objet nouveau',
      'sections[orientations]': JSON.stringify(paragraphs('Écrit dans l’éditeur.')),
      'plain[credits]': 'Écrit sans éditeur.',
    });
    expect(answer.status).to.equal(303);
    const page = await site.get(`${base}/texte`);
    expect(page.text)
      .to.contain('value="Objet nouveau"')
      .and.to.contain('Écrit sans éditeur.')
      .and.to.contain('<span data-revision>3</span>');
    expect((await room.instructions.get(id)).revision).to.equal(3);
  });

  it('put each fault beside its field, keep what was typed, and write nothing', async () => {
    const { id } = await room.draft();
    const site = await as('claire');
    const answer = await site.send(`${base}/texte`, {
      revision: '2',
      'fields[subject]': 'x'.repeat(121),
      'fields[letterDate]': '2027-02-30',
      'plain[credits]': 'Toujours <b>là</b>.',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('Cette date n’existe pas').and.to.contain('120 caractères au plus');
    expect(answer.text).to.contain('value="2027-02-30"').and.to.contain('Toujours &lt;b&gt;là&lt;/b&gt;.');
    expect(answer.text)
      .to.contain('href="#champ-fields[letterDate]"')
      .and.to.contain('id="champ-fields[letterDate]"');
    expect((await room.instructions.get(id)).revision).to.equal(2);
  });

  it('merge what two people saved in different places', async () => {
    const { id } = await room.draft();
    take(await room.instructions.saveFields(room.people.paul, id, 2, { subject: 'De Paul' }));
    const site = await as('claire');
    const answer = await site.send(`${base}/texte`, {
      revision: '2',
      'fields[subject]': 'Orientations de l’année',
      'plain[credits]': 'De Claire.',
    });
    expect(answer.status).to.equal(303);
    const { content } = await room.instructions.draftOf(id);
    expect(content.fields['subject']).to.equal('De Paul');
    expect(content.sections['credits']).to.contain('De Claire.');
  });

  it('show both values to the second who saved the same field, and take what is chosen', async () => {
    const { id } = await room.draft();
    take(await room.instructions.saveFields(room.people.paul, id, 2, { subject: 'De Paul' }));
    const site = await as('claire');
    const answer = await site.send(`${base}/texte`, { revision: '2', 'fields[subject]': 'De Claire' });
    expect(answer.status).to.equal(409);
    expect(answer.text)
      .to.contain('Deux versions à départager')
      .and.to.match(/<del>.*Paul.*<\/del>/)
      .and.to.contain('value="De Claire"')
      .and.to.contain('name="bases[fields:subject]" value="2"');
    const settled = await site.send(`${base}/texte`, {
      revision: '3',
      'bases[fields:subject]': '2',
      'choices[fields:subject]': 'mine',
      'fields[subject]': 'De Claire et Paul',
    });
    expect(settled.status).to.equal(303);
    const { content } = await room.instructions.draftOf(id);
    expect(content.fields['subject']).to.equal('De Claire et Paul');
  });

  it('show a refused text and let it be removed once read', async () => {
    const { id } = await room.draft();
    const site = await as('claire');
    const typed = JSON.stringify({ type: 'doc', content: [{ type: 'video' }] });
    const answer = await site.send(`${base}/texte`, { revision: '2', 'sections[orientations]': typed });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('(video)').and.to.contain('{&quot;type&quot;:&quot;doc&quot;');
    const [kept] = (await room.instructions.draftOf(id)).keptAside;
    await site.send(`${base}/texte/mis-de-cote/${kept?.id}`, { action: 'retirer' }, `${base}/texte`);
    expect((await room.instructions.draftOf(id)).keptAside).to.deep.equal([]);
  });

  it('read a frozen text, and keep what comes too late', async () => {
    const { id } = await room.draft();
    const site = await as('claire');
    const form = await site.get(`${base}/texte`);
    take(await room.instructions.freeze(room.people.claire, id));
    const late = await site.send(
      `${base}/texte`,
      { revision: '2', 'fields[subject]': 'Trop tard' },
      `${base}/visas`,
    );
    expect([late.status, await room.stateOf(id)]).to.deep.equal([409, 'in_review']);
    expect(late.text).to.contain('Ce texte est figé');
    const reading = await site.get(`${base}/texte`);
    expect(form.text).to.contain('data-writing');
    expect(reading.text).not.to.contain('data-writing').and.not.to.contain('name="revision"');
    expect(reading.text).to.contain('Vous avez un brouillon');
    expect((await room.instructions.workingText(room.people.claire, id)).content.fields['subject']).to.equal(
      'Trop tard',
    );
  });

  it('give the text to read, without a form, to those who do not write', async () => {
    await room.draft();
    const reading = await (await as('nora')).get(`${base}/texte`);
    expect(reading.text).to.contain('Prévenir d’abord.').and.not.to.contain('<textarea');
    const refused = await (await as('nora')).send(`${base}/texte`, { revision: '2' });
    expect(refused.status).to.equal(403);
  });

  it('give the signatory who corrects what was kept aside, and check what they typed', async () => {
    const { id } = await room.approved();
    const { instructions, people } = room;
    take(await instructions.beginCorrection(people.nora, id, 1));
    const type = (screen: string, subject: string) =>
      instructions.keepTyped(people.nora, id, {
        ...{ screen, seen: '', turn: 1, baseRevision: 2, bases: {} },
        controls: { 'fields[subject]': subject },
      });
    await type('one', 'Du matin');
    await type('two', 'Du soir');
    const site = await as('nora');
    expect((await site.get(`${base}/verifications`)).text).to.contain('enregistré ou non');
    const [kept] = (await instructions.draftOf(id)).keptAside;
    const address = `${base}/texte/mis-de-cote/${kept?.id}`;
    const answer = await site.send(address, { action: 'reprendre' }, `${base}/texte`);
    expect(answer.status).to.equal(303);
    expect((await instructions.draftOf(id)).content.fields['subject']).to.equal('Du matin');
  });

  it('preview the text as a PDF', async () => {
    await room.draft();
    const answer = await (await as('hugo')).get(`${base}/apercu.pdf`);
    expect(answer.headers.get('content-type')).to.equal('application/pdf');
    expect(answer.text).to.contain('"mark":"preview"');
  });
});
