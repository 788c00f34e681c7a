import type { Editor } from '@tiptap/core';
import type { EditorState } from '@tiptap/pm/state';
import type { Action } from './actions.ts';
import type { DraftingPage } from './drafting-page.ts';
import { createRow } from './row.ts';
import { findActs, type Act } from './standings.ts';
import { isA } from './types.ts';

const pause = 250;

/** References stand in paragraphs; headings hold none, because they are copied in bookmarks. */
export const mayRefer = ({ selection }: EditorState): boolean =>
  isA(selection.$from.parent, 'paragraph') && isA(selection.$to.parent, 'paragraph');

/** The row that chooses a section or an annex of the same text. */
export function createSectionRow(editorOf: () => Editor, page: DraftingPage) {
  const row = createRow(() => editorOf().view.focus());
  const { label, input: select } = row.field('Rubrique ou annexe', { tag: 'select' });
  row.element.append(label, select, row.button('Insérer le renvoi', apply), row.button('Fermer', row.close));

  function apply(): void {
    if (select.value !== '')
      editorOf().commands.insertContent({ type: 'crossReference', attrs: { target: select.value } });
    row.close();
  }

  const action: Action = {
    label: 'Renvoi',
    icon: 'section',
    words: 'Renvoi',
    run: () => {
      select.replaceChildren(...page.sections().map(({ key, title }) => new Option(title, key)));
      row.open(select);
      return true;
    },
    can: ({ state }) => mayRefer(state),
    opensRow: true,
  };
  return { element: row.element, action };
}

/** The row that looks for an act in the archive: it is chosen in what is found, never typed. */
export function createActRow(editorOf: () => Editor) {
  const row = createRow(() => editorOf().view.focus());
  const { label, input } = row.field('Mots du titre ou de la date de l’acte', { type: 'search' });
  const found = document.createElement('ul');
  found.className = 'fr-raw-list es-found';
  const told = document.createElement('p');
  told.className = 'fr-text--sm es-told';
  told.setAttribute('role', 'status');
  row.element.append(label, input, row.button('Fermer', row.close), told, found);
  let turn = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function cite({ instructionId, label: words }: Act): void {
    editorOf().commands.insertContent({ type: 'actReference', attrs: { instructionId, label: words } });
    row.close();
  }

  async function look(): Promise<void> {
    turn += 1;
    const mine = turn;
    const acts = await findActs(input.value).catch(() => undefined);
    // A later question has been asked meanwhile.
    if (mine !== turn) return;
    if (acts === undefined)
      told.textContent = 'L’archive ne répond pas. Vérifiez votre connexion, puis recommencez.';
    else told.textContent = acts.length === 0 ? 'Aucun acte signé ne porte ces mots.' : 'Choisissez l’acte :';
    const items = (acts ?? []).map((act) => {
      const item = document.createElement('li');
      const warning = act.warning === undefined ? '' : ` (${act.warning})`;
      item.append(row.button(act.label + warning, () => cite(act)));
      return item;
    });
    found.replaceChildren(...items);
  }

  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void look(), pause);
  });

  const action: Action = {
    label: 'Citer un acte',
    icon: 'act',
    words: 'Citer un acte',
    run: () => {
      input.value = '';
      found.replaceChildren();
      row.open(input);
      void look();
      return true;
    },
    can: ({ state }) => mayRefer(state),
    opensRow: true,
  };
  return { element: row.element, action };
}
