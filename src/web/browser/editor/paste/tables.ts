const mostSpan = 50;

/**
 * Makes a table plain: merged cells are several, the first of which holds their words; a cell holds
 * paragraphs only; a table in a cell becomes paragraphs of that cell.
 */
export function evenTable(table: HTMLTableElement): void {
  const outer = table.parentElement?.closest('td, th');
  if (outer) {
    const rows = [...table.rows].map((row) =>
      paragraphOf([...row.cells].map(wordsOf).filter(Boolean).join(' – ')),
    );
    return table.replaceWith(...rows);
  }
  const grid: HTMLTableCellElement[][] = [...table.rows].map(() => []);
  [...table.rows].forEach((row, at) => {
    let column = 0;
    for (const cell of [...row.cells]) {
      const cells = grid[at];
      while (cells?.[column] !== undefined) column += 1;
      spread(grid, cell, at, column);
    }
  });
  const width = Math.max(1, ...grid.map((cells) => cells.length));
  const body = document.createElement('tbody');
  for (const cells of grid) {
    const row = document.createElement('tr');
    for (let column = 0; column < width; column += 1)
      row.append(plainCell(cells[column] ?? document.createElement('td')));
    body.append(row);
  }
  table.replaceChildren(body);
}

/** Puts a cell in the grid, and empty ones wherever it reaches. */
function spread(
  grid: HTMLTableCellElement[][],
  cell: HTMLTableCellElement,
  at: number,
  column: number,
): void {
  const across = Math.min(mostSpan, Math.max(1, cell.colSpan));
  const down = Math.min(grid.length - at, Math.max(1, cell.rowSpan));
  for (let row = 0; row < down; row += 1)
    for (let over = 0; over < across; over += 1) {
      const cells = grid[at + row];
      if (cells === undefined) continue;
      const made = document.createElement(cell.localName) as HTMLTableCellElement;
      cells[column + over] = row === 0 && over === 0 ? cell : made;
    }
}

function plainCell(cell: HTMLTableCellElement): HTMLTableCellElement {
  for (const name of ['colspan', 'rowspan']) cell.removeAttribute(name);
  for (const block of [...cell.querySelectorAll('h1, h2, h3, h4, h5, h6, li')]) {
    const made = document.createElement('p');
    made.append(...(block.localName === 'li' ? ['– '] : []), ...block.childNodes);
    block.replaceWith(made);
  }
  // A paragraph that holds paragraphs would be cut in two: its own words come first.
  for (const list of [...cell.querySelectorAll('ul, ol')].reverse()) list.replaceWith(...list.childNodes);
  for (const paragraph of [...cell.querySelectorAll('p p')].reverse()) {
    const outer = paragraph.parentElement?.closest('p');
    outer?.after(paragraph);
  }
  return cell;
}

const wordsOf = (cell: Element): string => cell.textContent.replaceAll(/\s+/g, ' ').trim();

function paragraphOf(words: string): HTMLParagraphElement {
  const made = document.createElement('p');
  made.textContent = words;
  return made;
}
