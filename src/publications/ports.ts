import type { Knex } from 'knex';

/** What this room asks of the drafts. */
export interface InstructionsPort {
  /** Every signed act, the latest first; some of them by their ids. */
  listSigned(ids?: readonly string[]): Promise<SignedAct[]>;
  /** What was sent to correct an act, or repeals it. */
  correctionsOf(instructionId: string): Promise<readonly { relation: 'replaces' | 'amends' | 'repeals' }[]>;
}

export interface SignedAct {
  id: string;
  slug: string;
  title: string;
  /** `YYYY-MM-DD`. */
  signedOn: string;
}

/** Who acts, as far as these rules ask. */
export interface Actor {
  id: string;
  roles: readonly string[];
}

/** What this room asks of the accounts. */
export interface PeoplePort {
  /** Everyone who has an open account. */
  listNames(): Promise<readonly { id: string; roles: readonly string[] }[]>;
  /** Where to write to those of these people who have an address. */
  addressesOf(userIds: readonly string[]): Promise<Map<string, string>>;
}

/** What this room asks of the outbox: a letter that leaves once, posted in the transaction that decides it. */
export interface OutboxPort {
  post(
    transaction: Knex.Transaction,
    letter: {
      kind: 'publication-warning';
      officeId: string;
      about: string;
      journalSubject: string;
      writtenBy: string;
      address: string;
      subject: string;
      text: string;
    },
  ): Promise<unknown>;
}
