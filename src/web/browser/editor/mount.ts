import { baseKeymap } from 'prosemirror-commands';
import { history } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import { Node } from 'prosemirror-model';
import { EditorState, type Plugin } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { withoutForbiddenCharacters } from '../../../drafts/text-characters.ts';
import { textSchema } from '../../../drafts/text-schema.ts';
import { createKeys } from './keys.ts';
import { noteView } from './note-row.ts';
import { evenTables } from './even-tables.ts';
import { createToolbar } from './toolbar.ts';
import { typeFrench } from './typography.ts';

/**
 * Puts an editor in the place of a section's plain field. The form carries the section's ProseMirror
 * JSON in a hidden field; where the document does not read, the plain field stays as it is.
 */
export function mountEditor(host: HTMLElement, onChange: () => void): void {
  const { editor: name = '', label = '', document: json = '' } = host.dataset;
  const doc = Node.fromJSON(textSchema, JSON.parse(json));
  const hidden = document.createElement('input');
  hidden.type = 'hidden';
  hidden.name = name;
  hidden.value = json;

  const toolbar = createToolbar({ label, dispatchTo: () => view });
  const plugins: Plugin[] = [
    history(),
    keymap(createKeys({ focusToolbar: toolbar.focus, openNote: toolbar.openNote })),
    keymap(baseKeymap),
    evenTables,
  ];
  const area = document.createElement('div');
  host.replaceChildren(toolbar.element, area, hidden);
  const view: EditorView = new EditorView(area, {
    state: EditorState.create({ doc, plugins }),
    attributes: {
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': label,
      class: 'es-editor-text',
      lang: 'fr',
      spellcheck: 'true',
    },
    nodeViews: { note: noteView },
    handleDoubleClickOn: (_view, _position, node) => node.type.name === 'note' && toolbar.openNote(),
    handleTextInput: typeFrench,
    transformPastedText: (text) => withoutForbiddenCharacters(text, { keepBreaks: true }),
    transformPastedHTML: (html) => withoutForbiddenCharacters(html, { keepBreaks: true }),
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      toolbar.update(view.state);
      if (!transaction.docChanged) return;
      hidden.value = JSON.stringify(view.state.doc.toJSON());
      onChange();
    },
  });
  toolbar.update(view.state);
}
