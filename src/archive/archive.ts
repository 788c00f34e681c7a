import type { Annexes } from '../allocations/allocations.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Acknowledgement, Acknowledgements } from '../acknowledgements/acknowledgements.ts';
import type { Dispatch, OfficeLine } from '../dispatch/dispatch.ts';
import type { Instructions } from '../drafts/instructions.ts';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { userIdsIn, type Journal, type JournalLine } from '../journal/journal.ts';
import type { Prefectures } from '../prefectures/prefectures.ts';
import type { Searching } from './searching.ts';

export type { Filters, Reader, SearchAnswer, SearchQuery, SearchResult } from './search/search.ts';
export { createSearching, type Searching } from './searching.ts';
export { loadFrames } from './search/frames.ts';
export { createFixity, type Alteration, type Fixity } from './fixity.ts';
export { createKeeping, type Keeping, type KeepingAlarm } from './keeping.ts';
export type { Segment } from './search/passage.ts';

export type Archive = ReturnType<typeof createArchive>;
export type Story = NonNullable<Awaited<ReturnType<Archive['story']>>>;

/** Names of those whom some lines speak of, as they are today; an erased one is absent. */
export interface NamesOfLines {
  users: Map<string, string>;
  offices: Map<string, string>;
}

const pageOfLines = 50;
const linesAtOnce = 1000;

/** What an auditor reads: search, stories, journal. It writes nothing but the search's own entries. */
export function createArchive(deps: {
  journal: Journal;
  instructions: Pick<
    Instructions,
    | 'list'
    | 'findBySlug'
    | 'signedVersion'
    | 'circuitOf'
    | 'renewedVersions'
    | 'correctionsOf'
    | 'correctedBy'
  >;
  dispatch: Pick<Dispatch, 'findCampaignOf' | 'board' | 'findStatement'>;
  acknowledgements: Pick<Acknowledgements, 'listByCampaign'>;
  prefectures: Pick<Prefectures, 'listOffices'>;
  annexes?: Pick<Annexes, 'standing' | 'manifest'>;
  accounts: Pick<Accounts, 'namesOf'>;
  searching: Searching;
  clock: Clock;
}) {
  const { journal, instructions, dispatch, acknowledgements } = deps;

  async function everyLineOf(subject: string): Promise<JournalLine[]> {
    const lines: JournalLine[] = [];
    for (;;) {
      const afterLine = lines.at(-1)?.line ?? 0;
      const next = await journal.list({ subjects: [subject], afterLine, limit: linesAtOnce });
      lines.push(...next);
      if (next.length < linesAtOnce) return lines;
    }
  }

  async function namesIn(lines: JournalLine[], others: string[] = []): Promise<NamesOfLines> {
    const offices = await deps.prefectures.listOffices({ on: parisDayOf(deps.clock.now()) });
    return {
      users: await deps.accounts.namesOf([...userIdsIn(lines), ...others]),
      offices: new Map(offices.map(({ id, name }) => [id, name])),
    };
  }

  /** The notifications of credits, once closed by their manifest. */
  async function notificationsOf(instructionId: string) {
    const standing = await deps.annexes?.standing(instructionId);
    const manifest = standing && (await deps.annexes?.manifest(standing.signedSha256));
    if (standing === undefined || manifest === undefined) return undefined;
    return { count: standing.made.length, sha256: manifest.sha256, stampedAt: manifest.timestampAt };
  }

  async function officesOf(campaignId: string): Promise<OfficeEvidence[]> {
    const board = await dispatch.board(campaignId);
    const acknowledged = await acknowledgements.listByCampaign(campaignId);
    const byOffice = new Map(acknowledged.map((each) => [each.officeId, each.acknowledgements]));
    return (board?.lines ?? []).map((line) => ({
      line,
      acknowledgements: byOffice.get(line.officeId) ?? [],
    }));
  }

  return {
    ...deps.searching,

    /** Everything that proves what became of an instruction; undefined when there is none of this address. */
    async story(slug: string) {
      const instruction = await instructions.findBySlug(slug);
      if (instruction === undefined) return undefined;
      const lines = await everyLineOf(`instruction:${instruction.id}`);
      const versions = await instructions.circuitOf(instruction.id);
      const campaign = await dispatch.findCampaignOf(instruction.id);
      const visaGivers = versions.flatMap(({ visas }) => visas.map(({ userId }) => userId));
      return {
        instruction,
        versions,
        signed: await instructions.signedVersion(instruction.id),
        corrections: await instructions.correctionsOf(instruction.id),
        corrects: await instructions.correctedBy(instruction.id),
        renewed: await instructions.renewedVersions(instruction.id),
        campaign,
        statement: campaign && (await dispatch.findStatement(campaign.id)),
        notifications: await notificationsOf(instruction.id),
        offices: campaign === undefined ? [] : await officesOf(campaign.id),
        lines,
        names: await namesIn(lines, visaGivers),
      };
    },

    /**
     * A page of the journal, newest line first: the lines before `before`, or the last ones. `older` is
     * what to give as `before` to read on.
     */
    async journalPage(query: { before?: number | undefined }) {
      const [newest] = await journal.list({ newestFirst: true, limit: 1 });
      const end = Math.min(query.before ?? Infinity, (newest?.line ?? 0) + 1);
      const afterLine = Math.max(0, end - 1 - pageOfLines);
      // The chain has no gap; should it have one, the verification says so and the page only shows less.
      const limit = Math.max(0, end - 1 - afterLine);
      const lines = limit === 0 ? [] : await journal.list({ afterLine, limit });
      return {
        lines: lines.filter(({ line }) => line < end).toReversed(),
        total: newest?.line ?? 0,
        older: afterLine > 0 ? afterLine + 1 : undefined,
        newer: newest !== undefined && end <= newest.line ? end + pageOfLines : undefined,
        names: await namesIn(lines),
        instructions: new Map(
          (await instructions.list()).map(({ id, slug, title }) => [id, { slug, title }]),
        ),
      };
    },

    verifyJournal: () => journal.verify(),
  };
}

/** What is known of one office in a dispatch. */
export interface OfficeEvidence {
  line: OfficeLine;
  acknowledgements: Acknowledgement[];
}
