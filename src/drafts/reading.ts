import { AppError } from '../kernel/errors.ts';
import type { JournalEventType } from '../journal/journal.ts';
import { changesField } from './amendment.ts';
import { readStoredText } from './content.ts';
import { createCorrections, weightiest, type Effect } from './corrections.ts';
import { loadInstruction, subjectOf, type DraftingDeps } from './drafting-deps.ts';
import {
  findInstruction,
  getInstruction,
  listAuthorIds,
  listInstructions,
  type Instruction,
  type InstructionFilters,
} from './instructions-store.ts';
import { listTexts } from './listed-text.ts';
import { listSignedActs } from './references/references-store.ts';
import { getRevision, listKeptAside } from './revisions-store.ts';
import { toPlainText } from './section-text.ts';
import { findKnownParts } from './template-updates/known-parts.ts';
import { findSigned, findStandingVersion, getDocument, listVersions } from './versions-store.ts';
import { listVisas } from './visas-store.ts';

const linesOfPage = 100;

/** What the timeline tells; the journal's page tells everything. */
const milestones: JournalEventType[] = [
  'instruction.created',
  'instruction.rolled-over',
  'instruction.restored',
  'instruction.frozen',
  'instruction.freeze-voided',
  'visa.given',
  'visa.refused',
  'instruction.approved',
  'instruction.signed',
  'campaign.opened',
  'campaign.closed',
  'instruction.closed',
  'instruction.amendment-begun',
  'instruction.corrected',
  'instruction.repeal-recorded',
  'instruction.repeal-taken-back',
];

/** Everything that pages and other rooms read. Nothing here writes. */
export function createReading(deps: DraftingDeps) {
  const { database, readDatabase, journal } = deps;
  const corrections = createCorrections(deps);

  const effectOn = async (instructionId: string) =>
    weightiest((await corrections.correctionsOf(instructionId)).map(({ relation }) => relation));

  return {
    ...corrections,

    findBySlug: (slug: string) => findInstruction(database, { slug }),

    find: (instructionId: string) => findInstruction(database, { id: instructionId }),

    /** Throws `not-found`. */
    get: (instructionId: string) => getInstruction(database, instructionId),

    /** What a new instruction may be begun from. */
    listTemplates: () =>
      deps.render.listTemplates().map(({ name, title, purpose, recurrence }) => ({
        ...{ name, title, purpose, isYearly: recurrence !== 'several' },
      })),

    /** Newest year first. */
    list: (filters: InstructionFilters = {}): Promise<Instruction[]> =>
      listInstructions(readDatabase, filters),

    /** Every signed act with the day of its signature, the latest first; some of them by their ids. */
    listSigned: (ids?: readonly string[]) => listSignedActs(readDatabase, ids),

    /** Every text with its document, signatory and template, in one reading; newest year first. */
    listTexts: () => listTexts(readDatabase),

    /** Bytes kept under their hash: a frozen or a signed document. Throws `not-found`. */
    documentBytes: (sha256: string) => getDocument(readDatabase, sha256),

    listAuthorIds: (instructionId: string) => listAuthorIds(database, instructionId),

    /** The current text with its template: what the editing page shows. */
    async draftOf(instructionId: string) {
      const loaded = await loadInstruction(deps, instructionId);
      const { savedAt, savedBy } = await getRevision(database, instructionId, loaded.instruction.revision);
      const keptAside = await listKeptAside(database, instructionId);
      return { ...loaded, savedAt, savedBy, keptAside };
    },

    /** What names the parts of texts kept aside: see `findKnownParts`. */
    knownParts: async (instructionId: string) =>
      findKnownParts(deps, await loadInstruction(deps, instructionId)),

    /** Every frozen version, latest first, each with the decisions given on it. */
    async circuitOf(instructionId: string) {
      const versions = await listVersions(database, instructionId);
      const visas = await listVisas(
        database,
        versions.map((version) => version.id),
      );
      return versions.map((version) => ({
        ...version,
        visas: visas.filter((visa) => visa.frozenVersionId === version.id),
      }));
    },

    /** The great moments of an instruction's life, oldest first, however many mails were sent between. */
    timeline: (instructionId: string) =>
      journal.list({ subjects: [subjectOf(instructionId)], types: milestones }),

    /**
     * A page of the instruction's journal, newest line first: the lines before the line `before`, or the
     * last ones. `older` is what to give as `before` to read on.
     */
    async journalPage(instructionId: string, query: { before?: number | undefined } = {}) {
      const subjects = [subjectOf(instructionId)];
      const found = await journal.list({
        subjects,
        beforeLine: query.before,
        newestFirst: true,
        limit: linesOfPage + 1,
      });
      const lines = found.slice(0, linesOfPage);
      return {
        lines,
        total: await journal.count({ subjects }),
        older: found.length > lines.length ? lines.at(-1)?.line : undefined,
      };
    },

    /** The version under review or signed; undefined on a draft. */
    async frozenVersion(instructionId: string) {
      const version = await findStandingVersion(database, instructionId);
      if (version === undefined) return undefined;
      return { ...version, pdf: () => getDocument(database, version.sha256) };
    },

    /**
     * Hash of the document as it stands (signed, else frozen), what it bears, and what became of it since;
     * undefined on a draft.
     */
    async documentSeal(
      instructionId: string,
    ): Promise<{ sha256: string; mark?: string; how?: string; corrected?: Effect } | undefined> {
      const signed = await findSigned(database, instructionId);
      if (signed !== undefined) {
        const { sha256, mark, how } = signed;
        const corrected = await effectOn(instructionId);
        return { sha256, mark, how, ...(corrected === undefined ? {} : { corrected }) };
      }
      const version = await findStandingVersion(database, instructionId);
      return version === undefined ? undefined : { sha256: version.sha256 };
    },

    /** The exact bytes of one frozen version, standing or voided. Throws `not-found`. */
    async versionPdf(instructionId: string, number: number): Promise<Uint8Array> {
      const version = (await listVersions(database, instructionId)).find(
        (candidate) => candidate.number === number,
      );
      if (version === undefined) throw new AppError('not-found', 'no such version');
      return getDocument(database, version.sha256);
    },

    /** The signed act, for dispatch, acknowledgement and audit; undefined before the signature. */
    async signedVersion(instructionId: string) {
      const signed = await findSigned(database, instructionId);
      const version = await findStandingVersion(database, instructionId);
      if (signed === undefined || version === undefined) return undefined;
      const { slug, title, year } = await getInstruction(database, instructionId);
      const { fields } = await getRevision(database, instructionId, version.revision);
      return {
        ...signed,
        slug,
        title,
        year,
        subject: fields['subject'] ?? '',
        /** The letter's own fields, as they were frozen. */
        fields,
        html: version.html,
        pages: version.pages,
        version: version.number,
        frozenSha256: version.sha256,
        /** What it corrects, of a rectificatif. */
        corrects: await corrections.correctedBy(instructionId),
        pdf: () => getDocument(database, signed.sha256),
      };
    },

    /** What a search indexes: the words alone, without markup. */
    async contentForSearch(instructionId: string) {
      const { instruction, template, content } = await loadInstruction(deps, instructionId);
      const { id, slug, title, year, state, updatedAt } = instruction;
      return {
        id,
        slug,
        title,
        template: template.name,
        year,
        state,
        updatedAt,
        subject: content.fields['subject'] ?? '',
        changes: content.fields[changesField] ?? '',
        sections: template.sections.map((section) => ({
          key: section.key,
          title: section.title,
          text: toPlainText(readStoredText(content.sections[section.key])),
        })),
      };
    },
  };
}
