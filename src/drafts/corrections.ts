import { parisDayOf } from '../kernel/clock.ts';
import { changesField, type Relation } from './amendment.ts';
import {
  findAmendment,
  listCorrections,
  listSent,
  listSentCorrections,
  type Correction,
} from './amendments-store.ts';
import { findNotice, type DraftingDeps } from './drafting-deps.ts';
import { findInstruction, getInstruction } from './instructions-store.ts';
import { recogniseDocument } from './recognition.ts';
import type { Repeal } from './repeals/repeal.ts';
import { listStandingRepeals } from './repeals/repeals-store.ts';
import { getRevision } from './revisions-store.ts';
import { listVersions } from './versions-store.ts';

/** What became of a text: a rectificatif replaces or amends it, or people recorded that another act repeals it. */
export type Effect = Relation | 'repeals';

/** A rectificatif as what it corrects is told of it; or the act that repeals it, as it was recorded. */
export interface SentCorrection {
  /** Undefined for a repealing act that is not in the archive. */
  slug: string | undefined;
  title: string;
  relation: Effect;
  /** Empty for a repeal. */
  changes: string;
  /** The day on which its campaign was opened, in Paris (`YYYY-MM-DD`); of a repeal, the day of its act. */
  sentOn: string;
}

/** What no longer applies is said before what applies otherwise. */
export function weightiest(effects: readonly Effect[]): Effect | undefined {
  return (['replaces', 'repeals', 'amends'] as const).find((effect) => effects.includes(effect));
}

/** How a signed act stands for who cites it. */
export type ActStanding = 'in-force' | 'replaced' | 'repealed' | 'amended';

export function standingOf(effect: Effect | undefined): ActStanding {
  if (effect === undefined) return 'in-force';
  return ({ replaces: 'replaced', repeals: 'repealed', amends: 'amended' } as const)[effect];
}

/** Whether a text does not apply any more. */
export const endsText = (effect: Effect | undefined): boolean => effect !== undefined && effect !== 'amends';

/** What corrects what: read from the chain of texts itself, so that nothing has to be kept in step with it. */
export function createCorrections(deps: Pick<DraftingDeps, 'database' | 'readDatabase'>) {
  const { database, readDatabase } = deps;

  async function changesOf({ instructionId, revision }: Correction): Promise<string> {
    return (await getRevision(database, instructionId, revision)).fields[changesField] ?? '';
  }

  /**
   * The rectificatifs of a text that were signed and sent, oldest first: its own, and what replaced the text
   * that it amends. Then the act that repeals it, where people recorded one.
   */
  async function correctionsOf(instructionId: string): Promise<SentCorrection[]> {
    const sent = await listSentCorrections(database, instructionId);
    const corrections = await Promise.all(
      sent.map(async (correction): Promise<SentCorrection> => {
        const { slug, title, relation, sentAt } = correction;
        const sentOn = parisDayOf(new Date(sentAt ?? ''));
        return { slug, title, relation, changes: await changesOf(correction), sentOn };
      }),
    );
    const repeals = await listStandingRepeals(database, { instructionId });
    return [...corrections, ...repeals.map(toCorrection)];
  }

  return {
    correctionsOf,

    /**
     * The same, of the signed act that has one of these hashes (hexadecimal SHA-256 of a file, then of its
     * beginnings): none for a file that is not one, or that nothing corrects.
     */
    async correctionsOfFile(hashes: readonly string[]): Promise<SentCorrection[]> {
      const known = await recogniseDocument(readDatabase, hashes);
      if (known === null || known.document === 'frozen') return [];
      const act = await findInstruction(readDatabase, { slug: known.instruction });
      return act === undefined ? [] : correctionsOf(act.id);
    },

    /** The rectificatif of a text that is not sent yet, if one is being written, visaed or signed. */
    async correctionUnderWay(instructionId: string): Promise<{ slug: string; title: string } | undefined> {
      const found = (await listCorrections(database, instructionId)).find(({ sentAt }) => sentAt === null);
      return found && { slug: found.slug, title: found.title };
    },

    /** What a rectificatif corrects, and what it says of it; undefined for a text that corrects none. */
    async correctedBy(instructionId: string) {
      const amendment = await findAmendment(database, instructionId);
      if (amendment === undefined) return undefined;
      const instruction = await getInstruction(database, instructionId);
      const notice = await findNotice(
        database,
        instruction,
        await getRevision(database, instructionId, instruction.revision),
      );
      const { id, slug } = await getInstruction(database, amendment.correctsId);
      return {
        instructionId: id,
        slug,
        relation: amendment.relation,
        changes: notice?.changes ?? '',
        title: notice?.corrected.title ?? '',
        signedOn: notice?.corrected.signedOn ?? '',
        sha256: amendment.correctedSha256,
        /** Until a first version is frozen, which is printed with it. */
        mayChangeRelation:
          instruction.state === 'draft' && (await listVersions(database, instructionId)).length === 0,
      };
    },

    /** What became of each text, by its id: the weightiest, where several things happened. */
    async corrected(): Promise<
      Map<string, { relation: Effect; slug: string | undefined; title: string; sentOn: string }>
    > {
      const sent = await listSent(readDatabase);
      const own = (id: string, relation: Relation) =>
        sent.findLast((each) => each.correctsId === id && each.relation === relation);
      function replacementOf(id: string): (typeof sent)[number] | undefined {
        const amended = sent.find((each) => each.instructionId === id && each.relation === 'amends');
        return own(id, 'replaces') ?? (amended && replacementOf(amended.correctsId));
      }
      const repeals = new Map(
        (await listStandingRepeals(readDatabase)).map((repeal) => [repeal.instructionId, repeal]),
      );
      const texts = new Set([
        ...sent.flatMap(({ instructionId, correctsId }) => [instructionId, correctsId]),
        ...repeals.keys(),
      ]);
      const found = [...texts].flatMap((id) => {
        const repeal = repeals.get(id);
        const by = replacementOf(id) ?? (repeal && toCorrection(repeal)) ?? own(id, 'amends');
        if (by === undefined) return [];
        const sentOn = 'sentOn' in by ? by.sentOn : parisDayOf(new Date(by.sentAt ?? ''));
        return [[id, { relation: by.relation, slug: by.slug, title: by.title, sentOn }] as const];
      });
      return new Map(found);
    },
  };
}

/** Its own words name the act; the archive's title does once they were erased. */
function toCorrection({ act, by, repealedOn }: Repeal): SentCorrection {
  const title = act === null || act === '' ? (by?.title ?? '') : act;
  return { slug: by?.slug, title, relation: 'repeals', changes: '', sentOn: repealedOn };
}
