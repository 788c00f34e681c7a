import { createPublications } from './publications/publications.ts';

/** Where and when texts are published, and what everyone may read of them. */
export function openPublications(deps: Parameters<typeof createPublications>[0]) {
  return createPublications(deps);
}
