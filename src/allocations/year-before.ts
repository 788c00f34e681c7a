import type { Knex } from 'knex';
import { findCurrentTable, type AllocationTable } from './allocations-store.ts';
import type { InstructionRow, InstructionsPort } from './ports.ts';

/** The credits of the text that was last year what this one is now. */
export interface YearBefore {
  instruction: InstructionRow;
  table: AllocationTable;
}

const nameOf = ({ slug }: InstructionRow) => slug.replace(/^\d{4}-/, '');
const wasSigned = ({ state }: InstructionRow) => ['signed', 'dispatched', 'closed'].includes(state);

/**
 * Finds last year's credits: of the text of the same name first, else of one of the same kind; a signed one
 * before a draft. Undefined when none has any.
 */
export function createYearBefore(deps: {
  readDatabase: Knex;
  instructions: Pick<InstructionsPort, 'get' | 'list'>;
}) {
  return async function findYearBefore(instructionId: string): Promise<YearBefore | undefined> {
    const instruction = await deps.instructions.get(instructionId);
    const earlier = await deps.instructions.list({ year: instruction.year - 1 });
    const likely = earlier
      .filter(({ kind }) => kind === instruction.kind)
      .toSorted((one, other) => likeness(other, instruction) - likeness(one, instruction));
    for (const candidate of likely) {
      const table = await findCurrentTable(deps.readDatabase, candidate.id);
      if (table !== undefined && table.lines.length > 0) return { instruction: candidate, table };
    }
    return undefined;
  };
}

function likeness(candidate: InstructionRow, instruction: InstructionRow): number {
  return (nameOf(candidate) === nameOf(instruction) ? 2 : 0) + (wasSigned(candidate) ? 1 : 0);
}
