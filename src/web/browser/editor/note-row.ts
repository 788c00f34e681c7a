import type { Editor } from '@tiptap/core';
import { baseKeymap, toggleMark } from '@tiptap/pm/commands';
import { history, redo, undo } from '@tiptap/pm/history';
import { keymap } from '@tiptap/pm/keymap';
import type { Node } from '@tiptap/pm/model';
import { EditorState, NodeSelection } from '@tiptap/pm/state';
import { EditorView } from '@tiptap/pm/view';
import { withoutForbiddenCharacters } from '../../../drafts/text-characters.ts';
import type { Action } from './actions.ts';
import { createRow } from './row.ts';
import { isA, markType, nodeType } from './types.ts';
import { frenchTyping } from './typography.ts';

/** The note that is selected, which is how one is read and changed. */
function selectedNote(state: EditorState): Node | undefined {
  const { selection } = state;
  return selection instanceof NodeSelection && isA(selection.node, 'note') ? selection.node : undefined;
}

/** A note may be called where the cursor is: in a paragraph, but not in a heading nor in another note. */
function mayCallNote(state: EditorState): boolean {
  return selectedNote(state) !== undefined || isA(state.selection.$to.parent, 'paragraph');
}

/**
 * The row that a note is written in, under the toolbar, as a text of its own: words, bold, italic. Enter
 * puts it in the text, Escape gives up.
 */
export function createNoteRow(editorOf: () => Editor) {
  const row = createRow(() => editorOf().view.focus());
  const label = document.createElement('p');
  label.className = 'fr-label';
  label.id = `note-${crypto.randomUUID()}`;
  label.textContent = 'Texte de la note';
  const area = document.createElement('div');
  area.className = 'es-note-area';
  let written: EditorView | undefined;
  const remove = row.button('Retirer la note', () => put(undefined));
  row.element.append(
    label,
    area,
    row.button('Enregistrer la note', apply),
    remove,
    row.button('Fermer', close),
  );

  function apply(): void {
    const made = written?.state.doc;
    put(made === undefined || made.textContent.trim() === '' ? undefined : made);
  }

  /** Puts a note after the selection, or in the place of the selected one; none takes that one away. */
  function put(made: Node | undefined): void {
    const { state, view } = editorOf();
    const { from, to } = state.selection;
    const changed = selectedNote(state) !== undefined;
    if (made !== undefined)
      view.dispatch(state.tr.replaceWith(changed ? from : to, to, made).scrollIntoView());
    else if (changed) view.dispatch(state.tr.delete(from, to).scrollIntoView());
    close();
  }

  function close(): void {
    written?.destroy();
    written = undefined;
    row.close();
  }

  const action: Action = {
    label: 'Insérer une note',
    icon: 'note',
    words: 'Note',
    keys: 'Control+Alt+N',
    run({ state }): boolean {
      if (!mayCallNote(state)) return false;
      written?.destroy();
      const doc = selectedNote(state) ?? nodeType(state.schema, 'note').create();
      remove.hidden = doc.content.size === 0;
      const keys = {
        'Mod-b': toggleMark(markType(state.schema, 'bold')),
        'Mod-i': toggleMark(markType(state.schema, 'italic')),
        'Mod-z': undo,
        'Mod-y': redo,
        Enter: () => (apply(), true),
        Escape: () => (close(), true),
      };
      written = new EditorView(area, {
        state: EditorState.create({
          doc,
          plugins: [history(), keymap(keys), keymap(baseKeymap), frenchTyping()],
        }),
        attributes: {
          role: 'textbox',
          'aria-labelledby': label.id,
          class: 'es-editor-text',
          lang: 'fr',
          spellcheck: 'true',
        },
        transformPastedText: (text) => withoutForbiddenCharacters(text, { keepBreaks: false }),
        transformPastedHTML: (html) => withoutForbiddenCharacters(html, { keepBreaks: true }),
      });
      row.element.hidden = false;
      written.focus();
      return true;
    },
    can: ({ state }) => mayCallNote(state),
    isActive: ({ state }) => selectedNote(state) !== undefined,
    opensRow: true,
  };
  return {
    element: row.element,
    action,
    isSelected: (state: EditorState) => selectedNote(state) !== undefined,
  };
}

/** How a note shows in the text: the call alone, numbered by the style sheet, its words said and shown on hover. */
export function noteView({ node }: { node: Node }) {
  const dom = document.createElement('span');
  dom.className = 'es-note';
  dom.setAttribute('role', 'img');
  dom.setAttribute('aria-label', `Note : ${node.textContent}`);
  dom.title = node.textContent;
  return { dom, ignoreMutation: () => true };
}
