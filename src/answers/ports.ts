import type { Knex } from 'knex';

/** Who acts among staff, as far as these rules ask. */
export interface Actor {
  id: string;
  roles: readonly string[];
}

/** The office that acts, and what it entered its pages with. */
export interface ActingOffice {
  id: string;
  timeZone: string;
  strength: 'code' | 'proconnect';
}

/** What this room asks of the drafts. */
export interface InstructionsPort {
  find(instructionId: string): Promise<AskingInstruction | undefined>;
  /** Holds its row until the transaction ends. Throws `not-found`. */
  lock(transaction: Knex.Transaction, instructionId: string): Promise<AskingInstruction>;
  list(): Promise<AskingInstruction[]>;
  /** What was sent to correct an act: one that replaces or repeals it ends what it asked. */
  correctionsOf(instructionId: string): Promise<readonly { relation: 'replaces' | 'amends' | 'repeals' }[]>;
}

export interface AskingInstruction {
  id: string;
  slug: string;
  title: string;
  state: string;
}

/** What this room asks of the dispatch. */
export interface CampaignsPort {
  /** Whom an act was sent to for action, and on which day (in Paris); undefined before its sending. */
  sendingOf(instructionId: string): Promise<{ officeIds: ReadonlySet<string>; on: string } | undefined>;
}

/** What this room asks of the outbox: a letter that leaves once, posted in the transaction that decides it. */
export interface OutboxPort {
  post(
    transaction: Knex.Transaction,
    letter: {
      kind: 'answer-reminder' | 'answer-confirmation';
      officeId: string;
      about: string;
      journalSubject: string;
      writtenBy: string;
      address: string;
      subject: string;
      text: string;
    },
  ): Promise<{ id: string; textHash: string }>;
  /** Letters by their id, and how far each got. */
  find(ids: string[]): Promise<ReadonlyMap<string, { state: LetterState; changedAt: string }>>;
}

export type LetterState = 'pending' | 'sending' | 'ending' | 'accepted' | 'refused' | 'unknown';

export interface DirectoryOffice {
  id: string;
  /** « préfecture de l’Ain ». */
  name: string;
  timeZone: string;
  territories: readonly { id: string; kind: string; name: string; linkedName: string }[];
  /** Best rank first. */
  contacts: readonly { kind: string; address: string }[];
  /** Of the chefs de projet who sit in the office. */
  mandates: readonly { territory: { id: string } }[];
}

/** What this room asks of the directory. Days are `YYYY-MM-DD`. */
export interface DirectoryPort {
  /** In the order of the departments. */
  listOffices(query: { on: string }): Promise<DirectoryOffice[]>;
}

/** The questionnaires that were begun and not given. */
export interface DraftsPort {
  /** The territories whose questionnaire is begun. */
  begunOf(requestId: string): Promise<ReadonlySet<string>>;
}

export const noDrafts: DraftsPort = { begunOf: async () => new Set() };
