import type { EditorState } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { hasMark, historyActions, writingActions, type Action } from './actions.ts';
import { createLinkRow } from './link-row.ts';
import { createNoteRow, mayCallNote, selectedNote } from './note-row.ts';
import { isInTable, tableAction, tableActions } from './tables.ts';
import { markTypes } from './types.ts';

/**
 * One row of buttons. One stop for the Tab key, then the arrows (the toolbar pattern of the WAI-ARIA
 * practices); Escape goes back to the text.
 */
function createBar(name: string, actions: Action[], dispatchTo: () => EditorView) {
  const element = document.createElement('div');
  element.className = 'es-toolbar';
  element.setAttribute('role', 'toolbar');
  element.setAttribute('aria-label', name);
  const buttons = actions.map((action, index) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'fr-btn fr-btn--tertiary fr-btn--sm';
    button.textContent = action.label;
    button.tabIndex = index === 0 ? 0 : -1;
    // A pressed button must not take the selection away from the text.
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => {
      const view = dispatchTo();
      action.command(view.state, view.dispatch, view);
      if (action.opensRow !== true) view.focus();
    });
    element.append(button);
    return button;
  });

  function moveTo(index: number): void {
    const target = (index + buttons.length) % buttons.length;
    buttons.forEach((button, position) => {
      button.tabIndex = position === target ? 0 : -1;
    });
    buttons[target]?.focus();
  }

  element.addEventListener('keydown', (event) => {
    const index = buttons.findIndex((button) => button === document.activeElement);
    if (event.key === 'ArrowRight') moveTo(index + 1);
    else if (event.key === 'ArrowLeft') moveTo(index - 1);
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(-1);
    else if (event.key === 'Escape') dispatchTo().focus();
    else return;
    event.preventDefault();
  });

  return {
    element,
    focus: () => moveTo(buttons.findIndex((button) => button.tabIndex === 0)),
    update(state: EditorState): void {
      actions.forEach((action, index) => {
        const button = buttons[index];
        if (action.isActive) button?.setAttribute('aria-pressed', String(action.isActive(state)));
        // aria-disabled rather than disabled: a button that vanished from under the focus would lose it.
        button?.setAttribute('aria-disabled', String(!action.command(state)));
      });
    },
  };
}

/**
 * The buttons of one editor; those of a table are there while the cursor is in one. Alt+F10 comes here
 * from the text.
 */
export function createToolbar(options: { label: string; dispatchTo: () => EditorView }) {
  const { label, dispatchTo } = options;
  const linkRow = createLinkRow(dispatchTo);
  const noteRow = createNoteRow(dispatchTo);
  const linkAction: Action = {
    label: 'Lien',
    // Asked without a place to put it, it only says that it can be done.
    command: (_state, dispatch) => dispatch === undefined || linkRow.open(),
    isActive: (state) => hasMark(state, markTypes.link),
    opensRow: true,
  };
  const noteAction: Action = {
    label: 'Insérer une note',
    command: (state, dispatch) => (dispatch === undefined ? mayCallNote(state) : noteRow.open()),
    isActive: (state) => selectedNote(state) !== undefined,
    opensRow: true,
  };
  const writing = createBar(
    `Mise en forme : ${label}`,
    [...writingActions, linkAction, noteAction, tableAction, ...historyActions],
    dispatchTo,
  );
  const table = createBar(`Tableau : ${label}`, tableActions, dispatchTo);
  const element = document.createElement('div');
  element.append(writing.element, table.element, linkRow.element, noteRow.element);

  return {
    element,
    focus: writing.focus,
    openNote: noteRow.open,
    /** Shows what the selection bears, and what cannot be done there. */
    update(state: EditorState): void {
      writing.update(state);
      table.element.hidden = !isInTable(state);
      if (!table.element.hidden) table.update(state);
    },
  };
}
