import { expect } from 'chai';
import { toHtml } from '../../src/drafts/section-html.ts';
import {
  emptyDoc,
  fromParagraphs,
  isBlank,
  isPlain,
  longestSectionJson,
  parseSectionText,
  toPlainText,
  type SectionText,
} from '../../src/drafts/section-text.ts';

type Json = Record<string, unknown>;
const text = (value: string, ...marks: Json[]): Json =>
  marks.length === 0 ? { type: 'text', text: value } : { type: 'text', text: value, marks };
const paragraph = (...content: Json[]): Json => ({ type: 'paragraph', content });
const doc = (...content: Json[]): Json => ({ type: 'doc', content });
const link = (href: unknown): Json => ({ type: 'link', attrs: { href } });

function read(json: unknown): SectionText {
  const outcome = parseSectionText(json);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.value;
}

function faultOf(json: unknown): string | undefined {
  const outcome = parseSectionText(json, 'sections.intro');
  return outcome.ok ? undefined : outcome.errors[0]?.key;
}

describe('a section’s text', () => {
  it('is read back as it was written', () => {
    const written = doc(
      { type: 'heading', attrs: { level: 3 }, content: [text('Objet')] },
      paragraph(text('Mesdames, '), text('Messieurs', { type: 'bold' })),
      {
        type: 'orderedList',
        attrs: { start: 3 },
        content: [{ type: 'listItem', content: [paragraph(text('un'))] }],
      },
    );
    expect(read(written).toJSON()).to.deep.equal(written);
    expect(read(JSON.stringify(written)).toJSON()).to.deep.equal(written);
  });

  for (const href of [
    'https://www.drogues.gouv.fr/a?b=1#c',
    'http://a.example',
    'mailto:a@b.example',
    '#annexe-1',
  ]) {
    it(`accepts a link to ${href}`, () => {
      expect(faultOf(doc(paragraph(text('ici', link(href)))))).to.equal(undefined);
    });
  }

  for (const href of [
    'javascript:alert(1)',
    'JaVaScRiPt:x',
    'data:text/html,x',
    '//a.example',
    '/x',
    'https:// x',
    'https://a.example/\u0000',
    'https://a.example/\u202egpj.exe',
    '',
    4,
    null,
  ]) {
    it(`refuses a link to ${JSON.stringify(href)}`, () => {
      expect(faultOf(doc(paragraph(text('ici', link(href)))))).to.equal('drafts.text.not-allowed');
    });
  }

  for (const level of [1, 5, 99, '2', 2.5, null]) {
    it(`refuses a heading of level ${JSON.stringify(level)}`, () => {
      const heading = { type: 'heading', attrs: { level }, content: [text('x')] };
      expect(faultOf(doc(heading))).to.equal('drafts.text.not-allowed');
    });
  }

  const cell = (type: string, words: string) => ({ type, content: [paragraph(text(words))] });
  const row = (...content: Json[]): Json => ({ type: 'tableRow', content });
  const table = (...content: Json[]): Json => ({ type: 'table', content });

  it('prints a table with its headers, the first row always being one', () => {
    const body = row(cell('tableHeader', 'Ain'), cell('tableCell', '12'));
    const headed = table(row(cell('tableHeader', 'Où'), cell('tableHeader', 'Combien')), body);
    expect(toHtml(read(doc(headed)))).to.equal(
      '<table><thead><tr><th scope="col"><p>Où</p></th><th scope="col"><p>Combien</p></th></tr></thead>' +
        '<tbody><tr><th scope="row"><p>Ain</p></th><td><p>12</p></td></tr></tbody></table>',
    );
    const bare = table(row(cell('tableCell', 'a')), row(cell('tableCell', 'b')));
    expect(toHtml(read(doc(bare)))).to.equal(
      '<table><thead><tr><th scope="col"><p>a</p></th></tr></thead><tbody><tr><td><p>b</p></td></tr></tbody></table>',
    );
  });

  it('leaves the headers of a table where they are put, at the head of its rows alone if so', () => {
    const rows = ['Ain', 'Aude'].map((name) => row(cell('tableHeader', name), cell('tableCell', '1')));
    expect(toHtml(read(doc(table(...rows))))).to.equal(
      '<table><tbody><tr><th scope="row"><p>Ain</p></th><td><p>1</p></td></tr>' +
        '<tr><th scope="row"><p>Aude</p></th><td><p>1</p></td></tr></tbody></table>',
    );
  });

  const note = (...content: Json[]): Json => ({ type: 'note', content });

  it('keeps notes where they are called, in paragraphs, lists and cells', () => {
    const called = paragraph(text('Vu'), note(text('Loi de '), text('1970', { type: 'bold' })), text('.'));
    const written = doc(called, table(row({ type: 'tableCell', content: [called] })), {
      type: 'bulletList',
      content: [{ type: 'listItem', content: [called] }],
    });
    expect(read(written).toJSON()).to.deep.equal(written);
    expect(toHtml(read(doc(called)))).to.equal(
      '<p>Vu<span class="note">Loi de <strong>1970</strong></span>.</p>',
    );
    expect(toPlainText(read(doc(called)))).to.equal('Vu [Loi de 1970].');
    expect(isPlain(read(doc(called)))).to.equal(false);
  });

  const cases: [string, unknown, string][] = [
    ['a note without words', doc(paragraph(text('a'), note(text(' ')))), 'drafts.text.blank-note'],
    ['an empty note', doc(paragraph(text('a'), { type: 'note' })), 'drafts.text.blank-note'],
    ['a note in a note', doc(paragraph(note(text('a'), note(text('b'))))), 'drafts.text.not-allowed'],
    ['a line break in a note', doc(paragraph(note({ type: 'hardBreak' }))), 'drafts.text.not-allowed'],
    [
      'a note in a heading',
      doc({ type: 'heading', attrs: { level: 2 }, content: [text('a'), note(text('b'))] }),
      'drafts.text.not-allowed',
    ],
    [
      'a note with an attribute',
      doc(paragraph({ ...note(text('a')), attrs: { id: 'x' } })),
      'drafts.text.unknown-element',
    ],
    ['a note outside of a paragraph', doc(note(text('a'))), 'drafts.text.not-allowed'],
    [
      'a table whose rows are uneven',
      doc(table(row(cell('tableCell', 'a'), cell('tableCell', 'b')), row(cell('tableCell', 'c')))),
      'drafts.text.uneven-table',
    ],
    ['a table without rows', doc(table()), 'drafts.text.not-allowed'],
    [
      'a merged cell',
      doc(table(row({ ...cell('tableCell', 'a'), attrs: { colspan: 2 } }))),
      'drafts.text.unknown-element',
    ],
    [
      'a list in a cell',
      doc(table(row({ type: 'tableCell', content: [{ type: 'bulletList' }] }))),
      'drafts.text.not-allowed',
    ],
    ['an unknown node', doc({ type: 'image', attrs: { src: 'x' } }), 'drafts.text.unknown-element'],
    ['an unknown mark', doc(paragraph(text('a', { type: 'underline' }))), 'drafts.text.unknown-element'],
    [
      'an unknown attribute',
      doc({ type: 'paragraph', attrs: { style: 'color:red' } }),
      'drafts.text.unknown-element',
    ],
    [
      'an attribute named as an object’s own',
      doc({ type: 'paragraph', attrs: { constructor: 1 } }),
      'drafts.text.unknown-element',
    ],
    ['a node named as an object’s own', doc({ type: 'constructor' }), 'drafts.text.unknown-element'],
    ['a stray key', { ...doc(paragraph()), extra: 1 }, 'drafts.text.unknown-element'],
    [
      'a list whose start is zero',
      doc({
        type: 'orderedList',
        attrs: { start: 0 },
        content: [{ type: 'listItem', content: [paragraph()] }],
      }),
      'drafts.text.not-allowed',
    ],
    ['a list without items', doc({ type: 'bulletList' }), 'drafts.text.not-allowed'],
    ['text outside a paragraph', doc(text('a')), 'drafts.text.not-allowed'],
    ['a fragment that is not a document', paragraph(text('a')), 'drafts.text.unreadable'],
    ['a control character', doc(paragraph(text('a\u0007b'))), 'drafts.text.control-characters'],
    ['a bidirectional override', doc(paragraph(text('a\u202eb'))), 'drafts.text.control-characters'],
    ['half a surrogate pair', doc(paragraph(text('a\ud800'))), 'drafts.text.control-characters'],
    ['an empty text node', doc(paragraph(text(''))), 'drafts.text.unreadable'],
    ['something that is not JSON', '{', 'drafts.text.unreadable'],
    ['nothing', undefined, 'drafts.text.unreadable'],
    ['a list where an object stands', [], 'drafts.text.unreadable'],
    [
      'a text beyond the limit',
      doc(paragraph(text('a'.repeat(longestSectionJson)))),
      'drafts.text.too-large',
    ],
    ['bottomless nesting', nested(40), 'drafts.text.too-deep'],
  ];
  for (const [what, json, key] of cases) {
    it(`refuses ${what}`, () => expect(faultOf(json)).to.equal(key));
  }

  it('prints with every character escaped and no style attribute', () => {
    const html = toHtml(
      read(
        doc(
          paragraph(
            text('<script>"&\''),
            { type: 'hardBreak' },
            text('lien', link('https://a.example/?x=1&y=2'), { type: 'bold' }),
          ),
          {
            type: 'bulletList',
            content: [{ type: 'listItem', content: [paragraph(text('un', { type: 'italic' }))] }],
          },
          {
            type: 'orderedList',
            attrs: { start: 4 },
            content: [{ type: 'listItem', content: [paragraph(text('deux'))] }],
          },
        ),
      ),
    );
    expect(html).to.equal(
      '<p>&lt;script&gt;&quot;&amp;&#39;<br><a href="https://a.example/?x=1&amp;y=2"><strong>lien</strong></a></p>' +
        '<ul><li><p><em>un</em></p></li></ul><ol start="4"><li><p>deux</p></li></ol>',
    );
  });

  it('comes from plain paragraphs, and goes back to them', () => {
    const outcome = fromParagraphs('Un.\r\nDeux.\n\n  \nTrois <b>.');
    if (!outcome.ok) throw new Error('refused');
    expect(outcome.value.childCount).to.equal(2);
    expect(toPlainText(outcome.value)).to.equal('Un.\nDeux.\n\nTrois <b>.');
    expect(isPlain(outcome.value)).to.equal(true);
  });

  it('refuses control characters in plain paragraphs too', () => {
    expect(fromParagraphs('a\u0000b').ok).to.equal(false);
  });

  it('is blank when it holds only spaces', () => {
    expect(isBlank(emptyDoc())).to.equal(true);
    expect(isBlank(read(doc(paragraph(text('  ')))))).to.equal(true);
    expect(isBlank(read(doc(paragraph(text('a')))))).to.equal(false);
  });

  it('tells when a plain field would lose something of it', () => {
    expect(isPlain(read(doc(paragraph(text('a', { type: 'bold' })))))).to.equal(false);
    expect(isPlain(read(doc({ type: 'heading', attrs: { level: 2 }, content: [text('a')] })))).to.equal(
      false,
    );
  });
});

function nested(depth: number): Json {
  let inner: Json = paragraph(text('a'));
  for (let level = 0; level < depth; level++) {
    inner = { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(), inner] }] };
  }
  return doc(inner);
}
