/** The amounts that are typed, line by line as the table shows them: what may be engaged, what may be paid. */
export function gridOf(form: HTMLFormElement): HTMLInputElement[][] {
  return [...form.querySelectorAll('tr[data-group]')].map((row) => [...row.querySelectorAll('input')]);
}

/** Where a field stands among them. */
export function placeOf(
  grid: readonly HTMLInputElement[][],
  field: EventTarget | null,
): { row: number; column: number } | undefined {
  const row = grid.findIndex((cells) => cells.some((cell) => cell === field));
  return row === -1 ? undefined : { row, column: grid[row]?.findIndex((cell) => cell === field) ?? 0 };
}
