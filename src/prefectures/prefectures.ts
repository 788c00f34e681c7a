import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { Journal, JournalEventType, JournalLine } from '../journal/journal.ts';
import type { ContactChange, PlannedContact } from './contact-change.ts';
import { createContactChanges, type ChangedContact } from './contact-changes.ts';
import { readContactFile } from './contact-file.ts';
import { contactAdded } from './contact-events.ts';
import { analyseImport, applyImport, type ImportAnalysis } from './contact-import.ts';
import { findLastChange, insertContacts, listContacts, listRecipientRows } from './contacts-store.ts';
import { planDemonstrationContacts, seedOfficesOfFrance } from './directory-seed.ts';
import { createMandates } from './mandates.ts';
import { listOffices, listRegionalOffices, type LedRegion } from './directory.ts';
import { listHoldings, listTerritories, type Holding } from './offices-store.ts';
import { createStateImports } from './state-imports.ts';
import { isMailboxOn, type Contact, type DirectoryRecipient, type Office } from './office.ts';
import { findStagedImport, insertStagedImport, removeStagedImport } from './staged-imports.ts';

export {
  mailboxOf,
  type Contact,
  type ContactKind,
  type DirectoryRecipient,
  type HeldTerritory,
  type Office,
} from './office.ts';
export type { ContactChange } from './contact-change.ts';
export type { ChangedContact } from './contact-changes.ts';
export type { LedRegion } from './directory.ts';
export { lastDayHeld, type HolderKind, type Mandate } from './mandate.ts';
export type { Holding } from './offices-store.ts';
export type { Naming } from './naming.ts';
export type { ImportAnalysis } from './contact-import.ts';
export type { ImportProblem } from './contact-file.ts';
export { createProposals, type Proposals } from './proposals.ts';
export { createContactTasks } from './proposals-tasks.ts';
export { findPlace, listRegionNames, type Place } from './places.ts';

export type Prefectures = ReturnType<typeof createPrefectures>;

/** What the directory's story is made of; what offices do on their own pages is told elsewhere. */
const directoryChanges: JournalEventType[] = [
  ...(['contact.added', 'contact.ended', 'mandate.named', 'mandate.corrected', 'mandate.ended'] as const),
  ...(['contact.proposed', 'contact.proposal-accepted', 'contact.proposal-refused'] as const),
  'contacts.confirmed' as const,
  ...(['directory.imported', 'directory.proposals-taken'] as const),
];

/** What became of a confirmation: applied, gone (or another person's), or to be looked at again. */
export type ImportConfirmation =
  | { state: 'imported'; analysis: ImportAnalysis }
  | { state: 'gone' }
  | { state: 'to-review'; analysis: ImportAnalysis };

