import { expect } from 'chai';
import { parseSectionText } from '../../../src/drafts/section-text.ts';
import { googleDocs, spreadsheet, webPage, word } from './clipboards.ts';
import { openInBrowser } from './in-browser.ts';

interface Reduced {
  json: Json;
  lost: string[];
}
interface Json {
  type: string;
  text?: string;
  content?: Json[];
  marks?: { type: string; attrs?: Record<string, unknown> }[];
  attrs?: Record<string, unknown>;
}

const script = `
  import { DOMParser as SchemaParser } from '@tiptap/pm/model';
  import { getSchema } from '@tiptap/core';
  import { reducePasted } from './editor/paste/paste.ts';
  import { sectionExtensions } from './editor/writing.ts';
  const parser = SchemaParser.fromSchema(getSchema(sectionExtensions()));
  window.paste = (html) => {
    const { html: reduced, lost } = reducePasted(html);
    const { body } = new DOMParser().parseFromString(reduced, 'text/html');
    return { json: parser.parse(body).toJSON(), lost };
  };`;

/** A document in one line, so that its shape is read at a glance. */
function shape({ type, text, content = [], marks = [], attrs }: Json): string {
  if (text !== undefined) {
    const words = text.replaceAll('\u00a0', '~');
    return marks.reduce((inner, mark) => {
      const href = mark.attrs?.['href'];
      return `${mark.type}${href === undefined ? '' : `=${String(href)}`}(${inner})`;
    }, words);
  }
  const said = attrs === undefined ? '' : Object.values(attrs).join();
  return `${type}${said}[${content.map(shape).join(/^(?:paragraph|heading|note)$/.test(type) ? '' : ' ')}]`;
}

describe('what is pasted', function () {
  this.timeout(180_000);
  let opened: Awaited<ReturnType<typeof openInBrowser>>;
  before(async () => {
    opened = await openInBrowser(script);
  });
  after(() => opened.close());

  async function paste(html: string): Promise<{ blocks: string[]; lost: string[] }> {
    const { json, lost } = (await opened.call('paste', html)) as Reduced;
    const parsed = parseSectionText(json);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    return { blocks: (json.content ?? []).map(shape), lost };
  }
  const item = (...words: string[]) => `listItem[${words.join(' ')}]`;
  const p = (words: string) => `paragraph[${words}]`;

  it('from Word keeps titles, emphasis, links, notes, lists and tables, and nothing else', async () => {
    const { blocks, lost } = await paste(word);
    expect(blocks).to.deep.equal([
      'heading2[Les priorités]',
      p(
        'Vous veillerez à bold(coordonner) les italic(services), selon link=https://www.drogues.gouv.fr/(le plan)note[Adopté en italic(2023).].',
      ),
      `bulletList[${item(p('Prévenir'), `bulletList[${item(p('à l’école'))}]`)} ${item(p('Soigner'))}]`,
      p('Puis~:'),
      `orderedList3[${item(p('Évaluer'))}]`,
      `table[tableRow[tableCell[${p('bold(Région)')}] tableCell[paragraph[]] tableCell[${p('AE')}]] ` +
        `tableRow[tableCell[${p('Bretagne')}] tableCell[${p('Ille – Vilaine')}] tableCell[paragraph[]]]]`,
    ]);
    expect(lost.join()).to.contain('image').and.not.contain('lien collé');
  });

  it('from a web page keeps its words, without scripts, colours, traps nor what is hidden', async () => {
    const { blocks, lost } = await paste(webPage);
    expect(blocks).to.deep.equal([
      'heading4[Un titre]',
      p('Un bold(mot) et italic(un autre), un piège, un chemin, link=https://a.example/x(un lien).'),
      p('Une citation, 12 m².'),
      `bulletList[${item(p('un'), `bulletList[${item(p('dans un'))}]`)} ${item(p('deux'))}]`,
      `orderedList4[${item(p('quatre'))}]`,
      ...[p('ligne 1'), p('terme'), p('sens')],
    ]);
    expect(lost.join()).to.contain('lien collé').and.not.contain('image');
  });

  it('from another editor is not bold because it stands in an element that says so', async () => {
    const { blocks } = await paste(googleDocs);
    expect(blocks).to.deep.equal([p('Un paragraphe, bold(gras)'), `bulletList[${item(p('un point'))}]`]);
  });

  it('from a spreadsheet keeps headers, and puts only paragraphs in cells', async () => {
    const { blocks } = await paste(spreadsheet);
    expect(blocks).to.deep.equal([
      `table[tableRow[tableHeader[${p('Région')}] tableHeader[${p('AE')}]] ` +
        `tableRow[tableCell[${p('Corse')}] tableCell[${p('1 200')}]] ` +
        `tableRow[tableCell[${[p('– un'), p('– deux'), p('total')].join(' ')}] tableCell[paragraph[]]]]`,
    ]);
  });

  it('of anything at all is a text that the server accepts', async () => {
    const pieces = [
      ...[
        '<p>',
        '</p>',
        '<li>',
        '<ul>',
        '</ul>',
        '<table>',
        '<tr>',
        '<td colspan=3>',
        '<td rowspan=9>',
        '</td>',
        '</table>',
      ],
      ...[
        '<h1>',
        '</h1>',
        '<b>',
        '</b>',
        '<a href="data:x">',
        '<a href="https://a.example">',
        '</a>',
        '<div>',
        '</div>',
      ],
      ...[
        '<img src=x alt=y>',
        '<span data-note>',
        '</span>',
        'mot',
        '\\u202e',
        '<ol start="99999">',
        '<p style="mso-list:l0 level9 lfo1">',
      ],
      ...[
        '<span data-act="x">',
        '<span data-section="y">',
        '<img data-image="z" alt="">',
        '<blockquote>',
        '<!-- x -->',
      ],
    ];
    const seed = 20_270_113;
    let state = seed;
    const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
    for (let turn = 0; turn < 150; turn += 1) {
      const html = Array.from({ length: 2 + next(30) }, () => pieces[next(pieces.length)]).join('');
      await paste(html).catch((error: unknown) => {
        throw new Error(`seed ${seed}, turn ${turn}: ${html}`, { cause: error });
      });
    }
  });
});
