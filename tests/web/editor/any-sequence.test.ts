import { Editor, type JSONContent } from '@tiptap/core';
import { Selection, TextSelection } from '@tiptap/pm/state';
import { expect } from 'chai';
import { parseSectionText } from '../../../src/drafts/section-text.ts';
import {
  historyActions,
  blockActions,
  markActions,
  type Action,
} from '../../../src/web/browser/editor/actions.ts';
import { tableAction, tableActions } from '../../../src/web/browser/editor/tables.ts';
import { typeFrench } from '../../../src/web/browser/editor/typography.ts';
import { sectionExtensions } from '../../../src/web/browser/editor/writing.ts';

const empty: JSONContent = { type: 'doc', content: [{ type: 'paragraph' }] };

/** The editor as it is in a browser, without anybody to look at it. */
function openEditor(content: JSONContent = empty): Editor {
  const editor = new Editor({ element: null, extensions: sectionExtensions(), content });
  editor.view.updateState(editor.state.reconfigure({ plugins: editor.extensionManager.plugins }));
  return editor;
}

function type(editor: Editor, words: string): void {
  for (const character of words) {
    const { from, to } = editor.state.selection;
    if (!typeFrench(editor.view, from, to, character))
      editor.view.dispatch(editor.state.tr.insertText(character, from, to));
  }
}

const note = { type: 'note', content: [{ type: 'text', text: 'une note' }] };
const reference = { type: 'crossReference', attrs: { target: 'credits' } };
const act = { type: 'actReference', attrs: { instructionId: 'a'.repeat(36), label: 'Un acte' } };
const image = { type: 'image', attrs: { sha256: 'a'.repeat(64), alt: 'Une carte', width: 4, height: 2 } };
const ran = (action: Action) => (editor: Editor) => void action.run(editor);

const steps: ((editor: Editor) => void)[] = [
  ...[...markActions, ...blockActions, ...historyActions, tableAction, ...tableActions].map(ran),
  ...['un mot ', `"dit" : l'un `, '12 000 € ', '80 % '].map(
    (words) => (editor: Editor) => type(editor, words),
  ),
  ...[note, reference, act, image, { type: 'hardBreak' }].map(
    (content) => (editor: Editor) => void editor.commands.insertContent(content),
  ),
  (editor) => editor.commands.setMark('link', { href: 'https://a.example/' }),
  (editor) => editor.commands.splitListItem('listItem') || editor.commands.splitBlock(),
  (editor) => editor.commands.sinkListItem('listItem'),
  (editor) => editor.commands.liftListItem('listItem'),
  (editor) => editor.commands.joinBackward(),
  (editor) => editor.commands.deleteSelection(),
  (editor) => editor.commands.liftEmptyBlock(),
  (editor) => editor.commands.selectAll(),
];

describe('a section that is written in any way at all', () => {
  it('is a text that the server accepts after each command and each restore', function () {
    this.timeout(180_000);
    const seed = 20_270_114;
    let state = seed;
    const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
    for (let run = 0; run < 12; run += 1) {
      const editor = openEditor();
      const revisions: JSONContent[] = [editor.getJSON()];
      for (let turn = 0; turn < 60; turn += 1) {
        const { doc } = editor.state;
        const [one, other] = [next(doc.content.size + 1), next(doc.content.size + 1)];
        const near = (at: number) => Selection.near(doc.resolve(at));
        const chosen = next(3) === 0 ? TextSelection.between(near(one).$from, near(other).$to) : near(one);
        // The words of a note are written in a row of their own: no cursor comes among them.
        const ends = [chosen.$from.parent, chosen.$to.parent];
        if (ends.some((parent) => parent.type.name === 'note')) continue;
        editor.view.dispatch(editor.state.tr.setSelection(chosen));
        if (next(15) === 0) editor.commands.setContent(revisions[next(revisions.length)] ?? empty);
        else steps[next(steps.length)]?.(editor);
        const parsed = parseSectionText(editor.getJSON());
        expect(parsed.ok ? [] : parsed.errors, `seed ${seed}, run ${run}, turn ${turn}`).to.deep.equal([]);
        if (next(10) === 0) revisions.push(editor.getJSON());
      }
    }
  });

  it('gives the plain character back when what became French is undone, and nothing more', () => {
    const editor = openEditor();
    type(editor, `L'an`);
    expect(editor.getText()).to.equal('L’an');
    editor.commands.undo();
    editor.commands.undo();
    expect(editor.getText()).to.equal(`L'`);
    editor.commands.redo();
    expect(editor.getText()).to.equal('L’');
  });

  it('reads texts of before Tiptap unchanged', () => {
    const old: JSONContent = {
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 3 }, content: [{ type: 'text', text: 'Objet' }] },
        {
          type: 'orderedList',
          attrs: { start: 3 },
          content: [
            {
              type: 'listItem',
              content: [
                {
                  type: 'paragraph',
                  content: [{ type: 'text', text: 'un', marks: [{ type: 'bold' }] }, note],
                },
              ],
            },
          ],
        },
      ],
    };
    expect(openEditor(old).getJSON()).to.deep.equal(old);
  });
});
