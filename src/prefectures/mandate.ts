import { formatDay } from '../kernel/french-format.ts';
import type { FieldError } from '../kernel/outcome.ts';

/** Who a chef de projet is. With few exceptions the préfet's directeur de cabinet; the others say an exception. */
export const holderKinds = [
  'cabinet-director',
  'regional-prefect',
  'prefect',
  'delegated-prefect',
  'sub-prefect',
  'other',
] as const;

export type HolderKind = (typeof holderKinds)[number];

/** The mandate of a chef de projet: a person, a territory, an office where they sit, days. */
export interface Mandate {
  id: string;
  territory: { id: string; name: string; linkedName: string };
  officeId: string;
  kind: HolderKind;
  /** Where the holder sits when it is not the prefecture itself; empty otherwise. */
  service: string;
  /** Empty when the holder has the territory alone; else what tells it from those held beside it. */
  share: string;
  /** Empty once the person was anonymised. */
  personName: string;
  personFunction: string;
  /** Why the mandate is held so. */
  note: string;
  personSalt: string;
  /** First and last day, both included, as declared. */
  validFrom: string;
  validTo: string | undefined;
  /** First day on which the mandate was over, before its declared end if it has one. */
  endedOn: string | undefined;
  /** The row that says it right; such a mandate is never valid. */
  correctedBy: string | undefined;
}

export type MandateDays = Pick<Mandate, 'validFrom' | 'validTo' | 'endedOn' | 'correctedBy'>;

/** Whether a mandate is held on a calendar day (`YYYY-MM-DD`). */
export function isHeldOn(mandate: MandateDays, day: string): boolean {
  return mandate.correctedBy === undefined && mandate.validFrom <= day && day <= lastDayOf(mandate);
}

/** The last day on which it is held; undefined while nobody knows one. */
export function lastDayHeld(mandate: MandateDays): string | undefined {
  const last = lastDayOf(mandate);
  return last === lastOfAllDays ? undefined : last;
}

/** Whether the holder is not who, or does not sit where, one would expect. */
export function isException(mandate: Pick<Mandate, 'kind' | 'service' | 'share' | 'note'>): boolean {
  return (
    mandate.kind !== 'cabinet-director' ||
    mandate.service !== '' ||
    mandate.share !== '' ||
    mandate.note !== ''
  );
}

/**
 * What naming someone from `validFrom` does to the mandates of the same territory and share: the one that
 * is held then ends that day, and whatever would overlap otherwise is a fault beside its field.
 */
export function planSuccession<Held extends MandateDays>(
  named: Pick<Mandate, 'validFrom' | 'validTo'>,
  others: Held[],
): { ends: Held[]; errors: FieldError[] } {
  const last = named.validTo ?? lastOfAllDays;
  const common = others.filter(
    (other) =>
      other.correctedBy === undefined && other.validFrom <= last && named.validFrom <= lastDayOf(other),
  );
  const later = common.find(({ validFrom }) => validFrom >= named.validFrom);
  if (later !== undefined) {
    const params = { day: formatDay(later.validFrom) };
    const key = 'prefectures.mandate.another-begins';
    return { ends: [], errors: [{ field: 'debut', key, params }] };
  }
  return { ends: common, errors: [] };
}

const lastOfAllDays = '9999-12-31';

/** The last day on which it is held; before its first day when it never was. */
function lastDayOf({ validTo = lastOfAllDays, endedOn }: MandateDays): string {
  if (endedOn === undefined || endedOn > validTo) return validTo;
  return dayBefore(endedOn);
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
