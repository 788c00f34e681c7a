import type { Editor } from '@tiptap/core';
import type { Action } from './actions.ts';

/** Buttons that stand together, under one name; all the time, or while `isShown` says so. */
export interface ToolGroup {
  name: string;
  actions: Action[];
  isShown?: (editor: Editor) => boolean;
}

/**
 * One row of buttons. One stop for the Tab key, then the arrows (the toolbar pattern of the WAI-ARIA
 * practices); Escape goes back to the text.
 */
export function createBar(name: string, groups: ToolGroup[], editorOf: () => Editor) {
  const element = document.createElement('div');
  element.className = 'es-toolbar';
  element.setAttribute('role', 'toolbar');
  element.setAttribute('aria-label', name);
  const made = groups.map((group) => {
    const buttons = group.actions.map((action) => toolButton(action, editorOf));
    const place = document.createElement('div');
    place.className = 'es-tools';
    place.setAttribute('role', 'group');
    place.setAttribute('aria-label', group.name);
    place.append(...buttons);
    element.append(place);
    return { group, place, buttons };
  });
  const all = made.flatMap(({ buttons }) => buttons);
  const shown = (): HTMLButtonElement[] =>
    made.flatMap(({ place, buttons }) => (place.hidden ? [] : buttons));
  /** The one that Tab comes to. */
  let current = all[0];
  stopAt(current);

  function stopAt(button: HTMLButtonElement | undefined): void {
    current = button;
    for (const each of all) each.tabIndex = each === button ? 0 : -1;
  }

  function moveTo(index: number): void {
    const target = shown().at(index % shown().length);
    stopAt(target);
    target?.focus();
  }

  element.addEventListener('focusin', (event) => stopAt(all.find((button) => button === event.target)));
  element.addEventListener('keydown', (event) => {
    const index = shown().findIndex((button) => button === document.activeElement);
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
    focus: (): void => current?.focus(),
    update(editor: Editor): void {
      for (const { group, place, buttons } of made) {
        place.hidden = group.isShown?.(editor) === false;
        if (place.hidden) continue;
        group.actions.forEach(({ isActive, can }, index) => {
          if (isActive) buttons[index]?.setAttribute('aria-pressed', String(isActive(editor)));
          // aria-disabled rather than disabled: a button that vanished from under the focus would lose it.
          buttons[index]?.setAttribute('aria-disabled', String(!can(editor)));
        });
      }
      if (current !== undefined && !shown().includes(current)) stopAt(all[0]);
    },
  };
}

function toolButton(action: Action, editorOf: () => Editor): HTMLButtonElement {
  const { label, icon, words, keys, opensRow, run } = action;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `es-tool es-tool--${icon}`;
  // Its name is there for all: beside the icon, or under it while it is pointed at or focused.
  const name = document.createElement('span');
  name.className = 'es-tool-name';
  name.textContent = label;
  button.append(name);
  if (words !== undefined) button.dataset['words'] = words;
  if (keys !== undefined) {
    button.setAttribute('aria-keyshortcuts', keys);
    name.dataset['keys'] = keys
      .replace('Control', 'Ctrl')
      .replace('Shift', 'Maj')
      .replaceAll('+', '\u00a0+\u00a0');
  }
  // A pressed button must not take the selection away from the text.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', () => {
    const editor = editorOf();
    run(editor);
    if (opensRow !== true) editor.view.focus();
  });
  return button;
}
