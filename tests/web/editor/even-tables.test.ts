import { expect } from 'chai';
import { Node } from 'prosemirror-model';
import { EditorState } from '@tiptap/pm/state';
import { parseSectionText } from '../../../src/drafts/section-text.ts';
import { textSchema } from '../../../src/drafts/text-schema.ts';
import { evenTables } from '../../../src/web/browser/editor/even-tables.ts';

const cell = (words: string) => ({
  type: 'tableCell',
  content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }],
});
const row = (...words: string[]) => ({ type: 'tableRow', content: words.map(cell) });
const table = (...content: object[]) => ({ type: 'table', content });

describe('a table that was pasted with merged cells', () => {
  it('gets as many cells in every row, which the server asks for, and loses no word', () => {
    const pasted = Node.fromJSON(textSchema, {
      type: 'doc',
      content: [table(row('a', 'b', 'c'), row('d')), table(row('e')), table(row('f'), row('g', 'h'))],
    });
    const empty = textSchema.node('doc', null, [textSchema.node('paragraph')]);
    const state = EditorState.create({ doc: empty, plugins: [evenTables()] });
    const { doc } = state.apply(state.tr.replaceWith(0, empty.content.size, pasted.content));
    expect(doc.children.map((one) => one.children.map(({ childCount }) => childCount))).to.deep.equal([
      [3, 3],
      [1],
      [2, 2],
    ]);
    expect(doc.textContent).to.equal('abcdefgh');
    expect(parseSectionText(pasted.toJSON()).ok).to.equal(false);
    expect(parseSectionText(doc.toJSON()).ok).to.equal(true);
  });
});
