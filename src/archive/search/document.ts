/** One passage of a document: a section of a text, a page of a PDF. */
export interface Passage {
  /** The section's title; empty where there is none. */
  heading: string;
  text: string;
  /** Page of the PDF, where it is known. */
  page?: number | undefined;
}

/** What the search knows of a document beside its words. */
export interface DocumentFacts {
  /** What it is, and the id of what it is: together they name it. */
  source: string;
  reference: string;
  slug: string;
  title: string;
  /** Name of its template. */
  kind: string;
  year: number;
  state: string;
  /** As it signed; undefined before. */
  signatory?: string | undefined;
  /** Days in Paris (`YYYY-MM-DD`): signed, and replaced by a rectificatif that was sent. */
  signedOn?: string | undefined;
  replacedOn?: string | undefined;
}

export interface SearchableDocument extends DocumentFacts {
  /** Words that count as those of the title: subject, year. */
  alsoTitle: string;
  passages: Passage[];
}

/** Where documents come from. */
export interface SearchSource {
  name: string;
  /** Every document, with a text that changes whenever what `read` gives would; undefined there: it is gone. */
  list(): Promise<{ reference: string; stamp: string; read(): Promise<SearchableDocument | undefined> }[]>;
}
