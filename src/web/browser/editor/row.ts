/** A row under the toolbar that asks for something: nothing pops up over the text. Escape closes it. */
export function createRow(onClose: () => void) {
  const element = document.createElement('div');
  element.className = 'es-editor-row';
  element.hidden = true;
  const message = document.createElement('p');
  message.className = 'fr-message fr-message--error';
  message.setAttribute('role', 'alert');
  message.hidden = true;

  function say(sentence: string, focused?: HTMLElement): void {
    message.textContent = sentence;
    message.hidden = sentence === '';
    focused?.focus();
  }

  function close(): void {
    say('');
    element.hidden = true;
    onClose();
  }

  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    close();
    event.preventDefault();
  });

  /** A labelled control of the row. */
  function field(text: string, options: { tag: 'select' }): Labelled<HTMLSelectElement>;
  function field(text: string, options: InputOptions): Labelled<HTMLInputElement>;
  function field(text: string, options: InputOptions | { tag: 'select' }): Labelled<HTMLElement> {
    const input: HTMLElement = document.createElement('tag' in options ? 'select' : 'input');
    if (!('tag' in options)) Object.assign(input, options);
    input.className = 'tag' in options ? 'fr-select' : options.type === 'file' ? 'fr-upload' : 'fr-input';
    input.id = `saisie-${crypto.randomUUID()}`;
    const label = document.createElement('label');
    label.className = 'fr-label';
    label.textContent = text;
    label.htmlFor = input.id;
    const onEnter = (act: () => void): void =>
      input.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter') return;
        // The form of the page is not sent for that.
        event.preventDefault();
        act();
      });
    onEnter(() => undefined);
    return { label, input, onEnter };
  }

  return {
    element,
    message,
    say,
    close,
    field,
    open(focused: HTMLElement): void {
      element.hidden = false;
      focused.focus();
    },
    button(text: string, act: () => void): HTMLButtonElement {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = 'fr-btn fr-btn--tertiary fr-btn--sm';
      made.textContent = text;
      made.addEventListener('click', act);
      return made;
    },
  };
}

type InputOptions = Partial<Pick<HTMLInputElement, 'type' | 'accept' | 'maxLength'>>;

interface Labelled<Control extends HTMLElement> {
  label: HTMLLabelElement;
  input: Control;
  onEnter: (act: () => void) => void;
}
