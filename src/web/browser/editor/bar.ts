import type { Editor } from '@tiptap/core';
import type { Action } from './actions.ts';

/**
 * One row of buttons. One stop for the Tab key, then the arrows (the toolbar pattern of the WAI-ARIA
 * practices); Escape goes back to the text.
 */
export function createBar(name: string, actions: Action[], editorOf: () => Editor) {
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
      const editor = editorOf();
      action.run(editor);
      if (action.opensRow !== true) editor.view.focus();
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
    else if (event.key === 'Escape') editorOf().view.focus();
    else return;
    event.preventDefault();
  });

  return {
    element,
    focus: () => moveTo(buttons.findIndex((button) => button.tabIndex === 0)),
    update(editor: Editor): void {
      actions.forEach((action, index) => {
        const button = buttons[index];
        if (action.isActive) button?.setAttribute('aria-pressed', String(action.isActive(editor)));
        // aria-disabled rather than disabled: a button that vanished from under the focus would lose it.
        button?.setAttribute('aria-disabled', String(!action.can(editor)));
      });
    },
  };
}
