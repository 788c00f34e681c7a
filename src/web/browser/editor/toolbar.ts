import type { Editor } from '@tiptap/core';
import { blockActions, historyActions, markActions, type Action } from './actions.ts';
import { createBar } from './bar.ts';
import type { DraftingPage } from './drafting-page.ts';
import { createImageRow } from './image-row.ts';
import { createLinkRow } from './link-row.ts';
import { createNoteRow } from './note-row.ts';
import { createActRow, createSectionRow } from './reference-row.ts';
import { isInTable, tableAction, tableActions } from './tables.ts';

/**
 * The buttons of one editor, and the rows that they open; those of a table are there while the cursor is in
 * one. Alt+F10 comes here from the text. `more` are the page's own buttons.
 */
export function createToolbar(options: {
  label: string;
  /** The text that it writes in, by its id. */
  controls: string;
  page: DraftingPage;
  editorOf: () => Editor;
  more: Action[];
}) {
  const { label, controls, page, editorOf, more } = options;
  const linkRow = createLinkRow(editorOf);
  const noteRow = createNoteRow(editorOf);
  const imageRow = createImageRow(editorOf, page);
  const sectionRow = createSectionRow(editorOf, page);
  const actRow = createActRow(editorOf);
  const rows = [linkRow, noteRow, imageRow, sectionRow, actRow];
  const bar = createBar(
    `Mise en forme : ${label}`,
    [
      { name: 'Caractères', actions: markActions },
      { name: 'Paragraphes', actions: blockActions },
      { name: 'Insérer', actions: [linkRow.action, noteRow.action, tableAction, imageRow.action] },
      { name: 'Renvoyer', actions: [sectionRow.action, actRow.action] },
      ...(more.length === 0 ? [] : [{ name: 'Relire', actions: more }]),
      { name: 'Revenir', actions: historyActions },
      { name: 'Tableau', actions: tableActions, isShown: ({ state }: Editor) => isInTable(state) },
    ],
    editorOf,
  );
  bar.element.setAttribute('aria-controls', controls);
  const notice = document.createElement('p');
  notice.className = 'fr-message fr-message--info es-notice';
  notice.setAttribute('role', 'status');
  const element = document.createElement('div');
  element.append(bar.element, ...rows.map((row) => row.element), notice);

  return {
    element,
    focus: bar.focus,
    /** Opens the row of what is selected, if it has one. */
    openSelected(): boolean {
      const { state } = editorOf();
      const owner = [noteRow, imageRow].find((row) => row.isSelected(state));
      return owner?.action.run(editorOf()) ?? false;
    },
    openNote: (): boolean => noteRow.action.run(editorOf()),
    /** Tells something of what was just done; nothing takes it away again. */
    say(sentence: string): void {
      notice.textContent = sentence;
    },
    /** Shows what the selection bears, and what cannot be done there. */
    update: bar.update,
  };
}
