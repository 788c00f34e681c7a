import type { Role } from '../../web/route.ts';

/** One passage of a document: a section of a text, a page of a PDF. */
export interface Passage {
  /** The section's title; empty where there is none. */
  heading: string;
  text: string;
  /** Page of the PDF, from 1, where it is known. */
  page?: number | undefined;
}

/** What a document may be: the kinds that the page tells apart. */
export const sourceNames = ['instruction', 'annex', 'answer', 'comment', 'past-circular'] as const;
export type SourceName = (typeof sourceNames)[number];

/** Whether a text was published, as people recorded it; nothing is concluded from it. */
export const publicationStates = ['published', 'not-published', 'not-applicable'] as const;
export type PublicationState = (typeof publicationStates)[number];

/** What the search knows of a document beside its words. */
export interface DocumentFacts {
  /** What it is, and the id of what it is: together they name it. */
  source: SourceName;
  reference: string;
  /** The page where it is read. */
  href: string;
  /** Its PDF, where `#page=N` opens a page; undefined where pages say nothing. */
  fileHref?: string | undefined;
  title: string;
  /** Who may read it: nobody else finds it, nor sees it counted. */
  audience: readonly Role[];
  /**
   * The year of the budget that it is about (« millésime »), by which a perimeter is judged; the year of its
   * signature is that of `signedOn`. Undefined where nobody knows: then outside of every perimeter.
   */
  year?: number | undefined;
  /** Name of its template. */
  kind?: string | undefined;
  /** Where the instruction that it is, or is of, stands. */
  state?: string | undefined;
  /** Key of the strategic frame. */
  frame?: string | undefined;
  /** `DEP-01`, `REG-84`, `COM-987`; none: the whole country's. */
  territories?: readonly string[] | undefined;
  /** As it signed; undefined before. */
  signatory?: string | undefined;
  /** Days in Paris (`YYYY-MM-DD`): signed, and replaced by what was sent or recorded. */
  signedOn?: string | undefined;
  replacedOn?: string | undefined;
  /** Undefined for what is not to be published: a draft, a comment. */
  publication?: PublicationState | undefined;
  publishedOn?: string | undefined;
  /** Of the instruction that it is, or is of: its address (`/instructions/SLUG`) and, of what is not it, its title. */
  slug?: string | undefined;
  instructionTitle?: string | undefined;
  /** Why its words are not all there: the end of a key `archive.search.unread.…`. */
  unread?: string | undefined;
}

export interface SearchableDocument extends DocumentFacts {
  /** Words that count as those of the title: subject, year. */
  alsoTitle: string;
  passages: readonly Passage[];
}

/** One document of a source, and a text that changes whenever what `read` gives would. */
export interface ListedDocument {
  reference: string;
  stamp: string;
  /** Undefined when it is gone meanwhile. Reads no file: see `SearchSource.files`. */
  read(): Promise<SearchableDocument | undefined>;
}

/** A file whose text is read once, in the background, and kept under its hash. */
export interface ReadableFile {
  sha256: string;
  /** Undefined once its bytes were erased. */
  bytes(): Promise<Uint8Array | undefined>;
}

/** Where documents come from. */
export interface SearchSource {
  name: SourceName;
  list(): Promise<ListedDocument[]>;
  /** The files that its documents show the text of; they are found by their titles until then. */
  files?(): Promise<ReadableFile[]>;
}
