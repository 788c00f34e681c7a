import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { AppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createRender, type Render, type RenderedDocument } from '../../src/render/render.ts';
import { chefsDeProjets } from './chefs-de-projets.ts';
import { askTool, textOfPages } from './pdf-tools.ts';
import { createRealBrowser } from './real-browser.ts';

const messages = loadMessages('templates/messages');
const notice = 'Démonstration, sans valeur';

function createTestRender(): Render {
  return createRender({
    browser: createRealBrowser(),
    templates: 'templates/instructions',
    messages,
    log: silentLog,
  });
}

describe('the annual instruction', function () {
  this.timeout(180_000);
  let render: Render;
  let frozen: RenderedDocument;
  let pages: string[];

  before(async () => {
    render = createTestRender();
    frozen = await render.renderInstruction(chefsDeProjets(render.getTemplate('chefs-de-projets')));
    pages = await textOfPages(frozen.pdf);
  });
  after(() => render.close());

  const template = () => render.getTemplate('chefs-de-projets');

  describe('as a letter', () => {
    it('opens with who writes, to whom, on which day and about what', () => {
      const first = (pages[0] ?? '').replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');
      for (const words of [
        'Premier ministre',
        'Le Président',
        'Affaire suivie par Camille Roussel Chargée de mission Tél. : 01 99 00 00 00 camille.roussel@mildeca.example',
        'Paris, le 7 décembre 2026',
        'Mesdames et Messieurs les préfets de région et de département',
        'Instruction « Chefs de projets 2027 »',
        'Objet : Orientations, chantiers prioritaires et règles d’emploi des crédits',
      ]) {
        expect(first).to.contain(words);
      }
    });

    it('is headed by who it comes from, under the name of its day, unless it says otherwise', async () => {
      const input = chefsDeProjets(template());
      const headOf = async (fields: Record<string, string>) => {
        const printed = await render.renderInstruction({ ...input, fields: { ...input.fields, ...fields } });
        return (await textOfPages(printed.pdf))[0]?.split('\n').slice(0, 2);
      };
      expect(await headOf({ letterDate: '2014-03-10' })).to.deep.equal(['Premier ministre', 'MILDT']);
      const today = ['Premier ministre', 'Mission interministérielle'];
      expect(await headOf({ letterDate: '2014-03-11' })).to.deep.equal(today);
      expect(await headOf({ letterDate: '' })).to.deep.equal(today);
      expect((await headOf({ issuingHeading: 'Gouvernement' }))?.[0]).to.equal('Gouvernement');
    });

    it('ends with the signatory, then its annexes', () => {
      const text = pages.join('').replaceAll('\u00a0', ' ');
      const places = [
        '5. Pilotage',
        'au plus tard le 21 décembre 2026',
        'Claude Vasseur',
        'Annexe 1 –',
        'Annexe 2 –',
      ];
      const order = places.map((words) => text.indexOf(words));
      expect(order).to.deep.equal([...order].sort((a, b) => a - b));
      expect(order[0]).to.be.greaterThan(-1);
    });

    it('holds in five pages (circular of 17 July 2013), each with its number', () => {
      expect(frozen.pages).to.equal(pages.length);
      expect(frozen.pages).to.be.within(2, 5);
      pages.forEach((page, index) => expect(page).to.contain(`page ${index + 1} / ${frozen.pages}`));
    });

    it('is dated by its signature when no day is fixed', async () => {
      const input = chefsDeProjets(template());
      const undated = await render.renderInstruction({
        ...input,
        fields: { ...input.fields, letterDate: '' },
      });
      expect((await textOfPages(undated.pdf))[0]).to.contain('Paris, à la date de la signature électronique');
    });
  });

  describe('as a file', () => {
    it('is tagged, titled, in French, without script, of A4 pages', async () => {
      const information = await askTool(frozen.pdf, 'pdfinfo', 'FILE');
      expect(information).to.match(/Title:\s+Instruction «\s?Chefs de projets 2027\s?»/u);
      expect(information)
        .to.match(/Tagged:\s+yes/)
        .and.to.match(/JavaScript:\s+no/)
        .and.to.match(/A4/);
      const structure = await askTool(frozen.pdf, 'qpdf', '--json', '--json-key=qpdf', 'FILE');
      expect(structure).to.contain('"/Lang": "u:fr"').and.to.contain('"/DisplayDocTitle": true');
    });

    it('has a tag tree that poppler reads whole: headings, lists, tables, links', async () => {
      const tree = await askTool(frozen.pdf, 'pdfinfo', '-struct', 'FILE');
      expect(tree).not.to.match(/error/i);
      expect(tree).to.match(/H1[\s\S]*H2[\s\S]*H3/);
      expect(tree)
        .to.match(/LI[^\n]*\n\s+Lbl[^\n]*\n\s+LBody/)
        .and.not.to.match(/LI[^\n]*\n\s+Lbl[^\n]*\n\s+P /);
      expect(tree)
        .to.match(/TH[\s\S]*?Scope \/Row/)
        .and.to.match(/Link/);
    });

    it('has an outline of its headings', async () => {
      const outline = await askTool(frozen.pdf, 'qpdf', '--json', '--json-key=outlines', 'FILE');
      const titles = JSON.stringify(JSON.parse(outline)).replaceAll('\u00a0', ' ');
      for (const title of [
        'Instruction « Chefs de projets 2027 »',
        '1. Contexte et objet',
        'Annexe 2 – Contacts',
      ]) {
        expect(titles).to.contain(title);
      }
    });

    it('embeds TrueType fonts that can be copied from, and none drawn (Type 3)', async () => {
      const lines = (await askTool(frozen.pdf, 'pdffonts', 'FILE')).trim().split('\n').slice(2);
      expect(lines.length).to.be.greaterThan(2);
      for (const line of lines) {
        expect(line).to.match(/(Spectral|PublicSans)-\w+\s+CID TrueType\s+Identity-H\s+yes yes yes/);
      }
    });

    it('says PDF/A-3b and PDF/UA-1, with the colours’ profile and the extension’s schema', async () => {
      const metadata = await askTool(frozen.pdf, 'pdfinfo', '-meta', 'FILE');
      expect(metadata).to.match(/<pdfaid:part>3<[\s\S]*<pdfaid:conformance>B</);
      expect(metadata)
        .to.contain('<pdfuaid:part>1</pdfuaid:part>')
        .and.to.contain('<pdfaSchema:prefix>pdfuaid<');
      const objects = await askTool(frozen.pdf, 'qpdf', '--json', '--json-key=qpdf', 'FILE');
      expect(objects).to.contain('"/GTS_PDFA1"').and.to.contain('"/RoleMap"');
      expect(objects).to.match(/"\/Contents": "u:mailto:camille\.roussel@mildeca\.example"/);
    });

    it('leaves nothing painted that is neither tagged nor an artifact', async () => {
      const opened = await askTool(frozen.pdf, 'qpdf', '--qdf', '--object-streams=disable', 'FILE', '-');
      const streams = [...opened.matchAll(/stream\n([\s\S]*?)endstream/g)].map((match) => match[1] ?? '');
      const contents = streams.filter((stream) => stream.includes('BDC'));
      expect(contents).to.have.length(frozen.pages);
      for (const content of contents) {
        expect(content).to.contain('/Artifact BMC');
        let depth = 0;
        for (const line of content.split('\n')) {
          if (/\b(BDC|BMC)$/.test(line)) depth += 1;
          else if (line === 'EMC') depth -= 1;
          else if (/\b(Tj|TJ|Do|re|f|S)$/.test(line)) expect(depth, line).to.be.greaterThan(0);
        }
        expect(depth).to.equal(0);
      }
    });

    it('is whole, for qpdf', async () => {
      expect(await askTool(frozen.pdf, 'qpdf', '--check', 'FILE')).to.contain(
        'No syntax or stream encoding errors',
      );
    });

    it('gives the same bytes for the same input, and says their hash', async () => {
      const again = createTestRender();
      const second = await again.renderInstruction(chefsDeProjets(again.getTemplate('chefs-de-projets')));
      await again.close();
      expect(Buffer.compare(frozen.pdf, second.pdf)).to.equal(0);
      expect(frozen.sha256).to.equal(createHash('sha256').update(frozen.pdf).digest('hex'));
    });

    it('has an identifier of its own: another text, another identifier', async () => {
      const other = await render.renderInstruction(chefsDeProjets(template(), { demonstration: false }));
      const idOf = async (pdf: Uint8Array) =>
        /"\/ID": \[\s*"b:(\w+)",\s*"b:(\w+)"/
          .exec(await askTool(pdf, 'qpdf', '--json', '--json-key=qpdf', 'FILE'))
          ?.slice(1);
      const [first, second] = [await idOf(frozen.pdf), await idOf(other.pdf)];
      expect(first?.[0])
        .to.match(/^[0-9a-f]{64}$/)
        .and.to.equal(first?.[1]);
      expect(first).not.to.deep.equal(second);
    });
  });

  describe('and its marks', () => {
    it('bears no « PROJET » when frozen, and one on every page of a preview', async () => {
      expect(pages.join('')).not.to.contain('PROJET');
      const preview = await render.renderInstruction(chefsDeProjets(template(), { mark: 'preview' }));
      const texts = await textOfPages(preview.pdf);
      expect(texts.length).to.equal(frozen.pages);
      for (const page of texts) expect(page).to.contain('PROJET');
    });

    it('says on every page that it is a demonstration, or says nothing of it', async () => {
      for (const page of pages) expect(page).to.contain(notice);
      const real = await render.renderInstruction(chefsDeProjets(template(), { demonstration: false }));
      expect((await textOfPages(real.pdf)).join('')).not.to.contain('Démonstration');
    });
  });

  describe('and its HTML twin', () => {
    it('holds the same words as the PDF, but for the page furniture', () => {
      const words = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, '');
      const furniture = new RegExp(`${words(notice)}|page\\d/\\d`, 'g');
      const header = words('Instruction « Chefs de projets 2027 »');
      const printed = words(pages.join('')).replace(furniture, '').replaceAll(header, '');
      const twin = words(frozen.html.replace(/<[^>]*>/g, ' ').replaceAll('&nbsp;', ' ')).replaceAll(
        header,
        '',
      );
      // Lines may be read column by column in the PDF, and list labels are not in the HTML.
      const letters = (text: string) => [...text.replace(/[^\p{L}]/gu, '')].sort().join('');
      expect(letters(twin)).to.equal(letters(printed));
    });

    it('has neither script nor style, and headings from level 2 that skip none', () => {
      expect(frozen.html).not.to.match(/<script|<style|style=|<h1|watermark/);
      const levels = [...frozen.html.matchAll(/<h(\d)/g)].map((match) => Number(match[1]));
      expect(levels[0]).to.equal(2);
      levels.forEach((level, index) => expect(level).to.be.at.most((levels[index - 1] ?? 1) + 1));
    });
  });

  describe('and what people type', () => {
    const typed = `<b>gras</b> <script>document.title='x'</script> "guillemets" & l’esperluette`;

    it('is printed as it was typed, markup included', async () => {
      const input = chefsDeProjets(template());
      const fields = { ...input.fields, subject: typed, contactName: '<i>Nom</i>', year: '2027' };
      const document = await render.renderInstruction({ ...input, fields });
      const text = (await textOfPages(document.pdf))[0]?.replace(/\s+/g, ' ');
      expect(text).to.contain(typed).and.to.contain('<i>Nom</i>');
      expect(document.html).to.contain('&lt;b&gt;gras').and.not.to.contain('<script');
    });

    it('cannot leave the title, nor the header of the pages', async () => {
      const input = chefsDeProjets(template());
      const year = `</title></style><h1>x</h1>"; } body { display: none } \\"`;
      const document = await render.renderInstruction({ ...input, fields: { ...input.fields, year } });
      const texts = await textOfPages(document.pdf);
      expect(texts[1]).to.contain('</title></style><h1>x</h1>"; } body { display: none } \\"');
      expect(texts[0]).to.contain('Contexte et objet');
    });

    it('never stands in a frozen document that lacks something required', async () => {
      const input = chefsDeProjets(template());
      const refusal = await render
        .renderInstruction({ ...input, fields: { ...input.fields, subject: '' } })
        .catch((error: unknown) => error);
      expect(refusal)
        .to.be.instanceOf(AppError)
        .and.to.include({ code: 'invalid', messageKey: 'render.incomplete' });
    });
  });

  describe('and its template', () => {
    it('is listed, and found by name', () => {
      expect(render.listTemplates().map(({ name }) => name)).to.contain('chefs-de-projets');
      expect(() => render.getTemplate('inconnu'))
        .to.throw(AppError)
        .with.property('code', 'not-found');
    });

    it('prints from its stored source, whatever the installed one has become', async () => {
      const source = template().source.replace('Affaire suivie par', 'Dossier suivi par');
      const stored = render.templateFromSource(source);
      const document = await render.renderInstruction(chefsDeProjets(stored));
      expect((await textOfPages(document.pdf))[0]).to.contain('Dossier suivi par');
      expect(stored.sha256).not.to.equal(template().sha256);
    });
  });
});
