import type { Acknowledgement, Acknowledgements } from '../../acknowledgements/acknowledgements.ts';
import type { Allocation, Allocations } from '../../allocations/allocations.ts';
import type { AskedAnswers, OwedEver } from '../../answers/answers.ts';
import type { Dispatch, ReceivedLine } from '../../dispatch/dispatch.ts';
import { endsText, type Instruction, type Instructions } from '../../drafts/instructions.ts';
import { instantOf, parisDayOf, type Clock } from '../../kernel/clock.ts';
import { withinPerimeter, type Perimeter } from '../../kernel/perimeter.ts';
import type { Holding, Mandate, Prefectures } from '../../prefectures/prefectures.ts';
import type { Publications } from '../../publications/publications.ts';

export interface AcrossDeps {
  instructions: Pick<Instructions, 'list' | 'listSigned' | 'corrected'>;
  dispatch: Pick<Dispatch, 'listReceived'>;
  acknowledgements: Pick<Acknowledgements, 'listEver'>;
  clock: Clock;
  prefectures: Pick<Prefectures, 'listHoldings' | 'listOffices'> & {
    mandates: Pick<Prefectures['mandates'], 'list'>;
  };
  allocations?: Pick<Allocations, 'frozenLines'>;
  answers?: Pick<AskedAnswers, 'owedEver' | 'keptOf'>;
  publications?: Pick<Publications, 'standings'>;
}

/** Everything that pages across the years are made of, read in a number of queries that never grows. */
export interface YearsRead {
  /** Within the reader's perimeter, earliest year first. */
  instructions: Instruction[];
  /** How many instructions exist that the reader's mission does not open. */
  outside: number;
  /** Ids of the texts that were replaced or repealed, and of what corrects each. */
  ended: ReadonlySet<string>;
  correctedBy: ReadonlyMap<string, string>;
  signedOn: ReadonlyMap<string, string>;
  publishedOn: ReadonlyMap<string, string>;
  received: ReceivedLine[];
  /** By `campaign office`, first come first. */
  acknowledged: ReadonlyMap<string, Acknowledgement[]>;
  /** What each signed text grants, by its id. */
  credits: ReadonlyMap<string, Allocation[]>;
  owed: OwedEver[];
  /** Of the territory asked for: answers whose content was not erased. */
  keptAnswers: ReadonlySet<string>;
  holdings: Holding[];
  /** Of the territory asked for; none without one. */
  mandates: Mandate[];
}

export type Across = ReturnType<typeof createAcross>;

/** One territory, or all of them, through all the instructions that were ever sent. */
export function createAcross(deps: AcrossDeps) {
  const { instructions, dispatch, acknowledgements, prefectures } = deps;

  return {
    /** Every territory and the office that answers for it. */
    holdings: () => prefectures.listHoldings(),

    /** The offices' names, as they are today. */
    officeNames: async (): Promise<ReadonlyMap<string, string>> => {
      const offices = await prefectures.listOffices({ on: parisDayOf(deps.clock.now()) });
      return new Map(offices.map(({ id, name }) => [id, name]));
    },

    /** The instant that a page says its figures are of. */
    now: () => instantOf(deps.clock),

    /** What concerns a territory (`DEP-01`, `REG-84`), or everybody, within a reader's perimeter. */
    async years({
      territoryId,
      perimeter,
    }: {
      territoryId?: string;
      perimeter: Perimeter | undefined;
    }): Promise<YearsRead> {
      const every = await instructions.list();
      const open = every.filter(({ year }) => withinPerimeter(perimeter, year));
      const ids = new Set(open.map(({ id }) => id));
      const signed = (await instructions.listSigned()).filter(({ id }) => ids.has(id));
      const corrected = await instructions.corrected();
      const isOwn = ({ id }: Holding) => territoryId === undefined || id === territoryId;
      const holdings = (await prefectures.listHoldings()).filter(isOwn);
      const mandates = territoryId === undefined ? [] : await prefectures.mandates.list({ territoryId });
      const officeIds = [...new Set([...holdings, ...mandates].map(({ officeId }) => officeId))];
      const only = territoryId === undefined ? {} : { officeIds };
      const own = territoryId === undefined ? {} : { territoryId };
      const received = (await dispatch.listReceived(only)).filter(({ instructionId }) =>
        ids.has(instructionId),
      );
      const lines = await deps.allocations?.frozenLines({
        frozenVersionIds: signed.map(({ frozenVersionId }) => frozenVersionId),
        ...(territoryId === undefined ? {} : { territoryIds: [territoryId] }),
      });
      const standings = await deps.publications?.standings();
      const ended = new Set([...corrected].flatMap(([id, { relation }]) => (endsText(relation) ? [id] : [])));
      const owed = (await deps.answers?.owedEver(actsOf({ open, received, ended }), own)) ?? [];
      // Files are led to from one territory's page alone.
      const given = territoryId === undefined ? [] : owed.flatMap(({ latest }) => latest?.id ?? []);
      return {
        instructions: open.toReversed(),
        outside: every.length - open.length,
        ended,
        correctedBy: new Map(
          [...corrected].flatMap(([id, { slug }]) => {
            const by = every.find((each) => each.slug === slug);
            return by === undefined ? [] : [[id, by.id]];
          }),
        ),
        signedOn: new Map(signed.map(({ id, signedOn }) => [id, signedOn])),
        publishedOn: new Map(
          [...(standings ?? [])].flatMap(([id, { publishedOn }]) =>
            publishedOn === undefined ? [] : [[id, publishedOn]],
          ),
        ),
        received,
        acknowledged: Map.groupBy(
          await acknowledgements.listEver(only),
          ({ campaignId, officeId }) => `${campaignId} ${officeId}`,
        ),
        credits: new Map(
          signed.flatMap(({ id, frozenVersionId }) => {
            const granted = lines?.get(frozenVersionId);
            return granted === undefined ? [] : [[id, granted]];
          }),
        ),
        owed,
        keptAnswers: (await deps.answers?.keptOf(given)) ?? new Set<string>(),
        holdings,
        mandates,
      };
    },
  };
}

/** What the answers ask of each act that was sent. */
function actsOf({
  open,
  received,
  ended,
}: {
  open: readonly Instruction[];
  received: readonly ReceivedLine[];
  ended: ReadonlySet<string>;
}) {
  const asked = received.filter(({ role, excluded }) => role === 'to' && !excluded);
  const sentTo = Map.groupBy(asked, ({ instructionId }) => instructionId);
  return new Map(
    open.map(({ id, state }) => [
      id,
      {
        ...{ state, ended: ended.has(id) },
        sentTo: sentTo.has(id) ? new Set((sentTo.get(id) ?? []).map(({ officeId }) => officeId)) : undefined,
      },
    ]),
  );
}
