import { AppError } from '../../kernel/errors.ts';
import type { PublicFacts, PublicSource } from './source.ts';

/** What this room asks of the circulars from before Estafette. */
export interface PastCircularsPort {
  findById(id: string): Promise<PastCircular | undefined>;
  bytesOf(circular: { sha256: string }): Promise<Uint8Array | undefined>;
  /** What was read of its file, page by page. */
  pagesOf(id: string): Promise<readonly { text: string; recognised?: boolean }[]>;
}

interface PastCircular {
  id: string;
  slug: string;
  title: string;
  year: number | undefined;
  signedOn: string | undefined;
  nor: string | undefined;
  signatory: string | undefined;
  sha256: string;
  bytes: number;
  pages: number;
}

/** Circulars from before Estafette: what is not known of them is not said. */
export function createPastSource(circulars: PastCircularsPort): PublicSource {
  const factsOf = ({ id, slug, title, year, signedOn }: PastCircular): PublicFacts => ({
    ...{ id, slug, title, year, signedOn, effects: [] },
  });
  return {
    async list(ids) {
      const found = await Promise.all(ids.map((id) => circulars.findById(id)));
      return found.filter((each) => each !== undefined).map(factsOf);
    },

    async find(id) {
      const circular = await circulars.findById(id);
      if (circular === undefined) return undefined;
      const { sha256, bytes, pages, signatory, nor } = circular;
      const read = await circulars.pagesOf(id);
      const words = read.map(({ text }) => text);
      const hasRecognisedWords = read.some(({ recognised = false }) => recognised);
      return {
        ...{ ...factsOf(circular), sha256, bytes, pages, nor, words, hasRecognisedWords },
        ...{ markKey: 'public-page.mark.past', html: undefined, corrects: undefined, contact: undefined },
        signatory: signatory === undefined ? undefined : { name: signatory, quality: undefined },
      };
    },

    async bytesOf(id) {
      const circular = await circulars.findById(id);
      const bytes = circular && (await circulars.bytesOf(circular));
      if (bytes === undefined) throw new AppError('not-found', 'no such circular');
      return bytes;
    },
  };
}
