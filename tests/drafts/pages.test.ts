import { expect } from 'chai';
import { openPages } from './opened-pages.ts';
import { take, type Room } from './drafting-room.ts';

const base = '/instructions/2027-chefs-de-projets';

describe('the pages of an instruction', () => {
  let room: Room;
  let pages: Awaited<ReturnType<typeof openPages>>;
  beforeEach(async () => {
    pages = await openPages();
    ({ room } = pages);
  });
  afterEach(() => pages.close());
  const as = (...who: Parameters<typeof pages.as>) => pages.as(...who);

  it('show an empty list as a beginning, and the way to begin to a drafter only', async () => {
    const asDrafter = await (await as('claire')).get('/instructions');
    expect(asDrafter.text)
      .to.contain('Aucune instruction pour le moment')
      .and.to.contain('href="/instructions/nouvelle"');
    const asReviewer = await (await as('hugo')).get('/instructions');
    expect(asReviewer.text).not.to.contain('href="/instructions/nouvelle"');
  });

  it('begin an instruction from a template and a year', async () => {
    const site = await as('claire');
    const form = { template: 'chefs-de-projets', year: '2027' };
    const answer = await site.send('/instructions', form, '/instructions/nouvelle');
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, `${base}/texte`]);
    const again = await site.send('/instructions', form, '/instructions/nouvelle');
    expect(again.status).to.equal(422);
    expect(again.text).to.contain('existe déjà');
    const list = await site.get('/instructions?etat=draft&annee=2027');
    expect(list.text)
      .to.contain('Instruction «\u00a0Chefs de projets 2027\u00a0»')
      .and.to.contain('en rédaction');
    expect((await site.get('/instructions?etat=signed')).text).to.contain('Aucune instruction ne correspond');
  });

  for (const year of ['', 'deux mille', '27', '1900']) {
    it(`refuse to begin one for the year “${year}”, and keep what was typed`, async () => {
      const site = await as('claire');
      const answer = await site.send(
        '/instructions',
        { template: 'chefs-de-projets', year },
        '/instructions/nouvelle',
      );
      expect(answer.status).to.equal(422);
      expect(answer.text).to.contain(`value="${year}"`).and.to.contain('fr-input--error');
      expect(await room.instructions.list()).to.deep.equal([]);
    });
  }

  it('answer 404 for an instruction that is not there', async () => {
    const site = await as('claire');
    expect((await site.get('/instructions/2031-autre')).status).to.equal(404);
    expect((await site.get('/instructions/n-importe')).status).to.equal(404);
  });

  it('say the object and its state, and offer each person their one action', async () => {
    await room.draft();
    const draft = await (await as('claire')).get(base);
    expect(draft.text).to.contain(
      '<title>Instruction «\u00a0Chefs de projets 2027\u00a0» — en rédaction – Estafette</title>',
    );
    expect(draft.text).to.contain(`class="fr-btn" href="${base}/soumettre"`);
    expect((await (await as('hugo')).get(base)).text).not.to.contain(`href="${base}/soumettre"`);
  });

  it('tell what is missing instead of submitting', async () => {
    take(await room.instructions.create(room.people.claire, { template: 'chefs-de-projets', year: 2027 }));
    const site = await as('claire');
    expect((await site.get(`${base}/soumettre`)).text).to.contain('«\u00a0Les orientations\u00a0»');
    const answer = await site.send(`${base}/soumettre`, { revision: '1' }, `${base}/texte`);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('n’a pas de texte');
  });

  it('submit, visa and sign, each on a page of its own', async () => {
    const { id } = await room.draft();
    const drafter = await as('claire');
    expect((await drafter.get(`${base}/soumettre`)).text).to.contain(
      'à la date de la signature électronique',
    );
    expect((await drafter.send(`${base}/soumettre`, { revision: '2' })).headers.get('location')).to.equal(
      base,
    );

    const version = await room.instructions.frozenVersion(id);
    const sha256 = version?.sha256 ?? '';
    const reviewer = await as('hugo');
    expect((await reviewer.get(`${base}/visas`)).text)
      .to.contain(sha256)
      .and.to.contain('Donner mon visa');
    const unexplained = await reviewer.send(`${base}/visas/refuser`, { sha256, reason: '' }, `${base}/visas`);
    expect(unexplained.status).to.equal(422);
    expect(unexplained.text).to.contain('Dites pourquoi');
    const stale = await reviewer.send(
      `${base}/visas/donner`,
      { sha256: 'f'.repeat(64), reason: '' },
      `${base}/visas`,
    );
    expect([stale.status, await room.stateOf(id)]).to.deep.equal([422, 'in_review']);
    await reviewer.send(`${base}/visas/donner`, { sha256, reason: 'Clair <b>et</b> net.' }, `${base}/visas`);
    expect((await reviewer.get(`${base}/visas`)).text)
      .to.contain('Clair &lt;b&gt;et&lt;/b&gt; net.')
      .and.not.to.contain('Donner mon visa');

    const signatory = await as('nora');
    expect((await signatory.get(`${base}/signer`)).text)
      .to.contain(sha256)
      .and.to.contain('ne s’annule pas');
    expect((await signatory.send(`${base}/signer`, { sha256 })).status).to.equal(422);
    expect(await room.stateOf(id)).to.equal('approved');
    const signed = await signatory.send(`${base}/signer`, { sha256, confirm: 'yes' });
    expect(signed.headers.get('location')).to.equal(`${base}/document`);

    const document = await signatory.get(`${base}/document`);
    expect(document.text).to.contain('Signé').and.to.contain('Preuve simple').and.to.contain('PAdES B-B');
    expect((await signatory.get(`${base}/document.pdf`)).text).to.contain('signature 1');
    expect((await signatory.get(`${base}/versions/1.pdf`)).text).not.to.contain('signature 1');
    expect((await signatory.get(`${base}/texte.html`)).text).to.contain('<p>Prévenir d’abord.</p>');
    expect((await signatory.get(`${base}/journal`)).text).to.match(
      /Nora Signatory<\/td><td[^>]*>Version 1 signée \(PAdES, niveau B-B\)/,
    );
    expect((await drafter.send(`${base}/texte`, { revision: '2' }, `${base}/document`)).status).to.be.oneOf([
      403, 409,
    ]);
  });

  it('refuse an author’s visa and signature with 403, and say why', async () => {
    const { id } = await room.draft();
    await room.instructions.declareAuthor(room.people.claire, id, room.people.omni.id);
    const version = take(await room.instructions.freeze(room.people.claire, id));
    const site = await as('omni');
    expect((await site.get(`${base}/visas`)).text).to.contain('un autre que vous doit le viser');
    const visa = await site.send(
      `${base}/visas/donner`,
      { sha256: version.sha256, reason: '' },
      `${base}/texte`,
    );
    expect(visa.status).to.equal(403);
    take(await room.instructions.giveVisa(room.people.hugo, id, { sha256: version.sha256, reason: '' }));
    expect((await site.get(`${base}/signer`)).status).to.equal(403);
  });

  it('answer 409 to what comes too late or too early', async () => {
    await room.inReview();
    expect((await (await as('claire')).get(`${base}/soumettre`)).status).to.equal(409);
    expect((await (await as('nora')).get(`${base}/signer`)).status).to.equal(409);
  });

  it('have nothing to show of a document before the freeze, and say so', async () => {
    await room.draft();
    const site = await as('hugo');
    expect((await site.get(`${base}/document`)).text).to.contain('Aucun document figé');
    expect((await site.get(`${base}/document.pdf`)).status).to.equal(404);
    expect((await site.get(`${base}/versions/1.pdf`)).status).to.equal(404);
    expect((await site.get(`${base}/visas`)).text).to.contain('Aucun visa pour le moment');
  });

  it('declare another author', async () => {
    const { id } = await room.draft();
    const site = await as('claire');
    await site.send(`${base}/redacteurs`, { person: room.people.omni.id }, base);
    expect(await room.instructions.listAuthorIds(id)).to.include(room.people.omni.id);
    expect((await site.get(base)).text).to.contain('Omni Everything');
  });

  it('are closed to the administrator', async () => {
    await room.draft();
    const site = await as('claire', ['administrator']);
    for (const path of ['', '/texte', '/visas', '/document', '/journal', '/apercu.pdf']) {
      expect((await site.get(base + path)).status, path).to.equal(403);
    }
  });
});
