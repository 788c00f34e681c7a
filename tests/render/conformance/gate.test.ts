import { expect } from 'chai';
import { PDFDocument } from '@cantoo/pdf-lib';
import { silentLog } from '../../../src/kernel/log.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { createRender } from '../../../src/render/render.ts';
import { createSigning } from '../../../src/signing/signing.ts';
import { clock, demonstrationKeys } from '../../signing/signed-files.ts';
import { chefsDeProjets } from '../chefs-de-projets.ts';
import { askTool } from '../pdf-tools.ts';
import { createRealBrowser } from '../real-browser.ts';
import { longInstruction } from '../long-instruction.ts';
import { notedHtml } from '../noted-text.ts';
import { openPdf, type OpenedPdf } from './opened-pdf.ts';
import { pdfaFileRules } from './pdfa-file-rules.ts';
import { pdfaPageRules } from './pdfa-page-rules.ts';
import { pdfuaReferenceRules } from './pdfua-reference-rules.ts';
import { pdfuaRules } from './pdfua-rules.ts';
import type { Rule } from './rule.ts';

const rules = [...pdfaFileRules, ...pdfaPageRules, ...pdfuaRules, ...pdfuaReferenceRules];

async function breakBy({ broken }: Rule, pdf: Uint8Array): Promise<Uint8Array> {
  if (typeof broken === 'object') return broken.bytes(Buffer.from(pdf));
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  broken(document);
  return document.save({ addDefaultPage: false, updateFieldAppearances: false, useObjectStreams: false });
}

describe('a signed and sealed instruction, held against ISO 19005-3 and ISO 14289-1', function () {
  this.timeout(120_000);
  const files: {
    name: string;
    frozen: Uint8Array;
    signed: Uint8Array;
    opened: OpenedPdf;
    hasContents: boolean;
  }[] = [];

  before(async () => {
    const render = createRender({
      browser: createRealBrowser(),
      templates: 'templates/instructions',
      messages: loadMessages('templates/messages'),
      log: silentLog,
    });
    const keys = await demonstrationKeys();
    const signing = createSigning({ clock, ...keys, trust: keys.rootPem, log: silentLog });
    const template = render.getTemplate('chefs-de-projets');
    const verificationUrl = 'https://estafette.example/verifier?acte=1';
    const letter = chefsDeProjets(template, { verificationUrl, creditsCsv: 'territoire;montant\n' });
    const sections = letter.sections.map((section, index) =>
      index === 0 ? { ...section, html: section.html + notedHtml() } : section,
    );
    for (const [name, input] of [
      ['the letter', { ...letter, sections }],
      ['a long one, with its contents and a table', longInstruction(template, { verificationUrl })],
    ] as const) {
      const frozen = (await render.renderInstruction(input)).pdf;
      const act = await signing.signAct(frozen, { signatoryName: 'Claude Vasseur', reason: 'Instruction' });
      const signed = (await signing.seal(act.pdf, { reason: 'Cachet du service' })).pdf;
      files.push({ name, frozen, signed, opened: await openPdf(signed), hasContents: name !== 'the letter' });
    }
    await render.close();
  });

  for (const rule of rules) {
    it(`${rule.clause}: ${rule.asks}`, async () => {
      for (const { name, opened, frozen, hasContents } of files) {
        if (rule.ofContents === true && !hasContents) continue;
        expect(rule.faults(opened), name).to.deep.equal([]);
        // A rule that cannot fail says nothing.
        const broken = await breakBy(rule, frozen);
        expect(rule.faults(await openPdf(broken)), `${name}, broken`).not.to.deep.equal([]);
      }
    });
  }

  it('is whole and readable for qpdf and poppler', async () => {
    for (const { signed } of files) {
      expect(await askTool(signed, 'qpdf', '--check', 'FILE')).to.contain('No syntax or stream encoding');
      expect(await askTool(signed, 'pdfinfo', '-struct', 'FILE')).not.to.match(/error/i);
      const fonts = (await askTool(signed, 'pdffonts', 'FILE')).trim().split('\n').slice(2);
      for (const font of fonts) expect(font).to.match(/CID TrueType\s+Identity-H\s+yes yes yes/);
    }
  });
});
