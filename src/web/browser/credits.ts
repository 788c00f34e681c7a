// A table of credits that is typed: sums as one types, a spreadsheet's cells pasted, kept until they are saved.
import { moveByKeys } from './credits/keys.ts';
import { keepTyped } from './credits/keeping.ts';
import { takePasted } from './credits/pasting.ts';
import { addUp } from './credits/sums.ts';

const form = document.querySelector<HTMLFormElement>('form[data-credits]');

if (form !== null) {
  for (const told of form.querySelectorAll<HTMLElement>('[data-with-script]')) told.hidden = false;
  keepTyped(form);
  addUp(form);
  moveByKeys(form);
  takePasted(form);
  form.addEventListener('input', () => addUp(form));
}
