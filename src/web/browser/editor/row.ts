/** A row under the toolbar that asks for something: nothing pops up over the text. */
export function createRow(onClose: () => void) {
  const element = document.createElement('div');
  element.className = 'es-editor-row';
  element.hidden = true;
  return {
    element,
    button(text: string, act: () => void): HTMLButtonElement {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = 'fr-btn fr-btn--tertiary fr-btn--sm';
      made.textContent = text;
      made.addEventListener('click', act);
      return made;
    },
    close(): void {
      element.hidden = true;
      onClose();
    },
  };
}
