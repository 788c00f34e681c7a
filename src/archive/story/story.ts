import type { Annexes, Allocations } from '../../allocations/allocations.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { Acknowledgement, Acknowledgements } from '../../acknowledgements/acknowledgements.ts';
import type { AskedAnswers } from '../../answers/answers.ts';
import type { Dispatch, OfficeLine } from '../../dispatch/dispatch.ts';
import type { Instructions } from '../../drafts/instructions.ts';
import { parisDayOf, type Clock } from '../../kernel/clock.ts';
import { userIdsIn, type Journal, type JournalLine } from '../../journal/journal.ts';
import type { Prefectures } from '../../prefectures/prefectures.ts';
import type { Publications } from '../../publications/publications.ts';

export type Stories = ReturnType<typeof createStories>;
export type Story = NonNullable<Awaited<ReturnType<Stories['story']>>>;

/** Names of those whom some lines speak of, as they are today; an erased one is absent. */
export interface NamesOfLines {
  users: Map<string, string>;
  offices: Map<string, string>;
}

/** What is known of one office in a dispatch. */
export interface OfficeEvidence {
  line: OfficeLine;
  acknowledgements: Acknowledgement[];
}

/** A line of another text's story that concerns this one. */
export interface RelatedLine {
  line: JournalLine;
  otherId: string;
}

export interface StoriesDeps {
  journal: Journal;
  instructions: Pick<
    Instructions,
    | 'list'
    | 'find'
    | 'findBySlug'
    | 'signedVersion'
    | 'circuitOf'
    | 'renewedVersions'
    | 'correctionsOf'
    | 'correctedBy'
    | 'relatedTo'
    | 'documentSeal'
  >;
  dispatch: Pick<Dispatch, 'findCampaignOf' | 'board' | 'findStatement'>;
  acknowledgements: Pick<Acknowledgements, 'listByCampaign'>;
  prefectures: Pick<Prefectures, 'listOffices'>;
  annexes?: Pick<Annexes, 'standing' | 'manifest'>;
  allocations?: Pick<Allocations, 'tablesOf'>;
  answers?: Pick<AskedAnswers, 'keptOf'>;
  publications?: Pick<Publications, 'standingOf'>;
  accounts: Pick<Accounts, 'namesOf'>;
  clock: Clock;
}

const linesAtOnce = 1000;

/** An instruction's whole story, and the lines of the journal one by one. Nothing here writes. */
export function createStories(deps: StoriesDeps) {
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

  /** What the lines of other texts say of this one: prepared from it, correcting it, said to be repealed by it. */
  async function relatedLines(id: string, others: readonly { id: string }[]): Promise<RelatedLine[]> {
    if (others.length === 0) return [];
    const lines = await journal.list({
      subjects: others.map((other) => `instruction:${other.id}`),
      types: ['instruction.rolled-over', 'instruction.amendment-begun', 'instruction.repeal-recorded'],
    });
    return lines
      .filter(
        ({ type, data }) =>
          (type === 'instruction.rolled-over' && data.from === id) ||
          (type === 'instruction.amendment-begun' && data.corrects === id) ||
          (type === 'instruction.repeal-recorded' && data.by === id),
      )
      .map((line) => ({ line, otherId: line.subject.slice('instruction:'.length) }));
  }

  return {
    namesIn,

    /** What the header of an instruction's pages asks. */
    documentSeal: instructions.documentSeal,

    /** Everything that proves what became of an instruction; undefined when there is none of this address. */
    async story(slug: string) {
      const instruction = await instructions.findBySlug(slug);
      if (instruction === undefined) return undefined;
      const { id } = instruction;
      const lines = await everyLineOf(`instruction:${id}`);
      const related = await instructions.relatedTo(id);
      const relatedTold = await relatedLines(id, [
        ...related.successors,
        ...related.corrections,
        ...related.repealed,
      ]);
      const versions = await instructions.circuitOf(id);
      const campaign = await dispatch.findCampaignOf(id);
      const visaGivers = versions.flatMap(({ visas }) => visas.map(({ userId }) => userId));
      const answerIds = lines.flatMap(({ type, data }) => (type === 'return.given' ? [data.answer] : []));
      return {
        instruction,
        versions,
        signed: await instructions.signedVersion(id),
        corrections: await instructions.correctionsOf(id),
        corrects: await instructions.correctedBy(id),
        renewed: await instructions.renewedVersions(id),
        related,
        relatedTold,
        titles: new Map((await instructions.list()).map((each) => [each.id, each])),
        tables: (await deps.allocations?.tablesOf(id)) ?? [],
        keptAnswers: (await deps.answers?.keptOf(answerIds)) ?? new Set<string>(),
        campaign,
        statement: campaign && (await dispatch.findStatement(campaign.id)),
        notifications: await notificationsOf(id),
        publication: await deps.publications?.standingOf(id),
        offices: campaign === undefined ? [] : await officesOf(campaign.id),
        lines,
        names: await namesIn([...lines, ...relatedTold.map(({ line }) => line)], visaGivers),
      };
    },

    /** One line of the journal with what its hash covers, and the lines around it; undefined past its end. */
    async journalLine(number: number) {
      const [line] = await journal.list({ afterLine: number - 1, limit: 1 });
      if (line?.line !== number) return undefined;
      const [next] = await journal.list({ afterLine: number, limit: 1 });
      const [kind, id] = line.subject.split(':');
      const instruction =
        kind === 'instruction' && id !== undefined ? await instructions.find(id) : undefined;
      return { line, instruction, hasNext: next !== undefined, names: await namesIn([line]) };
    },
  };
}
