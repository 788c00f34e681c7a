import type { PublicationEvents } from '../../journal/publication-events.ts';
import { at, elsewhere, type Places } from './place.ts';

const ofPublication = at('effects', (_data, to) => [to.publication()]);

/** Where the events of publications stand in a story; see places.ts. */
export const publicationPlaces: Places<PublicationEvents> = {
  'publication.recorded': at('effects', ({ copySha256 }, to) => [to.publication(copySha256)]),
  'publication.said-not-applicable': ofPublication,
  'publication.withdrawn': ofPublication,
  'publication.warned': ofPublication,
  'public-page.listed': at('effects', ({ sha256 }, to) => [to.publication(sha256)]),
  'public-page.withdrawn': ofPublication,
  'activity-report.kept': elsewhere,
  'public-page.designated': elsewhere,
  'public-page.designation-withdrawn': elsewhere,
};
