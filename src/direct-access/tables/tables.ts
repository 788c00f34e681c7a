import type { Table } from '../table.ts';
import { answerTables } from './answers.ts';
import { correctionTables } from './corrections.ts';
import { creditTables } from './credits.ts';
import { directoryTables } from './directory.ts';
import { dispatchTables } from './dispatch.ts';
import { journalTables } from './journal.ts';
import { textTables } from './texts.ts';

/** Every table that is told, in the order of the circular's own way. */
export const tables: readonly Table[] = [
  ...textTables,
  ...correctionTables,
  ...creditTables,
  ...dispatchTables,
  ...answerTables,
  ...directoryTables,
  ...journalTables,
];
