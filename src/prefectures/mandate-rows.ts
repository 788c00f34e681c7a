import type { Messages } from '../kernel/messages.ts';
import { isException, isHeldOn, type Mandate } from './mandate.ts';

type Standing = 'held' | 'coming' | 'over' | 'corrected';

const badges: Record<Standing, string> = {
  held: 'success',
  coming: 'info',
  over: 'warning',
  corrected: 'warning',
};

/** « Camille Essai, directrice de cabinet »; the kind stands for a function that was not told. */
export function holderWords(mandate: Mandate, messages: Messages): string {
  if (mandate.personName === '') return messages('prefectures.mandate.nameless');
  return `${mandate.personName}, ${functionWords(mandate, messages)}`;
}

export function functionWords(mandate: Mandate, messages: Messages): string {
  if (mandate.personFunction !== '') return mandate.personFunction;
  return messages(`prefectures.holder.${mandate.kind}`);
}

/** « région Bretagne », « département de l’Ain »: the territory and its level. */
export function territoryWords(
  { id, name, linkedName }: { id: string; name: string; linkedName: string },
  messages: Messages,
): string {
  const level = { REG: 'region', DEP: 'department' }[id.slice(0, 3)] ?? 'collectivity';
  return messages(`prefectures.level.${level}`, { name, linkedName });
}

/** A mandate in a table, as it stands on a day. `officeName` is where its holder sits. */
export function mandateRow(
  mandate: Mandate,
  { day, officeName, messages }: { day: string; officeName: string; messages: Messages },
) {
  const standing = standingOf(mandate, day);
  return {
    href: `/prefectures/mandats/${mandate.id}`,
    territory: territoryWords(mandate.territory, messages),
    territoryId: mandate.territory.id,
    holder: mandate.personName === '' ? messages('prefectures.mandate.nameless') : mandate.personName,
    function: functionWords(mandate, messages),
    office: officeName,
    officeHref: `/prefectures/${mandate.officeId}`,
    service: mandate.service,
    note: mandate.note,
    isException: isException(mandate),
    validFrom: mandate.validFrom,
    ...(mandate.validTo === undefined ? {} : { validTo: mandate.validTo }),
    ...(mandate.endedOn === undefined ? {} : { endedOn: mandate.endedOn }),
    badge: badges[standing],
    standing: messages(`prefectures.mandate.standing.${standing}`),
  };
}

function standingOf(mandate: Mandate, day: string): Standing {
  if (mandate.correctedBy !== undefined) return 'corrected';
  if (isHeldOn(mandate, day)) return 'held';
  return mandate.validFrom > day ? 'coming' : 'over';
}
