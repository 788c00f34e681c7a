import { gridOf, placeOf } from './grid.ts';

const steps: Record<string, number> = { ArrowDown: 1, Enter: 1, ArrowUp: -1 };

/**
 * As in a spreadsheet: Enter and the arrows go down and up a column. Enter would otherwise send a table that
 * is half typed. After the last line come the criteria.
 */
export function moveByKeys(form: HTMLFormElement): void {
  form.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const grid = gridOf(form);
    const place = placeOf(grid, event.target);
    if (place === undefined) return;
    event.preventDefault();
    const next = grid[place.row + (event.shiftKey ? -step : step)]?.[place.column];
    if (next !== undefined) {
      next.focus();
      next.select();
    } else if (step === 1 && !event.shiftKey) form.querySelector('textarea')?.focus();
  });
}
