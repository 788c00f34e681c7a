import { Editor, Extension, type JSONContent } from '@tiptap/core';
import { withoutForbiddenCharacters } from '../../../drafts/text-characters.ts';
import type { Action } from './actions.ts';
import { decorations, type Decorating } from './decorations.ts';
import { pageOf } from './drafting-page.ts';
import { imagesLost, reducePasted } from './paste/paste.ts';
import type { ToolbarPlace } from './toolbar-place.ts';
import { createToolbar } from './toolbar.ts';
import { viewsOf } from './views.ts';
import { sectionExtensions } from './writing.ts';

/** Kept free around the cursor, in pixels. */
const sight = { top: 120, bottom: 110, left: 0, right: 0 };

/**
 * Puts an editor in the place of a section's plain field. The form carries the section's ProseMirror JSON
 * in a hidden field, which `onChange` is told of. Throws where the document does not read: the plain field
 * then stays as it is. Its toolbar stands in `bars`; `more` are buttons that the page adds to it.
 */
export function mountEditor(
  host: HTMLElement,
  { bars, onChange, more }: { bars: ToolbarPlace; onChange: () => void; more: Action[] },
) {
  const page = pageOf(host);
  const { editor: name = '', label = '', document: json = '' } = host.dataset;
  const hidden = document.createElement('input');
  hidden.type = 'hidden';
  hidden.name = name;
  hidden.value = json;

  const id = `${host.id}-texte`;
  const toolbar = createToolbar({ label, controls: id, page, editorOf: () => editor, more });
  const keys = Extension.create({
    name: 'sectionKeys',
    priority: 200,
    addKeyboardShortcuts: () => ({
      Enter: () => toolbar.openSelected(),
      'Mod-Alt-n': () => toolbar.openNote(),
      'Alt-F10': () => {
        toolbar.focus();
        return true;
      },
    }),
  });
  /** Left alone, a browser would open a dropped file in the place of the page. */
  function refuseFiles(given: DataTransfer | null): boolean {
    if (given === null || given.files.length === 0) return false;
    toolbar.say(imagesLost);
    return true;
  }

  const area = document.createElement('div');
  const editor: Editor = new Editor({
    element: area,
    content: JSON.parse(json) as JSONContent,
    enableContentCheck: true,
    extensions: [...sectionExtensions(viewsOf(page)), decorations, keys],
    // The security policy refuses style elements; the rules stand in our own style sheet.
    injectCSS: false,
    enableCoreExtensions: { delete: false, textDirection: false },
    editorProps: {
      attributes: {
        id,
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-describedby': host.dataset['described'] ?? '',
        class: 'es-editor-text',
        lang: 'fr',
        spellcheck: 'true',
      },
      // What is written stays clear of the toolbar above and of the button that saves below.
      ...{ scrollThreshold: sight, scrollMargin: sight },
      handleDoubleClickOn: () => toolbar.openSelected(),
      transformPastedText: (text) => withoutForbiddenCharacters(text, { keepBreaks: true }),
      transformPastedHTML(html) {
        const { html: reduced, lost } = reducePasted(html);
        toolbar.say(lost.join(' '));
        return reduced;
      },
      handlePaste: (_view, { clipboardData }) =>
        clipboardData?.types.every((type) => type === 'Files') === true && refuseFiles(clipboardData),
      handleDrop: (_view, { dataTransfer }) => refuseFiles(dataTransfer),
    },
    onTransaction: () => toolbar.update(editor),
    onUpdate: () => {
      hidden.value = JSON.stringify(editor.getJSON());
      onChange();
    },
  });
  host.replaceChildren(area, hidden);
  bars.add(toolbar.element, area);
  toolbar.update(editor);

  return {
    editor,
    /** The section as it would be saved. */
    json: (): string => hidden.value,
    /** Puts the cursor there (a position of the document; its beginning if none), in sight. */
    focus: (position?: number): void =>
      void editor.commands.focus(position ?? 'start', { scrollIntoView: true }),
    /** Shows marks over the text, which are no part of it; they follow what is typed around them. */
    decorate: (decorating: Decorating): void => void editor.commands.decorate(decorating),
  };
}

export type MountedEditor = ReturnType<typeof mountEditor>;
