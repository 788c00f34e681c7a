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
import { getRevision } from './revisions-store.ts';
import { listVersions } from './versions-store.ts';

/** A rectificatif as what it corrects is told of it. */
export interface SentCorrection {
  instructionId: string;
  slug: string;
  title: string;
  relation: Relation;
  changes: string;
  /** The day on which its campaign was opened, in Paris (`YYYY-MM-DD`). */
  sentOn: string;
}

/** What corrects what: read from the chain of texts itself, so that nothing has to be kept in step with it. */
export function createCorrections(deps: Pick<DraftingDeps, 'database' | 'readDatabase'>) {
  const { database, readDatabase } = deps;

  async function changesOf({ instructionId, revision }: Correction): Promise<string> {
    return (await getRevision(database, instructionId, revision)).fields[changesField] ?? '';
  }

  /**
   * The rectificatifs of a text that were signed and sent, oldest first: its own, and what replaced the text
   * that it amends. Nothing else corrects it.
   */
  async function correctionsOf(instructionId: string): Promise<SentCorrection[]> {
    const sent = await listSentCorrections(database, instructionId);
    return Promise.all(
      sent.map(async (correction) => {
        const { slug, title, relation, sentAt } = correction;
        const sentOn = parisDayOf(new Date(sentAt ?? ''));
        const changes = await changesOf(correction);
        return { instructionId: correction.instructionId, slug, title, relation, changes, sentOn };
      }),
    );
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

    /** What became of each corrected text, by its id: replaced rather than amended, where both happened. */
    async corrected(): Promise<Map<string, { relation: Relation; slug: string; title: string }>> {
      const sent = await listSent(readDatabase);
      const own = (id: string, relation: Relation) =>
        sent.findLast((each) => each.correctsId === id && each.relation === relation);
      function replacementOf(id: string): (typeof sent)[number] | undefined {
        const amended = sent.find((each) => each.instructionId === id && each.relation === 'amends');
        return own(id, 'replaces') ?? (amended && replacementOf(amended.correctsId));
      }
      const texts = new Set(sent.flatMap(({ instructionId, correctsId }) => [instructionId, correctsId]));
      const found = [...texts].flatMap((id) => {
        const by = replacementOf(id) ?? own(id, 'amends');
        return by === undefined
          ? []
          : [[id, { relation: by.relation, slug: by.slug, title: by.title }] as const];
      });
      return new Map(found);
    },
  };
}
