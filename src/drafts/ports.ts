import type { Knex } from 'knex';
import type { Figures, Render } from '../render/render.ts';
import type { Signing } from '../signing/signing.ts';

export type {
  AmendmentNotice,
  DocumentInput,
  FieldSpec,
  InstructionTemplate,
  MadeWith,
  PreviewedDocument,
  RenderedDocument,
  SectionSpec,
  StartDocument,
  StartNode,
} from '../render/render.ts';

/** What this room asks of rendering. */
export type RenderPort = Pick<
  Render,
  'listTemplates' | 'templateFromSource' | 'renderInstruction' | 'previewInstruction'
>;

export type { Level, SignatureReport, VerificationReport } from '../signing/signing.ts';

/** What this room asks of signing: bytes in, the same bytes and a signature out. */
export type SigningPort = Pick<Signing, 'signAct' | 'seal' | 'verify' | 'raise' | 'preflight'>;

/** The credits of an instruction: another room keeps them, and they are frozen with the text. */
export interface Credits {
  /** Of the table as it stands: another one takes its place when it changes. */
  id: string;
  /** As they travel inside of the PDF. */
  csv: string;
  /** As they are printed. */
  figures: Figures;
}

/** What this room asks of the credits. */
export interface CreditsPort {
  /** As they stand; undefined when the instruction has none. */
  current(database: Knex | Knex.Transaction, instructionId: string): Promise<Credits | undefined>;
  /** As they were frozen. */
  ofVersion(database: Knex | Knex.Transaction, frozenVersionId: string): Promise<Credits | undefined>;
  /** In the transaction that freezes the version. */
  markFrozen(transaction: Knex.Transaction, frozenVersionId: string, credits: Credits): Promise<void>;
}

/** Where no credits are kept: nothing is printed, nothing is frozen. */
export const noCredits: CreditsPort = {
  current: async () => undefined,
  ofVersion: async () => undefined,
  markFrozen: async () => undefined,
};

/** What this room asks of the accounts. */
export interface PeoplePort {
  /** Who holds the reviewer's role and an open account; the address is empty where none is known. */
  listReviewers(): Promise<{ id: string; name: string; email: string }[]>;
}
