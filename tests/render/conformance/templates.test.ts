import { expect } from 'chai';
import { silentLog } from '../../../src/kernel/log.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { createRender, type Render } from '../../../src/render/render.ts';
import { filledTemplate } from '../filled-template.ts';
import { askTool, textOfPages } from '../pdf-tools.ts';
import { notedHtml } from '../noted-text.ts';
import { createRealBrowser } from '../real-browser.ts';
import { openPdf } from './opened-pdf.ts';
import { pdfaFileRules } from './pdfa-file-rules.ts';
import { pdfaPageRules } from './pdfa-page-rules.ts';
import { pdfuaReferenceRules } from './pdfua-reference-rules.ts';
import { pdfuaRules } from './pdfua-rules.ts';

const rules = [...pdfaFileRules, ...pdfaPageRules, ...pdfuaRules, ...pdfuaReferenceRules];

describe('every template of an instruction', function () {
  this.timeout(180_000);
  let render: Render;

  before(() => {
    render = createRender({
      browser: createRealBrowser(),
      templates: 'templates/instructions',
      messages: loadMessages('templates/messages'),
      log: silentLog,
    });
  });
  after(() => render.close());

  // What the annual instruction prints is held against the same rules, each seen to fail, in gate.test.ts.
  const printed: [name: string, told: string[]][] = [
    [
      'instruction-cadre',
      [
        'stratégie interministérielle de mobilisation',
        '30 avril 2027',
        'Agence régionale de santé',
        'Annexe 4',
      ],
    ],
    ['enquete-annuelle', ['15 septembre 2027', '8 412 415,50 €', 'l’année 2026', 'Pièces jointes', 'Notice']],
    ['rectificatif', ['Texte corrigé', 'Au lieu de', 'au plus tard le 30 avril', '1er février 2027']],
  ];
  for (const [name, told] of printed)
    it(`prints « ${name} » as PDF/A and PDF/UA, with all that its fields say`, async () => {
      const verificationUrl = 'https://estafette.example/verifier?acte=1';
      const letter = filledTemplate(render.getTemplate(name), { verificationUrl });
      const sections = letter.sections.map((section, index) =>
        index === 0 ? { ...section, html: section.html + notedHtml() } : section,
      );
      const { pdf } = await render.renderInstruction({ ...letter, sections });
      const opened = await openPdf(pdf);
      for (const rule of rules.filter(({ ofContents }) => ofContents !== true))
        expect(rule.faults(opened), `${rule.clause}: ${rule.asks}`).to.deep.equal([]);
      expect(await askTool(pdf, 'qpdf', '--check', 'FILE')).to.contain('No syntax or stream encoding');
      const text = (await textOfPages(pdf)).join(' ').replaceAll(/\s+/g, ' ');
      for (const words of ['Camille Roussel', 'Chargée de mission', 'Claude Vasseur', ...told])
        expect(text).to.contain(words);
      expect(text).not.to.match(/[{}]|à compléter/);
    });
});