/** The directory: whom the circulars are written to. Days are `YYYY-MM-DD`, in Paris. */
export function createPrefectures(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
}) {
  const { database, readDatabase, journal, clock } = deps;
  const today = () => parisDayOf(clock.now());
  const contacts = createContactChanges({ journal, clock });
  const mandates = createMandates(deps);
  return {
    /** Who is chef de projet of which territory, and since when. */
    mandates,

    /** What the State's published directory proposes to add. */
    state: createStateImports({ ...deps, contacts, mandates }),

    /** Writes the 106 offices, their territories and mandates; what stands is left alone. */
    seedOffices: (transaction: Knex.Transaction): Promise<void> => seedOfficesOfFrance(transaction),

    /** Gives every office without any contact those of a demonstration, valid from the day given; tells how many. */
    async seedDemonstrationContacts(
      transaction: Knex.Transaction,
      options: { from: string },
    ): Promise<number> {
      const planned = await planDemonstrationContacts(transaction, options.from);
      await insertContacts(transaction, planned, { at: instantOf(clock), by: 'system' });
      await journal.append(transaction, ...planned.map((contact) => contactAdded('system', contact)));
      return planned.length;
    },

    /** The 106 offices with the contacts and the mandates of a day, in the order of the departments. */
    listOffices: (query: { on: string }): Promise<Office[]> => listOffices(readDatabase, query),

    /** One office, with the contacts of the day given (today by default). */
    async findOffice(id: string, query: { on?: string } = {}): Promise<Office | undefined> {
      const [office] = await listOffices(readDatabase, { on: query.on ?? today(), ids: [id] });
      return office;
    },

    /** The regions whose chef de projet régional sits in the office that day, and the offices of their departments. */
    listRegionalOffices: (officeId: string, query: { on: string }): Promise<LedRegion[]> =>
      listRegionalOffices(readDatabase, officeId, query),

    /** Every contact that an office, or any of them, had, has or will have. */
    listContactsEver: (officeId?: string): Promise<Contact[]> =>
      listContacts(readDatabase, officeId === undefined ? undefined : [officeId]),

    /** Whether the address of a contact is the one that the whole office is written to today. */
    async isMailbox(officeId: string, contactId: string): Promise<boolean> {
      const contacts = await listContacts(readDatabase, [officeId]);
      return isMailboxOn(contacts, contactId, today());
    },

    /** What the journal says of an office's contacts and mandates, oldest first. */
    history: (officeId: string): Promise<JournalLine[]> =>
      journal.list({ subjects: [`office:${officeId}`], types: directoryChanges }),

    /** Every change of the directory, the latest first; before a line of the journal when one is given. */
    changes: (query: { beforeLine?: number | undefined; limit: number }): Promise<JournalLine[]> =>
      journal.list({ ...query, types: directoryChanges, newestFirst: true }),

    /** Every territory with the office that answers for it, and since when, whatever the day. */
    listHoldings: (): Promise<Holding[]> => listHoldings(readDatabase),

    /** The 18 regions, by name. */
    listRegions: () => listTerritories(readDatabase, { kind: 'region' }),

    /** The departments of a region, by name. */
    listDepartments: (regionId: string) => listTerritories(readDatabase, { regionId }),

    /**
     * Whom to write to on a day: the best-ranked contact of each office, once, whatever roles the
     * office holds. An office without a valid contact is not in the list.
     */
    async listRecipients(
      transaction: Knex.Transaction,
      query: { on: string },
    ): Promise<DirectoryRecipient[]> {
      const best = new Map<string, DirectoryRecipient>();
      for (const recipient of await listRecipientRows(transaction, query)) {
        if (!best.has(recipient.officeId)) best.set(recipient.officeId, recipient);
      }
      return [...best.values()];
    },

    /** What adding a contact would do, and to which one; changes nothing. */
    planContact: (change: ContactChange): Promise<Outcome<PlannedContact>> =>
      contacts.plan(readDatabase, change),

    /**
     * Adds one contact in the caller's transaction; the one that holds its rank ends on its first day.
     * Refused beside `rang`, `adresse`, `nom` or `fin`, and nothing is changed.
     */
    replaceContact: (
      transaction: Knex.Transaction,
      actor: string,
      change: ContactChange,
    ): Promise<Outcome<ChangedContact>> => contacts.replace(transaction, actor, change),

    /** Withdraws one contact from a day on, today by default; refused beside `fin`. Throws for an unknown one. */
    withdrawContact: (
      transaction: Knex.Transaction,
      actor: string,
      named: { officeId: string; contactId: string; on?: string },
    ): Promise<Outcome<Contact>> => contacts.withdraw(transaction, actor, named),

    /** The two above, in a transaction of their own. */
    changeContact: (actor: string, change: ContactChange): Promise<Outcome<ChangedContact>> =>
      database.transaction((transaction) => contacts.replace(transaction, actor, change)),
    endContact: (
      actor: string,
      named: { officeId: string; contactId: string; on?: string },
    ): Promise<Outcome<Contact>> =>
      database.transaction((transaction) => contacts.withdraw(transaction, actor, named)),

    /** Whom to write to next when an office's contact was refused; undefined when nobody is left. */
    async nextContact(
      transaction: Knex.Transaction,
      officeId: string,
      afterRank: number,
      on: string,
    ): Promise<DirectoryRecipient | undefined> {
      const [next] = await listRecipientRows(transaction, { on, officeId, afterRank });
      return next;
    },

    /** The day on which a contact was last added or withdrawn; undefined while there is none. */
    changedOn: (): Promise<string | undefined> => findLastChange(readDatabase, today()),

    /** Tells what a file would change, and changes nothing. */
    async analyseImport(bytes: Uint8Array): Promise<ImportAnalysis> {
      return analyseImport(readDatabase, await readContactFile(bytes), clock);
    },

    /** Imports a file at once (command line). Nothing is changed when it has a problem. */
    async importOffices(actor: string, bytes: Uint8Array): Promise<ImportAnalysis> {
      const read = await readContactFile(bytes);
      return database.transaction(async (transaction) => {
        const analysis = await analyseImport(transaction, read, clock);
        if (analysis.problems.length === 0)
          await applyImport(transaction, { journal, clock }, actor, analysis);
        return analysis;
      });
    },

    /** Keeps a file that was previewed until the same person confirms it, for a day; gives its id. */
    stageImport: (actor: string, bytes: Uint8Array): Promise<string> =>
      database.transaction((transaction) => insertStagedImport(transaction, clock, { bytes, by: actor })),

    /** What a staged file would change now; undefined when it is gone, or another person's. */
    async analyseStagedImport(actor: string, stagedId: string): Promise<ImportAnalysis | undefined> {
      const bytes = await findStagedImport(readDatabase, stagedId, actor);
      if (bytes === undefined) return undefined;
      return analyseImport(readDatabase, await readContactFile(bytes), clock);
    },

    /** Applies a staged file, only if it still does what its preview said. */
    async confirmImport(actor: string, stagedId: string, planSha256: string): Promise<ImportConfirmation> {
      const bytes = await findStagedImport(readDatabase, stagedId, actor);
      if (bytes === undefined) return { state: 'gone' };
      const read = await readContactFile(bytes);
      return database.transaction(async (transaction): Promise<ImportConfirmation> => {
        // Another window may have confirmed it while it was read.
        if ((await findStagedImport(transaction, stagedId, actor)) === undefined) return { state: 'gone' };
        const analysis = await analyseImport(transaction, read, clock);
        if (analysis.problems.length > 0 || analysis.planSha256 !== planSha256)
          return { state: 'to-review', analysis };
        await applyImport(transaction, { journal, clock }, actor, analysis);
        await removeStagedImport(transaction, stagedId);
        return { state: 'imported', analysis };
      });
    },
  };
}
