import type { Perimeter } from '../kernel/perimeter.ts';

/** What is asked of the instructions. */
export interface ActsPort {
  findBySlug(slug: string): Promise<{ id: string; year: number } | undefined>;
  signedVersion(id: string): Promise<{ pdf(): Promise<Uint8Array> } | undefined>;
}

interface Segment {
  text: string;
}

export interface FoundText {
  title: readonly Segment[];
  href: string;
  year: number | null;
  state: string | null;
  signedOn: string | null;
  section: string;
  page: number | null;
  passage: readonly Segment[];
}

/** The search of the pages: the same engine, with the same refusals. */
export interface SearchPort {
  search(
    query: { words: string; year?: number | undefined; after: number },
    reader: { roles: readonly string[]; perimeter?: Perimeter | undefined },
  ): Promise<{ results: readonly FoundText[]; total: number; refused?: string; leftOut: readonly string[] }>;
}
