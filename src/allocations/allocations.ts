import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import type { Journal } from '../journal/journal.ts';
import type { AllocationRules } from './allocation-lines.ts';
import { analyse, readImport, type ImportAnalysis } from './allocation-import.ts';
import { modelCsv } from './allocations-csv.ts';
import {
  findCurrentTable,
  findFrozenTable,
  listFrozenLines,
  listTables,
  type AllocationTable,
} from './allocations-store.ts';
import { createSetting } from './setting.ts';
import type { Actor, DirectoryPort, InstructionsPort } from './ports.ts';
import { findStagedFile, insertStagedFile, removeStagedFile } from './staged-files.ts';
import { listTerritories } from './territories.ts';
import { createTyping } from './typing.ts';
import { createYearBefore } from './year-before.ts';

export { createAnnexes, type Annexes, type AnnexesStanding } from './annexes.ts';
export { createConcerning } from './concerning.ts';
export { createFrozenCredits } from './frozen-credits.ts';
export { totalOf, type Allocation } from './allocation.ts';
export { compareTables, type Compared, type ComparedLine } from './comparison.ts';
export type { ImportProblem } from './allocation-file.ts';
export type { ImportAnalysis } from './allocation-import.ts';
export type { AllocationTable } from './allocations-store.ts';
export { typedFrom } from './table-form.ts';

export type Allocations = ReturnType<typeof createAllocations>;

/** What became of a confirmation: applied, gone (or another person's), or to be looked at again. */
export type ImportConfirmation =
  | { state: 'imported'; analysis: ImportAnalysis }
  | { state: 'gone' }
  | { state: 'to-review'; analysis: ImportAnalysis };

/** The credits of an instruction: who is granted what, while it is a draft; then frozen with it, for ever. */
export function createAllocations(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  instructions: InstructionsPort;
  directory: DirectoryPort;
}) {
  const { database, readDatabase, clock, instructions, directory } = deps;
  const territories = () => listTerritories(directory, parisDayOf(clock.now()));

  async function rulesOf(instructionId: string): Promise<AllocationRules> {
    const { template } = await instructions.draftOf(instructionId);
    return { territories: await territories(), byDepartment: template.credits === 'departments' };
  }

  const setting = createSetting(deps);
  const { demandDraft, hold, set } = setting;

  async function analysisOf(instructionId: string, bytes: Uint8Array): Promise<ImportAnalysis> {
    const read = await readImport(bytes, await rulesOf(instructionId));
    return analyse(read, await findCurrentTable(readDatabase, instructionId));
  }

  return {
    /** The credits as they stand; undefined when there are none. */
    async currentTable(instructionId: string): Promise<AllocationTable | undefined> {
      const table = await findCurrentTable(readDatabase, instructionId);
      return table === undefined || table.lines.length === 0 ? undefined : table;
    },

    ...createTyping({ database, rulesOf, setting }),

    /** Of the last table that was set, withdrawn or not; 0 when there was none. */
    latestNumber: async (instructionId: string): Promise<number> =>
      (await findCurrentTable(readDatabase, instructionId))?.number ?? 0,

    /** Every table that was set, from the first on; one without lines is a withdrawal. Without their criteria. */
    tablesOf: (instructionId: string): Promise<AllocationTable[]> => listTables(readDatabase, instructionId),

    /** The lines that some frozen versions bear, by version; of some territories when they are given. */
    frozenLines: (where: { frozenVersionIds: readonly string[]; territoryIds?: readonly string[] }) =>
      listFrozenLines(readDatabase, where),

    /** The territories that may be granted credits today. */
    territories,

    /** Who may be granted what in this text. */
    rulesOf,

    yearBefore: createYearBefore(deps),

    /** The credits that a frozen version bears; undefined when it bears none. */
    frozenTable: (frozenVersionId: string) => findFrozenTable(readDatabase, frozenVersionId),

    /** A file to fill, with the regions and the collectivities of today. */
    modelCsv: async (): Promise<string> => modelCsv(await territories()),

    /** Tells what a file would put in place, and changes nothing. */
    analyse: analysisOf,

    demandDraft,

    /** Keeps a file that was previewed until the same person confirms it, for a day; gives its id. */
    async stage(actor: Actor, instructionId: string, bytes: Uint8Array): Promise<string> {
      await demandDraft(actor, instructionId);
      return database.transaction((transaction) =>
        insertStagedFile(transaction, clock, { instructionId, by: actor.id, bytes }),
      );
    },

    /** What a staged file would put in place now; undefined when it is gone, or another person's. */
    async analyseStaged(
      actor: Actor,
      instructionId: string,
      stagedId: string,
    ): Promise<ImportAnalysis | undefined> {
      const bytes = await findStagedFile(readDatabase, stagedId, { instructionId, by: actor.id });
      return bytes === undefined ? undefined : analysisOf(instructionId, bytes);
    },

    /** Applies a staged file, only if it still puts in place what its preview said. Throws as `demandDraft`. */
    async confirm(
      actor: Actor,
      instructionId: string,
      stagedId: string,
      shownSha256: string,
    ): Promise<ImportConfirmation> {
      await demandDraft(actor, instructionId);
      const mine = { instructionId, by: actor.id };
      const bytes = await findStagedFile(readDatabase, stagedId, mine);
      if (bytes === undefined) return { state: 'gone' };
      const read = await readImport(bytes, await rulesOf(instructionId));
      return database.transaction(async (transaction): Promise<ImportConfirmation> => {
        await hold(transaction, instructionId);
        if ((await findStagedFile(transaction, stagedId, mine)) === undefined) return { state: 'gone' };
        const standing = await findCurrentTable(transaction, instructionId);
        const analysis = analyse(read, standing);
        if (analysis.problems.length > 0 || analysis.contentSha256 !== shownSha256)
          return { state: 'to-review', analysis };
        const criteria = standing?.criteria ?? '';
        await set(transaction, actor, instructionId, { lines: analysis.allocations, criteria });
        await removeStagedFile(transaction, stagedId);
        return { state: 'imported', analysis };
      });
    },

    /** Imports a file at once. Nothing is changed when it has a problem. Throws as `demandDraft`. */
    async importFile(actor: Actor, instructionId: string, bytes: Uint8Array): Promise<ImportAnalysis> {
      await demandDraft(actor, instructionId);
      const read = await readImport(bytes, await rulesOf(instructionId));
      return database.transaction(async (transaction) => {
        await hold(transaction, instructionId);
        const standing = await findCurrentTable(transaction, instructionId);
        const analysis = analyse(read, standing);
        const content = { lines: analysis.allocations, criteria: standing?.criteria ?? '' };
        if (analysis.problems.length === 0) await set(transaction, actor, instructionId, content);
        return analysis;
      });
    },

    /** Withdraws the credits from a draft; what was frozen with them keeps them. Throws as `demandDraft`. */
    async remove(actor: Actor, instructionId: string): Promise<void> {
      await demandDraft(actor, instructionId);
      await database.transaction((transaction) =>
        set(transaction, actor, instructionId, { lines: [], criteria: '' }),
      );
    },
  };
}
