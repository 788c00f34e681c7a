import type { Knex } from 'knex';
import type { Credits } from '../drafts/ports.ts';
import { branchesOf, totalOf, type Allocation } from './allocation.ts';
import { paragraphsOf } from './criteria.ts';
import { allocationsCsv } from './allocations-csv.ts';
import {
  findCurrentTable,
  findFrozenTable,
  insertFrozenTable,
  type AllocationTable,
} from './allocations-store.ts';

/** What the drafts ask of this room when they print a text: its credits, and that they be frozen with it. */
export function createFrozenCredits() {
  return {
    /** As they stand; undefined when there are none. */
    async current(database: Knex | Knex.Transaction, instructionId: string): Promise<Credits | undefined> {
      return creditsOf(await findCurrentTable(database, instructionId));
    },

    /** As they were printed in a frozen version. */
    async ofVersion(
      database: Knex | Knex.Transaction,
      frozenVersionId: string,
    ): Promise<Credits | undefined> {
      return creditsOf(await findFrozenTable(database, frozenVersionId));
    },

    /** In the transaction that freezes the version. */
    markFrozen: (transaction: Knex.Transaction, frozenVersionId: string, { id }: Credits): Promise<void> =>
      insertFrozenTable(transaction, { frozenVersionId, tableId: id }),
  };
}

function creditsOf(table: AllocationTable | undefined): Credits | undefined {
  if (table === undefined || table.lines.length === 0) return undefined;
  return {
    id: table.id,
    csv: allocationsCsv(table.lines),
    figures: {
      ...(table.criteria === '' ? {} : { criteria: paragraphsOf(table.criteria) }),
      total: totalOf(table.lines),
      lines: branchesOf(table.lines).flatMap(({ head, departments }) => [
        figureOf(head),
        ...departments.map((department) => ({ ...figureOf(department), regionName: head.name })),
      ]),
    },
  };
}

function figureOf(line: Allocation) {
  const { territoryId: territory, level, name, commitmentAuthority, paymentAppropriation } = line;
  return { territory, level, name, commitmentAuthority, paymentAppropriation };
}
