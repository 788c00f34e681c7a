import { totalOf } from '../../allocations/allocations.ts';
import type { YearsRead } from './across.ts';
import { countAnswers, dayOfSending, daysBetween } from './territory-years.ts';

/** One year of instructions, in figures. Undefined: nothing to count from. */
export interface YearFigures {
  year: number;
  signed: number;
  /** In cents: what the texts that hold grant; a text that another one corrects with its own table is not added. */
  commitment: number | undefined;
  payment: number | undefined;
  /** Offices written to for action, each once. */
  offices: number;
  /** One for each office and each sending. */
  expected: number;
  acknowledged: number;
  /** Of those who acknowledged: calendar days from the sending. */
  medianDays: number | undefined;
  /** Answers owed, of requests that hold. */
  owed: number;
  given: number;
  onTime: number;
  published: number;
  /** Median of the calendar days from the signature to the first known publication. */
  publicationDays: number | undefined;
}

/** Each year of which something was signed, earliest first. */
export function yearFigures(read: YearsRead): YearFigures[] {
  const signed = read.instructions.filter(({ id }) => read.signedOn.has(id));
  const years = [...new Set(signed.map(({ year }) => year))].toSorted((one, other) => one - other);
  return years.map((year) => {
    const own = signed.filter((instruction) => instruction.year === year);
    const ids = new Set(own.map(({ id }) => id));
    const asked = read.received.filter(
      ({ instructionId, role, excluded }) => ids.has(instructionId) && role === 'to' && !excluded,
    );
    const delays = asked.flatMap((line) => {
      const first = read.acknowledged.get(`${line.campaignId} ${line.officeId}`)?.[0];
      return first === undefined ? [] : [daysBetween(dayOfSending(line), first.acknowledgedOn)];
    });
    const owed = read.owed.filter(({ request, ended }) => ids.has(request.instructionId) && !ended);
    const published = own.flatMap(({ id }) => {
      const [signedOn, publishedOn] = [read.signedOn.get(id), read.publishedOn.get(id)];
      return signedOn === undefined || publishedOn === undefined ? [] : [daysBetween(signedOn, publishedOn)];
    });
    return {
      year,
      signed: own.length,
      ...grantedBy(read, ids),
      offices: new Set(asked.map(({ officeId }) => officeId)).size,
      expected: asked.length,
      acknowledged: delays.length,
      medianDays: medianOf(delays),
      owed: owed.length,
      ...countAnswers(owed),
      published: published.length,
      publicationDays: medianOf(published),
    };
  });
}

/** Undefined of nothing; the mean of the two in the middle of an even number. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** A corrective text that has its own table takes the place of the one that it corrects; a text that ended grants nothing. */
function grantedBy(read: YearsRead, ids: ReadonlySet<string>): Pick<YearFigures, 'commitment' | 'payment'> {
  const standing = [...ids].filter((id) => {
    const by = read.correctedBy.get(id);
    return !read.ended.has(id) && (by === undefined || !read.credits.has(by));
  });
  const totals = standing.flatMap((id) => {
    const lines = read.credits.get(id);
    return lines === undefined ? [] : [totalOf(lines)];
  });
  if (totals.length === 0) return { commitment: undefined, payment: undefined };
  return {
    commitment: totals.reduce((sum, total) => sum + total.commitmentAuthority, 0),
    payment: totals.reduce((sum, total) => sum + total.paymentAppropriation, 0),
  };
}
