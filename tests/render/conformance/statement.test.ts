import { expect } from 'chai';
import { printableOf } from '../../../src/dispatch/following/statement-text.ts';
import type { StatementContent } from '../../../src/dispatch/following/statement.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { createStatementPrint } from '../../../src/render/render.ts';
import { createSigning } from '../../../src/signing/signing.ts';
import { clock, demonstrationKeys } from '../../signing/signed-files.ts';
import { textOfPages } from '../pdf-tools.ts';
import { createRealBrowser } from '../real-browser.ts';
import { openPdf, type OpenedPdf } from './opened-pdf.ts';
import { pdfaFileRules } from './pdfa-file-rules.ts';
import { pdfaPageRules } from './pdfa-page-rules.ts';
import { pdfuaReferenceRules } from './pdfua-reference-rules.ts';
import { pdfuaRules } from './pdfua-rules.ts';

const messages = loadMessages('templates/messages');
const hash = 'ab'.repeat(32);

/** Enough offices for two pages, one of each end. */
function statedOffices(): StatementContent['offices'] {
  const attempt = {
    at: '2026-12-07T13:31:00.000Z',
    outcome: 'accepted',
    reply: '250 2.0.0 Ok',
    replyHash: hash,
  };
  const mail = {
    rank: 1,
    state: 'accepted',
    messageId: '<1@x.example>',
    contactHash: hash,
    attempts: [attempt],
  };
  const common = { name: 'préfecture de l’Ain', role: 'to', standing: 'accepted', mails: [mail] };
  return [
    ...Array.from({ length: 20 }, (_each, index) => ({ office: `OFF-${index + 21}`, ...common })),
    {
      ...common,
      office: 'OFF-69',
      region: 'Auvergne-Rhône-Alpes',
      acknowledgement: { id: '1', at: attempt.at, personHash: hash },
    },
    { ...common, office: 'OFF-986', standing: 'unreachable', mails: [] },
  ];
}

const content: StatementContent = {
  format: 'estafette-statement/1',
  campaign: 'campaign-1',
  instruction: { id: 'i', slug: '2027-x', title: 'Instruction 2027', year: 2027, sha256: hash },
  openedAt: '2026-12-07T13:30:00.000Z',
  closedAt: '2026-12-22T09:00:00.000Z',
  deadlineOn: '2026-12-21',
  equation: { frozen: 22, offices: { accepted: 21, unreachable: 1 }, acknowledged: 1, asked: 22 },
  offices: statedOffices(),
};

/** A statement has no note, and its pages lie on their side. */
const isOfLetters = (clause: string) => ['14289-1 7.9', '14289-1 7.3 (box)'].includes(clause);

describe('a sealed statement, held against ISO 19005-3 and ISO 14289-1', function () {
  this.timeout(180_000);
  let sealed: Uint8Array;
  let opened: OpenedPdf;

  before(async () => {
    const browser = createRealBrowser();
    const print = createStatementPrint({ browser, folder: 'templates/statements/dispatch', messages });
    const { pdf } = await print.renderStatement({
      ...printableOf(messages, content, hash),
      data: new TextEncoder().encode(JSON.stringify(content)),
      demonstration: true,
      verificationUrl: 'https://estafette.example/verifier',
    });
    await browser.close();
    const keys = await demonstrationKeys();
    const signing = createSigning({ clock, ...keys, trust: keys.rootPem, log: silentLog });
    sealed = (await signing.seal(pdf, { reason: 'Bordereau de diffusion' })).pdf;
    opened = await openPdf(sealed);
  });

  // What these rules see, and that they can fail, is shown on a letter (gate.test.ts).
  for (const rule of [...pdfaFileRules, ...pdfaPageRules, ...pdfuaRules, ...pdfuaReferenceRules]) {
    if (rule.ofContents === true || isOfLetters(rule.clause)) continue;
    it(`${rule.clause}: ${rule.asks}`, () => expect(rule.faults(opened)).to.deep.equal([]));
  }

  it('says its equation, and every office once', async () => {
    const pages = await textOfPages(sealed);
    const text = pages.join('\n').replace(/\s+/g, ' ');
    expect(pages).to.have.length.above(1);
    expect(text)
      .to.contain('= 22 préfectures')
      .and.contain('1 sur 22 attendus')
      .and.match(/Démonstration, sans valeur/);
    expect(text.match(/pour attribution/g)).to.have.length(22);
    expect(text).to.contain('Aucun courriel : pas de contact valable');
  });
});
