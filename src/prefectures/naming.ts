import { formatDay } from '../kernel/french-format.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { formulaStart } from './contact-change.ts';
import type { HolderKind, Mandate } from './mandate.ts';
import { plainWords } from './plain-words.ts';

/** What a person says of a mandate; texts are trimmed, empty when nothing is said. */
export interface Naming {
  territoryId: string;
  /** Where the holder sits. */
  officeId: string;
  kind: HolderKind;
  service: string;
  /** True when the territory has several holders: this one leaves those of other services in place. */
  beside: boolean;
  personName: string;
  personFunction: string;
  note: string;
  validFrom: string;
  validTo: string | undefined;
}

/** What tells side by side mandates of one territory from one another: the service, folded. */
export function shareOf({ beside, service }: Pick<Naming, 'beside' | 'service'>): string {
  return beside ? plainWords(service) : '';
}

/**
 * The faults of a naming, beside its fields (`territoire`, `bureau`, `service`, `nom`, `fonction`, `note`,
 * `fin`). `usualOffice` is where the holder of that territory is expected; undefined for no such territory.
 */
export function findFaults(
  naming: Naming,
  known: { usualOffice: string | undefined; officeIds: Set<string> },
): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (field: string, key: string) => errors.push({ field, key: `prefectures.mandate.${key}` });
  if (known.usualOffice === undefined) wrong('territoire', 'no-territory');
  if (!known.officeIds.has(naming.officeId)) wrong('bureau', 'no-office');
  if (naming.beside && naming.service === '') wrong('service', 'service-wanted');
  const elsewhere = known.usualOffice !== undefined && naming.officeId !== known.usualOffice;
  // Whoever reads it in a year must understand why: what is usual needs no words.
  if (naming.note === '' && (elsewhere || naming.service !== '' || naming.kind === 'other'))
    wrong('note', 'note-wanted');
  for (const [field, text] of [
    ['nom', naming.personName],
    ['fonction', naming.personFunction],
    ['service', naming.service],
    ['note', naming.note],
  ] as const)
    if (formulaStart.test(text)) wrong(field, 'formula');
  if (naming.validTo !== undefined && naming.validTo < naming.validFrom) wrong('fin', 'ends-before-start');
  return errors;
}

/** Why a mandate cannot end on a day (the first without it); undefined when it can. */
export function findEndFault(mandate: Mandate, on: string): FieldError | undefined {
  const fault = (key: string, day: string): FieldError => ({
    field: 'jour',
    key: `prefectures.mandate.${key}`,
    params: { day: formatDay(day) },
  });
  if (mandate.correctedBy !== undefined) return { field: 'jour', key: 'prefectures.mandate.corrected-since' };
  if (mandate.endedOn !== undefined && mandate.endedOn <= on) return fault('already-ended', mandate.endedOn);
  if (on < mandate.validFrom) return fault('ends-too-early', mandate.validFrom);
  if (mandate.validTo !== undefined && on > mandate.validTo) return fault('already-over', mandate.validTo);
  return undefined;
}
