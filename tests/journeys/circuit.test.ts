import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Actor, Instruction } from '../../src/drafts/instructions.ts';
import { paragraphs, take } from '../drafts/drafting-room.ts';
import { openCircuitDesks, type CircuitDesks } from './circuit-desks.ts';
import { overflowOf } from './measuring.ts';
import type { Visitor } from './visitor.ts';

const base = '/instructions/2027-chefs-de-projets';

/** Each step stands on the one before: the first failure ends the journey. */
describe('a text on its circuit of visas, in a browser', function () {
  this.timeout(180_000);
  this.bail(true);
  let desks: CircuitDesks;
  let claire: Visitor, hugo: Visitor, marie: Visitor, leo: Visitor, nora: Visitor, ada: Visitor;

  before(async () => {
    desks = await openCircuitDesks();
    const { room } = desks;
    const sgg = {
      kind: 'outside',
      name: 'Avis du SGG',
      body: 'Secrétariat général du Gouvernement',
    } as const;
    await room.define([room.named(1, room.hugo), sgg, room.named('all', room.marie, room.leo)]);
    await room.draft();
    const at = (actor: Actor) => desks.at(actor);
    [claire, nora] = [await at(room.people.claire), await at(room.people.nora)];
    [hugo, marie, leo, ada] = [
      await at(room.hugo),
      await at(room.marie),
      await at(room.leo),
      await at(room.admin),
    ];
  });
  after(() => desks.close());
  afterEach(() => {
    for (const { scriptErrors } of desks.visitors()) expect(scriptErrors).to.deep.equal([]);
  });

  async function accessible({ path, violations }: Visitor): Promise<void> {
    expect(await violations(), path()).to.deep.equal([]);
  }

  /** Nothing is wider than a small telephone. */
  async function narrow({ page, path }: Visitor): Promise<void> {
    await page.setViewport({ width: 320, height: 640 });
    expect(await overflowOf(page), `${path()} at 320`).to.equal(0);
    await page.setViewport({ width: 1440, height: 900 });
  }

  /** At the end of the first section, as people type. */
  async function type(visitor: Visitor, words: string): Promise<void> {
    const { page } = visitor;
    await visitor.open(`${base}/texte`);
    await page.locator('#rubrique-orientations .ProseMirror').click();
    await page.keyboard.down('Control');
    await page.keyboard.press('End');
    await page.keyboard.up('Control');
    await page.keyboard.type(` ${words}`);
  }

  /** Without the editor, which has its own journeys. */
  async function mend(actor: Actor, words: string): Promise<void> {
    const { instructions } = desks.room;
    const { id, revision } = (await instructions.findBySlug('2027-chefs-de-projets')) as Instruction;
    const json = paragraphs('Prévenir d’abord.', words);
    take(await instructions.saveSection(actor, id, revision, { key: 'orientations', json }));
  }

  async function submit(visitor: Visitor): Promise<void> {
    await visitor.open(`${base}/soumettre`);
    await visitor.follow('Figer et soumettre à la relecture');
    expect(await visitor.text()).to.contain('le texte est figé et attend');
  }

  /** From « mes visas à donner » to the decision. */
  async function decide(visitor: Visitor, button: string): Promise<void> {
    await visitor.open('/visas');
    await visitor.follow('Chefs de projets 2027');
    await visitor.follow(button);
  }

  const mayBeSigned = async () => (await nora.open(`${base}/signer`)) === 200;

  it('its writer is told what is not saved, saves it, and submits', async () => {
    await type(claire, 'Une phrase de plus.');
    // What is typed leaves the page by itself after a pause.
    await claire.page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.ok());
    await claire.open(`${base}/soumettre`);
    expect(await claire.text()).to.contain('Votre dernière saisie n’est pas enregistrée');
    await accessible(claire);
    await claire.follow('Revenir l’enregistrer d’abord');
    await claire.press('Enregistrer', 'Enregistré à');
    await claire.open(`${base}/soumettre`);
    await accessible(claire);
    await submit(claire);
    expect(await claire.text())
      .to.contain('Étape 1 sur 3 du circuit')
      .and.to.contain('Hugo Reviewer');
  });

  it('a reviewer reads the exact bytes, whose hash is checked before they are shown, and refuses', async () => {
    await hugo.open('/visas');
    await accessible(hugo);
    await hugo.follow('Chefs de projets 2027');
    await hugo.page.waitForSelector('[data-exact] canvas');
    await hugo.page.waitForSelector('::-p-text(votre navigateur a recalculé l’empreinte)');
    expect(await hugo.page.$(`a[href="${base}/versions/1.pdf"]`)).not.to.equal(null);
    await accessible(hugo);
    await narrow(hugo);
    await hugo.follow('Refuser le visa');
    expect(await hugo.text()).to.contain('motif');
    await hugo.fill('reason', 'L’annexe des crédits manque.');
    await hugo.follow('Refuser le visa');
    expect(await hugo.text())
      .to.contain('L’annexe des crédits manque.')
      .and.to.contain('en rédaction');
  });

  it('bytes that are not those of the page are not shown, and the page says so', async () => {
    await mend(desks.room.people.claire, 'L’annexe est jointe.');
    await submit(claire);
    const { page } = hugo;
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const isDocument = request.url().endsWith('/versions/2.pdf');
      const other = { contentType: 'application/pdf', body: desks.pdfOf(99) };
      void (isDocument ? request.respond(other) : request.continue());
    });
    await hugo.open(`${base}/visas`);
    await page.waitForSelector('::-p-text(Ne vous prononcez pas)');
    expect(await page.$('[data-exact] canvas')).to.equal(null);
    await accessible(hugo);
    page.removeAllListeners('request');
    await page.setRequestInterception(false);
  });

  it('its writer resumes the writing, confirmed: the visas start again', async () => {
    await decide(hugo, 'Donner mon visa');
    await claire.open(base);
    await claire.follow('Reprendre la rédaction');
    expect(await claire.text()).to.contain('Un visa a été donné');
    await accessible(claire);
    await claire.follow('Reprendre la rédaction');
    await mend(desks.room.people.claire, 'Ceci a été repris.');
    await submit(claire);
    expect(await claire.text()).to.contain('attend Hugo Reviewer');
    expect(await mayBeSigned()).to.equal(false);
    await decide(hugo, 'Donner mon visa');
  });

  it('an outside body is sent the document, and its opinion is recorded with the file received', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'estafette-opinion-'));
    await writeFile(join(folder, 'avis.pdf'), desks.pdfOf(7));
    await marie.open(`${base}/visas`);
    await marie.follow('Enregistrer l’avis extérieur');
    await accessible(marie);
    await marie.fill('sentOn', '2026-12-07');
    await marie.fill('to', 'Bureau des circulaires, par courriel');
    await marie.follow('Enregistrer la transmission');
    await marie.follow('Enregistrer l’avis extérieur');
    await accessible(marie);
    await marie.page.select('[name=opinion]', 'favourable');
    await marie.page.select('[name=decision]', 'given');
    await marie.fill('givenOn', '2026-12-07');
    await desks.upload(marie, 'file', join(folder, 'avis.pdf'));
    await marie.follow('Enregistrer l’avis');
    expect(await marie.text())
      .to.contain('Avis favorable du 7')
      .and.to.contain('Fichier reçu');
    await rm(folder, { recursive: true });
  });

  it('the last visa, given in the place of somebody who is away, lets it be signed', async () => {
    await leo.open('/mon-compte/delegations');
    await leo.page.select('[name=taker]', desks.room.hugo.id);
    await leo.fill('fromOn', '2026-12-07');
    await leo.fill('untilOn', '2026-12-11');
    await leo.follow('Enregistrer la délégation');
    await accessible(leo);
    await decide(marie, 'Donner mon visa');
    expect(await mayBeSigned()).to.equal(false);
    await decide(hugo, 'Donner mon visa');
    await accessible(hugo);
    expect(await hugo.text()).to.contain('Hugo Reviewer, par délégation de Leo Reviewer');
    expect(await mayBeSigned()).to.equal(true);
    await accessible(nora);
    expect(await nora.text()).to.contain('Hugo Reviewer, par délégation de Leo Reviewer');
  });

  it('the signatory corrects it: each who gave a visa is shown what changed, and confirms in one click', async () => {
    await nora.follow('Corriger avant de signer');
    await accessible(nora);
    await nora.follow('Corriger le texte');
    await mend(desks.room.people.nora, 'Corrigé par la signataire.');
    await submit(nora);
    for (const [reviewer, last] of [
      [hugo, false],
      [marie, true],
    ] as const) {
      expect(await mayBeSigned()).to.equal(false);
      await reviewer.open('/visas');
      expect(await reviewer.text()).to.contain('Confirmer après la correction du signataire');
      await reviewer.follow('Chefs de projets 2027');
      expect(await reviewer.text())
        .to.contain('Ce que le signataire a corrigé')
        .and.to.contain('Corrigé par la signataire');
      if (last) await accessible(reviewer);
      if (last) await narrow(reviewer);
      await reviewer.follow('Confirmer mon visa');
    }
    expect(await mayBeSigned()).to.equal(true);
  });

  it('the pages where circuits are kept are accessible', async () => {
    for (const path of ['/circuits', '/circuits/nouveau', '/mon-compte/delegations']) {
      expect(await ada.open(path)).to.equal(200);
      await accessible(ada);
    }
    await ada.open('/circuits');
    await ada.follow('Modifier');
    await accessible(ada);
    await narrow(ada);
  });
});
