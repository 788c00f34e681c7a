import { saltedHash } from '../kernel/hash.ts';
import type { JournalEvent } from '../journal/journal.ts';
import type { Mandate } from './mandate.ts';

/** The journal line of a new mandate: who holds it is there as a salted hash only. */
export function mandateNamed(actor: string, mandate: Mandate): JournalEvent {
  return { type: 'mandate.named', actor, subject: subjectOf(mandate), data: dataOf(mandate) };
}

/** One line, or one for each office when the correction says that the holder sits in another. */
export function mandateCorrected(actor: string, mandate: Mandate, corrects: Mandate): JournalEvent[] {
  const data = { ...dataOf(mandate), corrects: corrects.id };
  const subjects = new Set([subjectOf(corrects), subjectOf(mandate)]);
  return [...subjects].map((subject) => ({ type: 'mandate.corrected', actor, subject, data }));
}

/** `endedOn`: the first day without it. */
export function mandateEnded(actor: string, mandate: Mandate, endedOn: string): JournalEvent {
  const { office, territory } = dataOf(mandate);
  const data = { mandate: mandate.id, office, territory, endedOn };
  return { type: 'mandate.ended', actor, subject: subjectOf(mandate), data };
}

function dataOf(mandate: Mandate) {
  const { id, officeId, territory, validFrom, personSalt, personName, personFunction } = mandate;
  const personHash = saltedHash(personSalt, `${personName}\n${personFunction}`);
  return { mandate: id, office: officeId, territory: territory.id, validFrom, personHash };
}

// A mandate is part of the story of the office where its holder sits.
function subjectOf({ officeId }: Mandate): string {
  return `office:${officeId}`;
}
