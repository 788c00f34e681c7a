import type { Knex } from 'knex';
import type { Instructions } from '../drafts/instructions.ts';
import type { Notifications } from '../render/render.ts';
import type { Signing } from '../signing/signing.ts';

/** Who acts, as far as these rules ask. */
export interface Actor {
  id: string;
  roles: readonly string[];
}

export interface InstructionRow {
  id: string;
  /** The year, then what names the text among those of that year. */
  slug: string;
  kind: string;
  year: number;
  title: string;
  state: string;
  /** The signatory who corrects it, while one does. */
  correctedBy?: string | null;
}

/** What this room asks of the drafts. */
export interface InstructionsPort {
  /** Throws `not-found`. */
  get(instructionId: string): Promise<InstructionRow>;
  draftOf(instructionId: string): Promise<{ template: { credits?: 'regions' | 'departments' } }>;
  list(filters: { year: number }): Promise<InstructionRow[]>;
  /** Holds its row until the transaction ends. */
  lock(
    transaction: Knex.Transaction,
    instructionId: string,
  ): Promise<Pick<InstructionRow, 'state' | 'correctedBy'>>;
}

export interface DirectoryOffice {
  id: string;
  /** « préfecture de l’Ain ». */
  name: string;
  region: { id: string; name: string } | undefined;
  territories: { id: string; kind: string; name: string; linkedName: string }[];
}

/** What this room asks of the directory. Days are `YYYY-MM-DD`. */
export interface DirectoryPort {
  listOffices(query: { on: string }): Promise<DirectoryOffice[]>;
}

/** What the notifications ask of the drafts: the act, and the template that says in whose name it was written. */
export type ActsPort = Pick<Instructions, 'lock' | 'get' | 'signedVersion' | 'draftOf'>;

/** What prints notifications, and what seals them: the service's seal, never a person's key. */
export type RenderPort = Notifications;
export type SigningPort = Pick<Signing, 'sealAnnex' | 'sealManifest'>;
