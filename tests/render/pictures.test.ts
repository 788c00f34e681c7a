import { expect } from 'chai';
import { toDataUri } from '../../src/drafts/images/image-file.ts';
import { toHtml } from '../../src/drafts/section-html.ts';
import { parseSectionText } from '../../src/drafts/section-text.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createRender, type Render, type RenderedDocument } from '../../src/render/render.ts';
import { jpeg, png } from '../drafts/images/pictures.ts';
import { chefsDeProjets } from './chefs-de-projets.ts';
import { askTool, textOfPages } from './pdf-tools.ts';
import { createRealBrowser } from './real-browser.ts';

const [drawing, photograph] = ['a'.repeat(64), 'b'.repeat(64)];
const addresses = new Map([
  [drawing, toDataUri({ kind: 'png', bytes: png() })],
  [photograph, toDataUri({ kind: 'jpg', bytes: jpeg() })],
]);

describe('a letter with pictures and references', function () {
  this.timeout(180_000);
  let render: Render;
  let printed: RenderedDocument;
  let again: RenderedDocument;

  before(async () => {
    render = createRender({
      browser: createRealBrowser(),
      templates: 'templates/instructions',
      messages: loadMessages('templates/messages'),
      log: silentLog,
    });
    const template = render.getTemplate('chefs-de-projets');
    const annex = template.sections.find(({ part }) => part === 'annex');
    const words = (text: string) => ({ type: 'text', text });
    const refer = (target: string) => ({ type: 'crossReference', attrs: { target } });
    const picture = (sha256: string, alt: string) => ({ type: 'image', attrs: { sha256, alt } });
    const act = { instructionId: '0'.repeat(36), label: 'Instruction 2026 du 12 janvier 2026' };
    const parsed = parseSectionText({
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            ...[words('Voir '), refer('credits'), words(', '), refer(annex?.key ?? ''), words(' et ')],
            { type: 'actReference', attrs: act },
          ],
        },
        picture(drawing, 'Carte des "préfectures" <de métropole>'),
        picture(photograph, 'Deux bandes, bleue et rouge'),
      ],
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const html = toHtml(parsed.value, {
      imageAddress: (sha256) => addresses.get(sha256),
      titleOfSection: (key) => template.sections.find((section) => section.key === key)?.title,
    });
    const input = chefsDeProjets(template);
    const [first, ...others] = input.sections;
    if (first === undefined) throw new Error('the template has sections');
    const whole = { ...input, sections: [{ ...first, html: html + first.html }, ...others] };
    printed = await render.renderInstruction(whole);
    again = await render.renderInstruction(whole);
  });
  after(() => render.close());

  it('is the same to a bit each time it is printed', () => {
    expect(again.sha256).to.equal(printed.sha256);
  });

  it('prints them as figures that say what they show', async () => {
    const images = await askTool(printed.pdf, 'pdfimages', '-list', 'FILE');
    expect(images)
      .to.match(/ 40 +20 /)
      .and.to.match(/ 16 +8 /);
    const structure = await askTool(printed.pdf, 'pdfinfo', '-struct', 'FILE');
    expect(structure.match(/Figure/g)).to.have.length.of.at.least(2);
    const tags = await askTool(printed.pdf, 'qpdf', '--qdf', '--object-streams=disable', 'FILE', '-');
    expect(tags).to.contain('/Alt (Deux bandes, bleue et rouge)');
  });

  it('names what it refers to, and leads there', async () => {
    const text = (await textOfPages(printed.pdf)).join(' ').replaceAll(/\s+/g, ' ');
    expect(text).to.contain('et Instruction 2026 du 12 janvier 2026');
    expect(printed.html)
      .to.match(/<a href="#rubrique-credits">/)
      .and.match(/<a href="#annexe-[a-z-]+">/)
      .and.not.contain('class="reference"');
  });

  it('has a twin that shows and says the same pictures', () => {
    expect(printed.html).to.contain(
      `<img src="${addresses.get(drawing)}" alt="Carte des &quot;préfectures&quot; &lt;de métropole&gt;">`,
    );
  });
});
