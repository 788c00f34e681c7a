import type { Extraction } from './extraction/extraction.ts';
import { createPublicPage, createPublications } from './publications/publications.ts';

type PageDeps = Parameters<typeof createPublicPage>[0];
type Deps = Omit<Parameters<typeof createPublications>[0], 'isOwnUndesignated'> & Omit<PageDeps, 'readable'>;

/** What a file is when nobody can open it; one that is only long, or large, is opened by who waits. */
const unreadable = ['empty', 'not-a-pdf', 'broken', 'encrypted'];

/** Where and when texts are published, and what everyone may read of them. */
export function openPublications(deps: Deps & { extraction: Pick<Extraction, 'textOf'> }) {
  const publicPage = createPublicPage({
    ...deps,
    async readable(bytes) {
      const text = await deps.extraction.textOf(bytes);
      return text.ok || !unreadable.includes(text.reason);
    },
  });
  const publications = createPublications({
    ...deps,
    isOwnUndesignated: (url) => publicPage.isOwnUndesignated(url),
  });
  return { publications, publicPage };
}
