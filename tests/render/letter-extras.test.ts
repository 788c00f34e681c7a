import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createRender, type Render, type RenderedDocument } from '../../src/render/render.ts';
import { chefsDeProjets } from './chefs-de-projets.ts';
import { askTool, textOfPages } from './pdf-tools.ts';
import { readQrCode } from './qr-reader.ts';
import { createRealBrowser } from './real-browser.ts';

describe('what a letter carries besides its text', function () {
  this.timeout(180_000);
  let render: Render;
  let plain: RenderedDocument;
  const template = () => render.getTemplate('chefs-de-projets');

  before(async () => {
    render = createRender({
      browser: createRealBrowser(),
      templates: 'templates/instructions',
      messages: loadMessages('templates/messages'),
      log: silentLog,
    });
    plain = await render.renderInstruction(chefsDeProjets(template()));
  });
  after(() => render.close());

  it('carries its data, and its figures when there are some, for the tools of those who receive it', async () => {
    const input = chefsDeProjets(template(), { creditsCsv: 'territoire;montant\nAin;12\n' });
    const { pdf } = await render.renderInstruction(input);
    const fileOf = (name: string) => askTool(pdf, 'qpdf', `--show-attachment=${name}`, 'FILE');
    const data = JSON.parse(await fileOf('instruction.json')) as Record<string, unknown>;
    expect(data).to.deep.include({
      format: 'estafette-instruction/1',
      draft: false,
      figures: 'credits.csv',
      template: { name: 'chefs-de-projets', version: '2', sha256: template().sha256 },
    });
    const parts = data['sections'] as { key: string; number: number; text: string }[];
    expect(parts.map(({ key }) => key))
      .to.include('credits')
      .and.to.include('contacts');
    expect(parts.find(({ key }) => key === 'credits')?.text).to.contain(
      '4.1. Ce que les crédits financent\n',
    );
    expect(await fileOf('credits.csv')).to.equal('territoire;montant\nAin;12\n');
    expect(await askTool(plain.pdf, 'pdfdetach', '-list', 'FILE')).to.match(/^1 embedded/);
  });

  it('says of a rectificatif what it corrects and what changes, under its title and in its data', async () => {
    const whole = chefsDeProjets(template());
    const corrected = { title: 'Le <premier> texte', signedOn: '2026-12-04', sha256: 'ab'.repeat(32) };
    const amendment = {
      title: 'Le rectificatif n° 1',
      relation: 'amends' as const,
      corrected,
      changes: 'A & B.',
    };
    // What amends prints only what it says: a required section may be empty.
    const sections = whole.sections.slice(0, 1);
    const { pdf, html } = await render.renderInstruction({ ...whole, sections, amendment });
    const text = (await textOfPages(pdf)).join(' ').replaceAll(/\s+/g, ' ');
    expect(text)
      .to.contain('Le <premier> texte, du 4 décembre 2026')
      .and.contain('Ce qui change')
      .and.contain('A & B.');
    expect(text.replaceAll(' ', '')).to.contain(corrected.sha256);
    expect(html)
      .to.match(/<h2>Le rectificatif n° 1<\/h2><div class="amendment">/)
      .and.contain('&lt;premier&gt;');
    const data = JSON.parse(
      await askTool(pdf, 'qpdf', '--show-attachment=instruction.json', 'FILE'),
    ) as object;
    expect(data).to.deep.include({
      title: 'Le rectificatif n° 1',
      corrects: { relation: 'amends', ...corrected, changes: 'A & B.' },
    });
    const refusal = await render
      .renderInstruction({ ...whole, sections, amendment: { ...amendment, relation: 'replaces' } })
      .then(String, (error: { messageKey?: string }) => error.messageKey);
    expect(refusal).to.equal('render.incomplete');
  });

  it('prints the act by which somebody signs for another, from its first day to its last', async () => {
    const input = chefsDeProjets(template());
    const fields = {
      ...input.fields,
      signingCapacity: 'par délégation',
      delegationReference: 'arrêté du 2 mars 2026',
      delegationValidFrom: '2026-03-03',
      delegationValidUntil: '2026-12-31',
    };
    const { pdf } = await render.renderInstruction({ ...input, fields });
    const text = (await textOfPages(pdf)).join(' ').replaceAll(/\s+/g, ' ');
    expect(text).to.contain(
      'par délégation (arrêté du 2 mars 2026, valable du 3 mars 2026 au 31 décembre 2026)',
    );
  });

  it('says where it can be checked, in words and as a QR code with its alternative', async () => {
    const address = 'https://estafette.example/verifier?acte=12';
    const document = await render.renderInstruction(chefsDeProjets(template(), { verificationUrl: address }));
    const page = (await textOfPages(document.pdf)).findIndex((text) => text.includes(address)) + 1;
    expect(page).to.be.greaterThan(0);
    expect(await askTool(document.pdf, 'pdfinfo', '-struct', 'FILE')).to.contain('Figure');
    expect(document.html).to.contain('aria-label="QR code vers la page de vérification');
    expect(plain.html).not.to.contain('<svg');
    // Found on the page and read by another program, as a telephone would.
    expect(await readQrCode(document.pdf, page)).to.equal(address);
  });
});
