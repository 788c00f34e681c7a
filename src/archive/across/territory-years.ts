import type { Acknowledgement } from '../../acknowledgements/acknowledgements.ts';
import type { OwedEver } from '../../answers/answers.ts';
import type { ReceivedLine } from '../../dispatch/dispatch.ts';
import type { Instruction } from '../../drafts/instructions.ts';
import { parisDayOf } from '../../kernel/clock.ts';
import type { Holding } from '../../prefectures/prefectures.ts';
import type { YearsRead } from './across.ts';

const dayMs = 86_400_000;

/** One instruction as one territory knew it. */
export interface TerritoryYear {
  instruction: Instruction;
  /** Undefined when it was not sent to the office that answered for the territory then. */
  received: ReceivedLine | undefined;
  /** First come first; none while the office is silent. */
  acknowledgements: Acknowledgement[];
  /** The first one's day in Paris, and how many days after the sending. */
  acknowledgedOn: string | undefined;
  days: number | undefined;
  /** In cents; undefined when the signed text grants it nothing. */
  commitment: number | undefined;
  payment: number | undefined;
  owed: OwedEver[];
  /** Of what was owed. */
  given: number;
  onTime: number;
}

/** The instructions that a territory received, was granted something by, or owed an answer to; earliest first. */
export function territoryYears(read: YearsRead, territoryId: string): TerritoryYear[] {
  const holdings = read.holdings.filter(({ id }) => id === territoryId);
  const received = Map.groupBy(read.received, ({ instructionId }) => instructionId);
  const owed = Map.groupBy(
    read.owed.filter(({ territory }) => territory.id === territoryId),
    ({ request }) => request.instructionId,
  );
  return read.instructions.flatMap((instruction) => {
    const { id } = instruction;
    const line = (received.get(id) ?? []).find((each) => answersFor(holdings, each));
    const granted = read.credits.get(id)?.find((each) => each.territoryId === territoryId);
    const asked = owed.get(id) ?? [];
    if (line === undefined && granted === undefined && asked.length === 0) return [];
    const given = line && read.acknowledged.get(`${line.campaignId} ${line.officeId}`);
    const acknowledgedOn = given?.[0]?.acknowledgedOn;
    return {
      ...{ instruction, received: line, acknowledgements: given ?? [], acknowledgedOn },
      days:
        line === undefined || acknowledgedOn === undefined
          ? undefined
          : daysBetween(dayOfSending(line), acknowledgedOn),
      commitment: granted?.commitmentAuthority,
      payment: granted?.paymentAppropriation,
      owed: asked,
      ...countAnswers(asked),
    };
  });
}

/** How many of these answers came, and how many of them by their last day. */
export function countAnswers(owed: readonly OwedEver[]): { given: number; onTime: number } {
  const given = owed.filter(({ latest }) => latest !== undefined);
  return { given: given.length, onTime: given.filter(({ late }) => !late).length };
}

/** The day of a campaign's opening, in Paris. */
export function dayOfSending({ openedAt }: Pick<ReceivedLine, 'openedAt'>): string {
  return parisDayOf(new Date(openedAt));
}

/** Calendar days from one day to another; never less than none, however a day was typed. */
export function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs));
}

/** Whether the office answered for the territory on the day whose directory was read. */
function answersFor(holdings: readonly Holding[], line: ReceivedLine): boolean {
  const day = line.recipientsOn ?? dayOfSending(line);
  return holdings.some(
    ({ officeId, validFrom, validTo }) =>
      officeId === line.officeId && (validFrom ?? day) <= day && day <= (validTo ?? day),
  );
}
