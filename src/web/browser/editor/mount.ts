import { Editor, Extension, type JSONContent } from '@tiptap/core';
import { withoutForbiddenCharacters } from '../../../drafts/text-characters.ts';
import { decorations, type Decorating } from './decorations.ts';
import { noteView, selectedNote } from './note-row.ts';
import { createToolbar } from './toolbar.ts';
import { sectionExtensions } from './writing.ts';

/**
 * Puts an editor in the place of a section's plain field. The form carries the section's ProseMirror JSON
 * in a hidden field, which `onChange` is told of. Throws where the document does not read: the plain field
 * then stays as it is.
 */
export function mountEditor(host: HTMLElement, onChange: () => void) {
  const { editor: name = '', label = '', document: json = '' } = host.dataset;
  const hidden = document.createElement('input');
  hidden.type = 'hidden';
  hidden.name = name;
  hidden.value = json;

  const toolbar = createToolbar({ label, editorOf: () => editor });
  const keys = Extension.create({
    name: 'sectionKeys',
    priority: 200,
    addKeyboardShortcuts: () => ({
      Enter: () => selectedNote(editor.state) !== undefined && toolbar.openNote(),
      'Mod-Alt-n': () => toolbar.openNote(),
      'Alt-F10': () => {
        toolbar.focus();
        return true;
      },
    }),
  });
  const area = document.createElement('div');
  const editor: Editor = new Editor({
    element: area,
    content: JSON.parse(json) as JSONContent,
    enableContentCheck: true,
    extensions: [...sectionExtensions({ note: noteView }), decorations, keys],
    // The security policy refuses style elements; the rules stand in our own style sheet.
    injectCSS: false,
    enableCoreExtensions: { delete: false, textDirection: false },
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        class: 'es-editor-text',
        lang: 'fr',
        spellcheck: 'true',
      },
      handleDoubleClickOn: (_view, _position, node) => node.type.name === 'note' && toolbar.openNote(),
      transformPastedText: (text) => withoutForbiddenCharacters(text, { keepBreaks: true }),
      transformPastedHTML: (html) => withoutForbiddenCharacters(html, { keepBreaks: true }),
    },
    onTransaction: () => toolbar.update(editor),
    onUpdate: () => {
      hidden.value = JSON.stringify(editor.getJSON());
      onChange();
    },
  });
  host.replaceChildren(toolbar.element, area, hidden);
  toolbar.update(editor);

  return {
    editor,
    /** The section as it would be saved. */
    json: (): string => hidden.value,
    /** Puts the cursor there (a position of the document; its beginning if none), in sight. */
    focus: (position?: number): void =>
      void editor.commands.focus(position ?? 'start', { scrollIntoView: true }),
    /** A frozen text is read, not written. */
    setEditable(editable: boolean): void {
      editor.setEditable(editable, false);
      toolbar.element.hidden = !editable;
    },
    /** Shows marks over the text, which are no part of it; they follow what is typed around them. */
    decorate: (decorating: Decorating): void => void editor.commands.decorate(decorating),
  };
}

export type MountedEditor = ReturnType<typeof mountEditor>;
