import { readAmount, type AmountFault } from '../../../kernel/amount.ts';

export interface PastedCell {
  row: number;
  column: number;
  text: string;
  /** Why it cannot stand there. */
  fault?: AmountFault;
}

/**
 * What a spreadsheet copied, cell by cell from the place where it is pasted: tabs between the cells, a return
 * after each line. Undefined for what is not several cells: that is pasted as any text is.
 */
export function readPasted(copied: string, from: { row: number; column: number }): PastedCell[] | undefined {
  const lines = copied.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  if (lines.length === 1 && !lines[0]?.includes('\t')) return undefined;
  return lines.flatMap((line, below) =>
    line.split('\t').map((cell, beside) => {
      const place = { row: from.row + below, column: from.column + beside, text: cell.trim() };
      const read = readAmount(cell);
      // A line without credits has empty cells.
      return 'cents' in read || read.fault === 'missing' ? place : { ...place, fault: read.fault };
    }),
  );
}
