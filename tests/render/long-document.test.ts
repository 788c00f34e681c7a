import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createRender, type Render, type RenderedDocument } from '../../src/render/render.ts';
import { chefsDeProjets } from './chefs-de-projets.ts';
import { longInstruction } from './long-instruction.ts';
import { askTool, textOfPages } from './pdf-tools.ts';
import { asDict, kidsOf, nameOf, ofType, openPdf, walk } from './conformance/opened-pdf.ts';
import { createRealBrowser } from './real-browser.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const letters = (text: string) => [...text.replace(/[^\p{L}]/gu, '')].sort().join('');

describe('an instruction of more than eight pages', function () {
  this.timeout(180_000);
  let render: Render;
  let document: RenderedDocument;
  let pages: string[];
  /** From the table of contents: the heading, and the page that it announces. */
  let entries: [title: string, page: number][];

  before(async () => {
    render = createRender({
      browser: createRealBrowser(),
      templates: 'templates/instructions',
      messages: loadMessages('templates/messages'),
      log: silentLog,
    });
    document = await render.renderInstruction(longInstruction(render.getTemplate('chefs-de-projets')));
    pages = (await textOfPages(document.pdf)).map(plain);
    const first = plain((await askTool(document.pdf, 'pdftotext', '-layout', '-l', '1', 'FILE', '-')) ?? '');
    const contents = first.slice(first.indexOf('Sommaire'));
    entries = [...contents.matchAll(/^((?:\d\.|Annexe \d –) .*?) {3,}(\d+)$/gm)].map(
      ([, title = '', page]) => [title, Number(page)],
    );
  });
  after(() => render.close());

  it('has a table of contents whose pages are true', () => {
    expect(pages.length).to.be.greaterThan(8).and.to.equal(document.pages);
    expect(entries).to.have.length(7);
    for (const [title, page] of entries) {
      const found = pages.flatMap((text, index) => (text.split('\n').includes(title) ? [index + 1] : []));
      expect(
        found.filter((number) => number > 1 || page === 1),
        title,
      ).to.include(page);
      if (page > 1) expect(found.at(-1), title).to.equal(page);
    }
  });

  it('leads to the headings by links that say where they lead', async () => {
    const destinations = await askTool(document.pdf, 'pdfinfo', '-dests', 'FILE');
    const places = new Map(
      [...destinations.matchAll(/^\s*(\d+) .*"(.*)"$/gm)].map(([, page, name = '']) => [name, Number(page)]),
    );
    const headings = [...places].filter(([name]) => /^(rubrique|annexe)-/.test(name));
    expect(headings.map(([, page]) => page).sort((a, b) => a - b)).to.deep.equal(
      entries.map(([, page]) => page),
    );
    expect([...places.keys()])
      .to.include('rubrique-credits')
      .and.to.include('annexe-contacts');
    const objects = plain(await askTool(document.pdf, 'qpdf', '--json', '--json-key=qpdf', 'FILE'));
    expect(objects).to.contain('u:Aller à « Contexte et objet »');
  });

  it('prints notes at the end of their section, numbered through the document, both ways linked', async () => {
    const whole = pages.join('\n');
    const notes = [
      ...whole.matchAll(/^(\d)\. (Enquête de 2026\.|Voir aussi le site|Au sens du plan\.|Au plus\.)$/gm),
    ];
    expect(notes.map(([, number]) => number).join('')).to.equal('12345678');
    expect(whole.indexOf('4. Au plus.')).to.be.lessThan(whole.lastIndexOf(`\n${entries[1]?.[0]}\n`));
    expect(whole).to.match(/Un chiffre ?1, 2 et la suite\./);
    for (let number = 1; number <= 8; number += 1) {
      expect(document.html).to.contain(
        `<sup><a id="appel-${number}" href="#note-${number}">${number}</a></sup>`,
      );
      expect(document.html).to.contain(
        `<li id="note-${number}"><p><a href="#appel-${number}">${number}.</a> `,
      );
    }
    const tags = await askTool(document.pdf, 'pdfinfo', '-struct', 'FILE');
    expect(tags.match(/^ *Note <note-\d>/gm)).to.have.length(8);
  });

  it('tags the headers of a table once, and each of their links once on a page', async () => {
    const pdf = await openPdf(document.pdf);
    const headers = ofType(pdf, 'TH').filter(({ dict }) => String(dict.get(nameOf('A'))).includes('Column'));
    expect(headers.length).to.be.greaterThan(3);
    for (const header of headers) {
      const pages = [header, ...walk(header.children)].flatMap(({ dict }) =>
        kidsOf(pdf, dict).flatMap((kid) =>
          pdf.textAt(kid, 'Type') === 'MCR' ? [pdf.textAt(kid, 'Pg')] : [],
        ),
      );
      expect(pages).to.deep.equal([]);
    }
    for (const page of pdf.pages) {
      const places = pdf.listAt(page, 'Annots').map((link) => String(asDict(link)?.get(nameOf('Rect'))));
      expect(new Set(places).size).to.equal(places.length);
    }
  });

  it('has none when it is short, and the same pages as it says', async () => {
    const short = await render.renderInstruction(chefsDeProjets(render.getTemplate('chefs-de-projets')));
    expect((await textOfPages(short.pdf)).join('')).not.to.contain('Sommaire');
  });

  it('repeats the headers of a table, and cuts none of its rows', () => {
    const within = pages.filter((page) => page.includes('Territoire n°'));
    expect(within.length).to.be.greaterThan(1);
    for (const page of within) expect(page).to.match(/Territoire\s+Montant/);
    for (let row = 1; row <= 101; row += 1) {
      const amount = plain((12_500 + (row - 1) * 310).toLocaleString('fr-FR'));
      const page = within.find((text) => new RegExp(`Territoire n° ${row}\\n`).test(text));
      expect(page, `row ${row}`).to.contain(`${amount} €`);
    }
  });

  it('leaves no heading alone at the foot of a page, and numbers them', () => {
    const headings = [...document.html.matchAll(/<h[2-6][^>]*>(.*?)<\/h/gs)].map(([, inside = '']) =>
      plain(inside.replace(/<[^>]*>/g, '')).trim(),
    );
    expect(headings).to.include('4.1. Ce que les crédits financent');
    for (const page of pages) {
      const lines = page
        .trim()
        .split('\n')
        .filter((line) => line.trim() !== '' && !/^page |^Démonstration/.test(line));
      // A note at the end of its section is numbered too, and may well be last.
      expect(headings).not.to.include(lines.at(-1));
    }
    expect(pages.join('\n')).to.match(/^4\.1\. Ce que les crédits financent$/m);
  });

  it('has a twin of the same words, its contents and repeated headers aside', () => {
    const contents = entries.map(([title]) => title).join('');
    const repeated = pages.filter((page) => page.includes('Territoire n°')).length - 1;
    const extra = `Sommaire${contents}${'TerritoireMontant'.repeat(repeated)}`;
    const header = 'Instruction « Chefs de projets 2027 »';
    const printed = pages
      .map((page, index) => (index === 0 ? page : page.replace(header, '')))
      .join('\n')
      .replaceAll('Démonstration, sans valeur', '')
      .replace(/page \d+ \/ \d+/g, '');
    const twin = plain(document.html.replace(/<[^>]*>/g, ' ').replaceAll('&nbsp;', ' '));
    expect(letters(twin + extra)).to.equal(letters(printed));
  });
});
