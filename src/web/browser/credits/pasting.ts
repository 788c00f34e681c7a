import { gridOf, placeOf } from './grid.ts';
import { readPasted } from './pasted.ts';

/** Where the page holds the sentence of each fault. */
const sentences = {
  missing: '',
  negative: 'negative',
  point: 'point',
  decimals: 'decimals',
  'not-an-amount': 'notAnAmount',
  'too-large': 'tooBig',
} as const;

/**
 * Lays the cells that a spreadsheet copied over the table, from where one stands: all of them, or none, with
 * what is wrong said beside each place.
 */
export function takePasted(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLElement>('[data-pasted]');

  function tell(kind: '' | 'taken' | 'wrong' | 'tooLarge', count?: number): void {
    if (said === null) return;
    said.textContent = `${said.dataset[kind] ?? ''}${count === undefined ? '' : ` ${count}.`}`;
    said.className =
      kind === '' ? '' : `fr-message fr-message--${kind === 'taken' ? 'valid' : 'error'} fr-mb-2w`;
  }

  function forget(): void {
    for (const message of form.querySelectorAll('[data-pasted-fault]')) message.remove();
    tell('');
  }

  form.addEventListener('input', forget);
  form.addEventListener('paste', (event) => {
    const grid = gridOf(form);
    const from = placeOf(grid, event.target);
    const cells = from && readPasted(event.clipboardData?.getData('text/plain') ?? '', from);
    if (cells === undefined) return;
    event.preventDefault();
    forget();
    if (cells.some(({ row, column }) => grid[row]?.[column] === undefined)) return tell('tooLarge');
    const wrong = cells.filter(({ fault }) => fault !== undefined);
    if (wrong.length === 0) {
      for (const { row, column, text } of cells) {
        const field = grid[row]?.[column];
        if (field !== undefined) field.value = text;
      }
      form.dispatchEvent(new Event('input', { bubbles: true }));
      return tell('taken', cells.filter(({ text }) => text !== '').length);
    }
    for (const { row, column, text, fault } of wrong) {
      const message = document.createElement('p');
      message.className = 'fr-message fr-message--error';
      message.dataset['pastedFault'] = '';
      const reason = said?.dataset[sentences[fault ?? 'missing']] ?? '';
      message.textContent = `${said?.dataset['cell'] ?? ''} ${text}. ${reason}`;
      grid[row]?.[column]?.parentElement?.querySelector('.fr-messages-group')?.prepend(message);
    }
    tell('wrong', wrong.length);
  });
}
