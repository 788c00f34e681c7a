import type { EditorState } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { hasMark, historyActions, writingActions, type Action } from './actions.ts';
import { createLinkRow } from './link-row.ts';
import { markTypes } from './types.ts';

/**
 * The formatting buttons of one editor. One stop for the Tab key, then the arrows (the toolbar
 * pattern of the WAI-ARIA practices); Alt+F10 comes here from the text, Escape goes back.
 */
export function createToolbar(options: { label: string; dispatchTo: () => EditorView }) {
  const { dispatchTo } = options;
  const element = document.createElement('div');
  const bar = document.createElement('div');
  bar.className = 'es-toolbar';
  bar.setAttribute('role', 'toolbar');
  bar.setAttribute('aria-label', `Mise en forme : ${options.label}`);
  const linkRow = createLinkRow(dispatchTo);
  element.append(bar, linkRow.element);

  const linkAction: Action = {
    label: 'Lien',
    command: () => linkRow.open(),
    isActive: (state) => hasMark(state, markTypes.link),
  };
  const actions = [...writingActions, linkAction, ...historyActions];
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
      if (action !== linkAction) view.focus();
    });
    bar.append(button);
    return button;
  });

  function moveTo(index: number): void {
    const target = (index + buttons.length) % buttons.length;
    buttons.forEach((button, position) => {
      button.tabIndex = position === target ? 0 : -1;
    });
    buttons[target]?.focus();
  }

  bar.addEventListener('keydown', (event) => {
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
    /** Shows what the selection bears, and what cannot be done there. */
    update(state: EditorState): void {
      actions.forEach((action, index) => {
        const button = buttons[index];
        if (action.isActive) button?.setAttribute('aria-pressed', String(action.isActive(state)));
        const possible = action === linkAction || action.command(state);
        // aria-disabled rather than disabled: a button that vanished from under the focus would lose it.
        button?.setAttribute('aria-disabled', String(!possible));
      });
    },
  };
}
