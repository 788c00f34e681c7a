import type { Knex } from 'knex';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { changesOf, type ImportAnalysis } from './allocation-import.ts';
import type { AllocationRules } from './allocation-lines.ts';
import { findCurrentTable } from './allocations-store.ts';
import type { Actor } from './ports.ts';
import type { createSetting } from './setting.ts';
import { readTyped } from './table-form.ts';

/** A table as a person typed it, on the table numbered `after` (0: none) that they had before their eyes. */
export interface TypedTable {
  typed: Readonly<Record<string, string>>;
  criteria: string;
  after: number;
}

/** Credits typed in a table, with the criteria that explain them. */
export function createTyping(deps: {
  database: Knex;
  rulesOf: (instructionId: string) => Promise<AllocationRules>;
  setting: ReturnType<typeof createSetting>;
}) {
  const { database, setting } = deps;
  return {
    /**
     * Puts the typed table in the place of what stands. Refused, changing nothing: wrong amounts and sums, each
     * beside its field, and a table that somebody set meanwhile. Throws as `demandDraft`.
     */
    async type(
      actor: Actor,
      instructionId: string,
      { typed, criteria, after }: TypedTable,
    ): Promise<Outcome<ImportAnalysis['changes']>> {
      await setting.demandDraft(actor, instructionId);
      const { lines, errors } = readTyped(typed, await deps.rulesOf(instructionId));
      if (errors.length > 0) return refused(...errors);
      if (lines.length === 0) return refused({ field: '', key: 'allocations.typed.empty' });
      return database.transaction(async (transaction) => {
        await setting.hold(transaction, instructionId);
        const standing = await findCurrentTable(transaction, instructionId);
        if ((standing?.number ?? 0) !== after)
          return refused({ field: '', key: 'allocations.typed.changed-meanwhile' });
        await setting.set(transaction, actor, instructionId, { lines, criteria });
        return accepted(changesOf(standing?.lines ?? [], lines));
      });
    },
  };
}
