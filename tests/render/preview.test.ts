import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createRender, type DocumentInput, type Render } from '../../src/render/render.ts';
import { filledTemplate } from './filled-template.ts';
import { longInstruction } from './long-instruction.ts';
import { textOfPages } from './pdf-tools.ts';
import { createRealBrowser } from './real-browser.ts';

describe('what is printed to be looked at', function () {
  this.timeout(120_000);
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

  const wordsOf = async (pdf: Uint8Array) =>
    (await textOfPages(pdf)).map((page) => page.split(/\s+/).filter((word) => word.length > 2));

  /** As many pages, and on each of them all the words that the frozen one has: its own mark is drawn over them. */
  async function holdsItsPages(input: DocumentInput): Promise<void> {
    const frozen = await render.renderInstruction({ ...input, mark: 'frozen' });
    const previewed = await render.previewInstruction({ ...input, mark: 'preview' });
    expect(previewed.pages).to.equal(frozen.pages);
    const shown = await wordsOf(previewed.pdf);
    const missing = (await wordsOf(frozen.pdf)).flatMap((words, index) =>
      words.filter((word) => shown[index]?.includes(word) !== true).map((word) => `${index + 1} ${word}`),
    );
    expect(missing).to.deep.equal([]);
  }

  for (const name of ['chefs-de-projets', 'instruction-cadre', 'enquete-annuelle', 'rectificatif'])
    it(`has the pages of the frozen document, and its words on each: ${name}`, () =>
      holdsItsPages(filledTemplate(render.getTemplate(name))));

  it('has them in a long document too, its table of contents included', () =>
    holdsItsPages(longInstruction(render.getTemplate('chefs-de-projets'))));
});
