import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Journal } from '../journal/journal.ts';
import { totalOf, type Allocation } from './allocation.ts';
import { contentSha256 } from './allocation-import.ts';
import { findCurrentTable, insertTable, type AllocationTable } from './allocations-store.ts';
import type { Actor, InstructionRow, InstructionsPort } from './ports.ts';

/** What is put in the place of what stands. */
export interface TableContent {
  lines: Allocation[];
  criteria: string;
}

export interface SettingDeps {
  journal: Journal;
  clock: Clock;
  instructions: Pick<InstructionsPort, 'get' | 'lock'>;
}

/** How a table of credits takes the place of another: in a draft only, by a drafter only. */
export function createSetting({ journal, clock, instructions }: SettingDeps) {
  /**
   * Holds the text until the transaction ends: what is read afterwards is what is replaced, whoever else waits.
   * Throws `conflict` once the text is frozen, or while its signatory corrects it.
   */
  async function hold(transaction: Knex.Transaction, instructionId: string): Promise<void> {
    const fault = faultOfState(await instructions.lock(transaction, instructionId));
    if (fault !== undefined) throw refusal('conflict', fault);
  }

  return {
    hold,

    /** Throws `forbidden`, and `conflict` as `hold`: its credits are part of what is visaed. */
    async demandDraft(actor: Actor, instructionId: string): Promise<void> {
      if (!actor.roles.includes('drafter')) throw refusal('forbidden', 'allocations.role.drafter-only');
      const fault = faultOfState(await instructions.get(instructionId));
      if (fault !== undefined) throw refusal('conflict', fault);
    },

    /** A table that says what stands already is not set again. Throws as `hold`. */
    async set(
      transaction: Knex.Transaction,
      actor: Actor,
      instructionId: string,
      { lines, criteria }: TableContent,
    ): Promise<void> {
      await hold(transaction, instructionId);
      const standing = await findCurrentTable(transaction, instructionId);
      const table: AllocationTable = {
        id: newId(),
        instructionId,
        number: (standing?.number ?? 0) + 1,
        contentSha256: contentSha256(lines, criteria),
        setAt: instantOf(clock),
        setBy: actor.id,
        criteria,
        lines,
      };
      if (table.contentSha256 === (standing?.contentSha256 ?? contentSha256([]))) return;
      await insertTable(transaction, table);
      await journal.append(transaction, {
        type: lines.length === 0 ? 'allocations.removed' : 'allocations.imported',
        actor: actor.id,
        subject: `instruction:${instructionId}`,
        data: {
          instruction: instructionId,
          table: table.number,
          territories: lines.length,
          contentSha256: table.contentSha256,
          ...totalOf(lines),
        },
      });
    },
  };
}

/** Why the credits of a text stay as they are: a correction by its signatory is of its words alone. */
export function faultOfState({ state, correctedBy }: Pick<InstructionRow, 'state' | 'correctedBy'>) {
  if (state !== 'draft') return 'allocations.state.not-a-draft';
  return correctedBy ? 'allocations.state.being-corrected' : undefined;
}

function refusal(code: 'forbidden' | 'conflict', messageKey: string): AppError {
  return new AppError(code, messageKey, { messageKey });
}
