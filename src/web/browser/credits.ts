// Adds up the amounts of a table of credits while they are typed. Without it, the server says the sums.
import { readAmount } from '../../kernel/amount.ts';

const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const form = document.querySelector<HTMLFormElement>('form[data-credits]');
const total = form?.querySelector<HTMLElement>('[data-total]');

/** Of the regions and the collectivities: a department's part is in its region's amount. */
function addUp(form: HTMLFormElement): void {
  for (const output of form.querySelectorAll<HTMLOutputElement>('output[data-sum]')) {
    const fields = form.querySelectorAll<HTMLInputElement>(
      `tr:not(.es-credits__part) input[name^="${output.dataset['sum']}-"]`,
    );
    const cents = [...fields].map((field) => {
      const read = readAmount(field.value);
      return 'cents' in read ? read.cents : 0;
    });
    output.textContent = euros.format(cents.reduce((sum, value) => sum + value, 0) / 100);
  }
}

if (form !== null && total instanceof HTMLElement) {
  total.hidden = false;
  addUp(form);
  form.addEventListener('input', () => addUp(form));
}
