import { endsText, type Instructions } from '../../drafts/instructions.ts';
import type { Role } from '../../web/route.ts';
import type { DocumentFacts, PublicationState } from './document.ts';
import { frameOf, type StrategicFrame } from './frames.ts';

/** Who reads instructions and what hangs on them. The administrator keeps house and reads none. */
export const actReaders: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
/** Who reads what is said while a text is written: not those who audit it. */
export const workReaders: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher'];

/** Where and when texts were published, by their ids: the signed ones alone have a standing. */
export interface PublicationsPort {
  standings(): Promise<ReadonlyMap<string, { state: PublicationState; publishedOn?: string }>>;
}

/** What a document has from the instruction that it is, or is of. */
type ActFacts = Pick<
  DocumentFacts,
  | 'year'
  | 'kind'
  | 'state'
  | 'frame'
  | 'signatory'
  | 'signedOn'
  | 'replacedOn'
  | 'publication'
  | 'publishedOn'
  | 'slug'
>;

/** One instruction, as the search needs it for its own text and for everything that hangs on it. */
export interface Act {
  id: string;
  title: string;
  slug: string;
  revision: number;
  updatedAt: string;
  /** Hash of its document as it stands; undefined on a draft. */
  documentSha256: string | undefined;
  facts: ActFacts;
  /** Changes whenever one of the facts does. */
  stamp: string;
}

export type Acts = ReadonlyMap<string, Act>;

/** Every instruction, read at once. */
export async function listActs(deps: {
  instructions: Pick<Instructions, 'listTexts' | 'corrected'>;
  publications: PublicationsPort;
  frames: readonly StrategicFrame[];
}): Promise<Acts> {
  const corrected = await deps.instructions.corrected();
  const standings = await deps.publications.standings();
  const texts = await deps.instructions.listTexts();
  return new Map(
    texts.map(({ id, slug, title, year, state, revision, updatedAt, template, ...document }) => {
      const { relation, sentOn } = corrected.get(id) ?? {};
      const { state: publication, publishedOn } = standings.get(id) ?? {};
      const facts: ActFacts = {
        ...{ year, kind: template, state, frame: frameOf(deps.frames, year), slug },
        signatory: document.signatoryName ?? undefined,
        signedOn: document.signedOn ?? undefined,
        replacedOn: endsText(relation) ? sentOn : undefined,
        ...{ publication, publishedOn },
      };
      const act = {
        ...{ id, title, slug, revision, updatedAt, facts },
        documentSha256: document.documentSha256 ?? undefined,
        stamp: JSON.stringify([title, facts]),
      };
      return [id, act];
    }),
  );
}
