import type { Knex } from 'knex';

/** Who acts, as far as these rules ask. */
export interface Actor {
  id: string;
  roles: readonly string[];
}

/** What this room asks of the drafts. */
export interface InstructionsPort {
  /** Throws `not-found`. */
  get(instructionId: string): Promise<{ id: string; state: string }>;
  /** Holds its row until the transaction ends. */
  lock(transaction: Knex.Transaction, instructionId: string): Promise<void>;
}

/** What this room asks of the directory. Days are `YYYY-MM-DD`. */
export interface DirectoryPort {
  listOffices(query: { on: string }): Promise<
    {
      id: string;
      name: string;
      region: { id: string; name: string } | undefined;
      territories: { id: string; kind: string; name: string; linkedName: string }[];
    }[]
  >;
}
