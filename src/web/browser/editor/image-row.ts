import type { Editor } from '@tiptap/core';
import { NodeSelection, type EditorState } from '@tiptap/pm/state';
import { isWords, longestWords } from '../../../drafts/text-attributes.ts';
import type { Action } from './actions.ts';
import type { DraftingPage } from './drafting-page.ts';
import { createRow } from './row.ts';
import { isA, nodeType } from './types.ts';

interface Picture {
  sha256: string;
  width: number;
  height: number;
}

/** The picture that is selected, which is how its words are read and changed. */
function selectedImage({ selection }: EditorState) {
  return selection instanceof NodeSelection && isA(selection.node, 'image') ? selection.node : undefined;
}

/** Pictures stand between the paragraphs of the text itself, as tables do. */
function mayHoldImage(state: EditorState): boolean {
  return selectedImage(state) !== undefined || state.selection.$from.depth === 1;
}

/** The row that brings a picture, with the words that say what it shows: without them it is not taken. */
export function createImageRow(editorOf: () => Editor, page: DraftingPage) {
  const row = createRow(() => editorOf().view.focus());
  const file = row.field('Fichier, PNG ou JPEG, 5 Mo au plus', {
    type: 'file',
    accept: 'image/png,image/jpeg',
  });
  const words = row.field('Texte de remplacement : ce que montre l’image, en une phrase', {
    type: 'text',
    maxLength: longestWords,
  });
  row.element.append(
    ...[file.label, file.input, words.label, words.input],
    row.button('Enregistrer l’image', () => void apply()),
    row.button('Fermer', row.close),
    row.message,
  );
  words.onEnter(() => void apply());

  async function apply(): Promise<void> {
    const editor = editorOf();
    const alt = words.input.value.trim();
    const present = selectedImage(editor.state);
    const [chosen] = file.input.files ?? [];
    if (chosen === undefined && present === undefined)
      return row.say('Choisissez un fichier d’image.', file.input);
    if (!isWords(alt))
      return row.say('Dites ce que montre l’image : qui ne la voit pas n’aura que ces mots.', words.input);
    try {
      const picture = chosen === undefined ? {} : await send(chosen);
      put(editor, { ...present?.attrs, ...picture, alt });
    } catch (error) {
      return row.say(error instanceof Refused ? error.message : unreachable, file.input);
    }
    row.close();
  }

  async function send(chosen: File): Promise<Picture> {
    const form = new FormData();
    // The token first: a file that is too large is not read to its end.
    form.append('form-token', page.token());
    form.append('image', chosen);
    const answer = await fetch(`${page.address}/images`, { method: 'POST', body: form });
    const said = (await answer.json()) as Picture & { message?: string };
    if (!answer.ok) throw new Refused(said.message ?? unreachable);
    const { sha256, width, height } = said;
    return { sha256, width, height };
  }

  const action: Action = {
    label: 'Insérer une image',
    icon: 'image',
    run: ({ state }) => {
      if (!mayHoldImage(state)) return false;
      const present = selectedImage(state);
      file.input.value = '';
      words.input.value = String(present?.attrs['alt'] ?? '');
      row.open(present === undefined ? file.input : words.input);
      return true;
    },
    can: ({ state }) => mayHoldImage(state),
    isActive: ({ state }) => selectedImage(state) !== undefined,
    opensRow: true,
  };
  return {
    element: row.element,
    action,
    isSelected: (state: EditorState) => selectedImage(state) !== undefined,
  };
}

class Refused extends Error {}
const unreachable =
  'L’image n’a pas pu être envoyée. Vérifiez votre connexion, puis recommencez ; votre texte n’est pas touché.';

/** In the place of the selected picture, or of the empty paragraph of the cursor, or after its block. */
function put({ state, view }: Editor, attributes: Record<string, unknown>): void {
  const made = nodeType(state.schema, 'image').create(attributes);
  const { selection, doc } = state;
  const replaces = selectedImage(state) !== undefined;
  const { $from } = selection;
  const empty = !replaces && isA($from.parent, 'paragraph') && $from.parent.content.size === 0;
  const [from, to] = replaces
    ? [selection.from, selection.to]
    : [empty ? $from.before(1) : $from.after(1), $from.after(1)];
  const last = to === doc.content.size;
  const content = last ? [made, nodeType(state.schema, 'paragraph').create()] : [made];
  const change = state.tr.replaceWith(from, to, content);
  view.dispatch(change.setSelection(NodeSelection.create(change.doc, from)).scrollIntoView());
}
