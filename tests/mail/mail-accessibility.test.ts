import { expect } from 'chai';
import { createMailComposer, type InstructionMail } from '../../src/mail/mail.ts';
import { openBrowser } from '../journeys/visitor.ts';

const mail: InstructionMail = {
  title: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
  summary: 'Orientations, chantiers prioritaires et crédits',
  officeName: 'préfecture de la Gironde',
  regionName: 'Nouvelle-Aquitaine',
  deadlineOn: '2026-12-21',
  link: `https://circulaires.example/accuse/${'k'.repeat(43)}`,
  verifyLink: 'https://circulaires.example/verifier',
  mark: 'signature',
  signatory: { name: 'Camille Durand', function: 'présidente de la MILDECA' },
  signedAt: '2026-12-07T13:30:00.000Z',
  pdf: { name: '2027-chefs-de-projets.pdf', size: 312_400, sha256: 'ab12'.repeat(16) },
  contact: { name: 'Jean Martin', telephone: '01 00 00 00 00' },
};

type Composer = ReturnType<typeof createMailComposer>;

const forms: Record<string, Partial<InstructionMail> | ((composer: Composer) => { html: string })> = {
  'a reminder': (composer) =>
    composer.reminder({ ...mail, reminder: { number: 2, acknowledged: 98, asked: 106, isLate: true } }),
  'a letter': (composer) =>
    composer.letter({
      ...{ ...mail, subject: 'Instruction 2027, accusé attendu', isAttached: true },
      body: 'Madame,\n\nIl manque\u00a0:\n–\u00a0préfecture de l’Ain\n\nMerci.',
    }),
  'for action': {},
  'in copy, by hand, too big to be attached, as a trial': {
    ...{ isCopy: true, isTrial: true, mark: 'seal', byHandOn: '2026-12-03' },
    downloadLink: 'https://circulaires.example/accuse/t/instruction.pdf',
  },
};

// A mail is shown inside of a page that has its own main part: it must not bring another.
const rulesOfPages = new Set(['landmark-one-main', 'region']);

describe('the HTML of a mail, in a browser', () => {
  const composer = createMailComposer({ templatesFolder: 'templates/mail', demonstration: true });
  let browser: Awaited<ReturnType<typeof openBrowser>>;

  before(async function () {
    this.timeout(180_000);
    browser = await openBrowser();
  });
  after(() => browser?.close());

  for (const [form, change] of Object.entries(forms)) {
    it(`${form}: breaks no rule of accessibility, fits a telephone, asks nothing of any network`, async function () {
      this.timeout(180_000);
      const visitor = await browser.visit('http://nowhere.example', { width: 320, height: 640 });
      const asked: string[] = [];
      visitor.page.on('request', (request) => asked.push(request.url()));
      const made =
        typeof change === 'function' ? change(composer) : composer.instruction({ ...mail, ...change });
      await visitor.page.setContent(made.html);
      const violations = await visitor.violations();
      expect(violations.filter(({ rule }) => !rulesOfPages.has(rule))).to.deep.equal([]);
      // Webmails cut the root element away: language and role stand again on the mail's own block.
      const block = await visitor.page.$eval('body > div', (div) => div.outerHTML.slice(0, 400));
      expect(block).to.match(/^<div role="article" [^>]*aria-label="Instruction [^>]*lang="fr">/);
      // WCAG 2.1, 1.4.10: at 320 pixels nothing is read sideways.
      const width = await visitor.page.evaluate('document.documentElement.scrollWidth');
      expect(width).to.be.at.most(320);
      expect(await visitor.page.evaluate('document.documentElement.lang')).to.equal('fr');
      // Whoever sees no HTML, or hears it, meets headings in order, and links that say where they lead.
      const levels = await visitor.page.$$eval('h1, h2, h3', (all) => all.map(({ tagName }) => tagName));
      expect(levels[0]).to.equal('H1');
      expect(levels.slice(1).every((level) => level === 'H2')).to.equal(true);
      expect(asked).to.deep.equal([]);
      await visitor.leave();
    });
  }
});
