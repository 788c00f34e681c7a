import { readAmount } from '../../../kernel/amount.ts';
import { formatAmount } from '../../../kernel/french-format.ts';

/** Says the total, and under each region what its departments come to. What is no amount counts for nothing. */
export function addUp(form: HTMLFormElement): void {
  const total = form.querySelector<HTMLElement>('[data-total]');
  if (total !== null) total.hidden = false;
  // A department's part is in its region's amount.
  for (const output of form.querySelectorAll<HTMLOutputElement>('output[data-sum]'))
    say(output, form.querySelectorAll(`tr:not(.es-credits__part) input[name^="${output.dataset['sum']}-"]`));
  for (const shown of form.querySelectorAll<HTMLElement>('[data-parts]')) {
    const group = shown.closest<HTMLElement>('tr')?.dataset['group'];
    const parts = form.querySelectorAll<HTMLInputElement>(
      `tr.es-credits__part[data-group="${group}"] input[name^="${shown.dataset['parts']}-"]`,
    );
    shown.hidden = parts.length === 0;
    const output = shown.querySelector('output');
    if (output !== null) say(output, parts);
  }
}

function say(output: HTMLOutputElement, fields: NodeListOf<HTMLInputElement>): void {
  const cents = [...fields].map(({ value }) => {
    const read = readAmount(value);
    return 'cents' in read ? read.cents : 0;
  });
  output.textContent = formatAmount(cents.reduce((sum, value) => sum + value, 0));
}
