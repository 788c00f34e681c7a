/** Gives the tables among the fields their button that adds a row: the last one again, empty. */
export function growTableFields(): void {
  for (const field of document.querySelectorAll<HTMLElement>('[data-table-field]')) {
    const button = field.querySelector<HTMLButtonElement>('[data-add-row]');
    const body = field.querySelector('tbody');
    if (button === null || body === null) continue;
    const most = Number(field.dataset['most']);
    const show = (): void => {
      button.hidden = body.rows.length >= most;
    };
    field.querySelector('[data-without-script]')?.remove();
    button.addEventListener('click', () => {
      const last = body.rows.item(body.rows.length - 1);
      if (last === null) return;
      const row = blankCopy(last, body.rows.length);
      body.append(row);
      row.querySelector<HTMLElement>('input, select')?.focus();
      show();
    });
    show();
  }
}

function blankCopy(row: HTMLTableRowElement, index: number): HTMLTableRowElement {
  const copy = row.cloneNode(true) as HTMLTableRowElement;
  const renamed = (name: string): string => name.replace(/\.\d+\./, `.${index}.`);
  for (const element of copy.querySelectorAll<HTMLElement>('[id], [for], [name], [aria-describedby]'))
    for (const attribute of ['id', 'for', 'name', 'aria-describedby']) {
      const value = element.getAttribute(attribute);
      if (value !== null) element.setAttribute(attribute, renamed(value));
    }
  for (const input of copy.querySelectorAll('input')) {
    input.value = '';
    input.removeAttribute('aria-invalid');
    input.classList.remove('fr-input--error');
  }
  for (const select of copy.querySelectorAll('select')) select.selectedIndex = 0;
  for (const number of copy.querySelectorAll('[data-row-number]')) number.textContent = String(index + 1);
  for (const message of copy.querySelectorAll('.fr-message')) message.remove();
  for (const cell of copy.querySelectorAll('.fr-input-group--error'))
    cell.classList.remove('fr-input-group--error');
  return copy;
}
