import type { Person } from '../../kernel/typed-field.ts';
import type { SubjectKind } from '../publication.ts';

/** What every text of the public page has. */
export interface PublicFacts {
  /** Its own id. */
  id: string;
  /** Its own address in words, with which the one that everyone reads begins. */
  slug: string;
  title: string;
  /** Undefined of a past circular of which nobody knows it. */
  year: number | undefined;
  /** `YYYY-MM-DD`; undefined of what is not signed, or when nobody knows. */
  signedOn: string | undefined;
  /** What became of it, the weightiest first. */
  effects: readonly PublicEffect[];
  /** When that last changed here (ISO 8601). */
  changedAt?: string;
  /** Which part of the activity report it is. */
  part?: 'national' | 'regions';
}

export interface PublicEffect {
  relation: 'replaces' | 'repeals' | 'amends';
  /** The act that does it; its id when it is one of the archive. */
  title: string;
  slug: string | undefined;
  /** The day of its sending, or of the act. */
  on: string;
}

/** What its own page shows besides, and what who publishes it is told. */
export interface PublicText extends PublicFacts {
  sha256: string;
  bytes: number;
  pages: number | undefined;
  /** Key of the words that say what the file bears; undefined when nothing is known of it. */
  markKey: string | undefined;
  /** Who signed, and in which quality, as the act bears it. */
  signatory: { name: string; quality: string | undefined } | undefined;
  nor: string | undefined;
  /** The text as a page (safe HTML), or what was read of the file, page by page. */
  html: string | undefined;
  words: readonly string[];
  /** Some of these words were recognised on the pages' pictures, by a program that guesses. */
  hasRecognisedWords?: boolean;
  /** What it corrects, of a rectificatif. */
  corrects: { title: string; slug: string; relation: 'replaces' | 'amends' } | undefined;
  /** Whom the file itself tells to write to or to call: everyone will read it. */
  contact: Person | undefined;
}

/** Where the texts of one kind come from. */
export interface PublicSource {
  /** Those of these ids that can be made public. */
  list(ids: readonly string[]): Promise<PublicFacts[]>;
  /** Undefined when there is none, or when it cannot be made public (it is not signed). */
  find(id: string): Promise<PublicText | undefined>;
  /** The exact bytes of its file. */
  bytesOf(id: string): Promise<Uint8Array>;
}

export type PublicSources = Partial<Record<SubjectKind, PublicSource>>;
