import { expect } from 'chai';
import { createKeyboard } from '../journeys/keyboard.ts';
import { overflowOf } from '../journeys/measuring.ts';
import { openBrowser, type Visitor } from '../journeys/visitor.ts';
import { openAnswerPages } from './answer-pages.ts';
import { survey } from './questionnaire/survey.ts';

describe('the pages of answers, in a browser', function () {
  this.timeout(180_000);
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let pages: Awaited<ReturnType<typeof openAnswerPages>>;
  let wide: Visitor;
  let telephone: Visitor;

  before(async () => {
    browser = await openBrowser();
    pages = await openAnswerPages(browser);
    wide = await pages.visit({ width: 1440, height: 900 }, true);
    telephone = await pages.visit({ width: 320, height: 640 }, false);
  });
  after(async () => {
    await browser.close();
    await pages.close();
  });

  /** As everybody sees it: axe finds nothing, and nobody scrolls sideways. */
  async function look(visitor: Visitor): Promise<void> {
    expect(await visitor.violations(), visitor.path()).to.deep.equal([]);
    expect(await overflowOf(visitor.page), visitor.path()).to.equal(0);
  }
  async function open(visitor: Visitor, path: string): Promise<void> {
    expect(await visitor.open(path), path).to.equal(200);
    await look(visitor);
  }

  it('let staff compose a questionnaire, by keyboard alone', async () => {
    const { press, type } = createKeyboard(wide.page);
    await open(wide, pages.composing);
    await type('sectionTitle', 'Crédits');
    await press('Ajouter la rubrique');
    await type('label', 'AE reçues');
    await press('Ajouter le champ');
    await look(wide);
    await press('Enregistrer le champ');
    await press('Déclarer le questionnaire prêt');
    const { readyAt } = await pages.questionnaires.open(pages.survey.id);
    expect(readyAt).to.be.a('string');
  });

  it('of the composer are accessible, on a telephone too', async () => {
    await pages.sendSurvey(survey);
    for (const rest of ['', '/apercu']) await open(telephone, `${pages.composing}${rest}`);
  });

  it('let an office fill its questionnaire without a script: faults beside their boxes, then the sending', async () => {
    const { page } = telephone;
    const { press, type } = createKeyboard(page);
    await open(telephone, `/guichet/reponses/${pages.survey.id}`);
    expect(await telephone.text())
      .to.contain('Rhône')
      .and.contain('Auvergne-Rhône-Alpes');
    await telephone.open(pages.filling);
    await type('q.ae', '8.412');
    await type('q.part', '90');
    await press('check');
    await look(telephone);
    expect(await telephone.text())
      .to.contain('À corriger avant l’envoi')
      .and.contain('À vérifier');
    await press('Corriger');
    await look(telephone);
    await type('q.ae', '8 412,50');
    await type('q.actions.0.nom', 'Forum des lycéens');
    await press('check');
    await press('Continuer vers l’envoi');
    await press('Envoyer la réponse');
    expect(await telephone.text()).to.contain('Ce champ est à remplir');
    await look(telephone);
    await type('name', 'Sophie Marchand');
    await type('function', 'Directrice de cabinet');
    await press('Envoyer la réponse');
    expect(telephone.path()).to.equal(`${pages.filling}/reponse`);
    await look(telephone);
  });

  it('let an office hand a file in: what is wrong beside the field, then what was received', async () => {
    const { page } = telephone;
    const { press, type } = createKeyboard(page);
    await open(telephone, `/guichet/reponses/${pages.asked.id}`);
    await telephone.open(pages.giving);
    await press('Envoyer');
    expect(await telephone.text()).to.contain('Choisissez le fichier à envoyer');
    await look(telephone);
    await type('name', 'Sophie Marchand');
    await type('function', 'Directrice de cabinet');
    // A keyboard opens the window of the machine, which is not the page's.
    const input = await page.$('[type=file]');
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(pages.file);
    await press('Envoyer');
    expect(await telephone.text()).to.contain('Ce que nous avons reçu');
    await look(telephone);
  });

  it('tell staff what came, wide and narrow', async () => {
    await open(wide, pages.results);
    for (const path of [pages.results, `${pages.results}/sommes/ae`, `${pages.results}/reponses/DEP-69`])
      await open(telephone, path);
  });

  it('say what closed with its day', async () => {
    pages.clock.moveTo('2027-03-02T05:00:00.000Z');
    for (const path of [pages.giving, `${pages.filling}/reponse`]) {
      await open(telephone, path);
      expect(await telephone.text()).to.contain('Votre réponse est arrivée à temps');
    }
    expect(wide.scriptErrors).to.deep.equal([]);
  });
});
