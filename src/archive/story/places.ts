import type { JournalEvents } from '../../journal/event.ts';
import type { JournalEventType, JournalLine } from '../../journal/journal.ts';
import { accessPlaces } from './access-places.ts';
import { dispatchPlaces } from './dispatch-places.ts';
import { officePlaces } from './office-places.ts';
import {
  at,
  elsewhere,
  type Addresses,
  type Place,
  type Places,
  type Proof,
  type StoryKind,
} from './place.ts';
import { publicationPlaces } from './publication-places.ts';
import { workshopPlaces } from './workshop-places.ts';

interface OnVersion {
  version: number;
  sha256: string;
}

const onVersion = at<OnVersion>('visas', ({ version, sha256 }, to) => [
  to.version(version, sha256),
  to.visas(),
]);

const places: Places<JournalEvents> = {
  'installation.born': elsewhere,
  'user.created': elsewhere,
  'user.password-changed': elsewhere,
  'user.disabled': elsewhere,
  'user.enabled': elsewhere,
  'user.pro-connect-allowed': elsewhere,
  'user.pro-connect-linked': elsewhere,
  'user.pro-connect-forbidden': elsewhere,
  'user.second-factor-enrolled': elsewhere,
  'user.second-factor-reset': elsewhere,
  'user.recovery-code-used': elsewhere,
  'user.recovery-codes-renewed': elsewhere,
  'role.granted': elsewhere,
  'role.revoked': elsewhere,
  'session.opened': elsewhere,
  'session.closed': elsewhere,
  'instruction.created': at('text', (_data, to) => [to.revision(1)]),
  'instruction.saved': at('text', ({ revision }, to) => [to.revision(revision)]),
  'instruction.author-declared': at('text', (_data, to) => [to.record()]),
  'instruction.frozen': onVersion,
  'instruction.freeze-voided': onVersion,
  'visa.given': onVersion,
  'visa.refused': onVersion,
  'instruction.approved': onVersion,
  'instruction.signed': at('signature', ({ version, frozenSha256, sha256 }, to) => [
    to.signed(sha256),
    to.version(version, frozenSha256),
    to.verification(),
  ]),
  'instruction.renewed': at('signature', ({ number, sha256 }, to) => [to.copy(number, sha256)]),
  'instruction.renewal-failed': at('signature', (_data, to) => [to.verification()]),
  'instruction.closed': at('dispatch', (_data, to) => [to.campaign()]),
  'instruction.amendment-begun': at('effects', ({ corrects, correctedSha256 }, to) => [
    to.other(corrects, correctedSha256),
  ]),
  'instruction.amendment-changed': at('effects', (_data, to) => [to.record()]),
  'instruction.corrected': at('effects', ({ by, sha256 }, to) => [to.other(by, sha256)]),
  'archive.documents-checked': elsewhere,
  'journal.anchored': elsewhere,
  'journal.clock-went-back': elsewhere,
  'rows.sealed': elsewhere,
  'archive.end-announced': elsewhere,
  'allocations.imported': at('credits', ({ table, contentSha256 }, to) => [to.table(table, contentSha256)]),
  'allocations.removed': at('credits', ({ table, contentSha256 }, to) => [to.table(table, contentSha256)]),
  'annexes.asked': at('credits', (_data, to) => [to.notifications()]),
  'annexes.sealed': at('credits', ({ manifestSha256 }, to) => [
    to.notifications(),
    to.manifest(manifestSha256),
  ]),
  'directory.imported': elsewhere,
  'contact.added': elsewhere,
  'contact.ended': elsewhere,
  'acknowledgement.declared': at('acknowledgements', ({ acknowledgement, office, ...data }, to) => [
    to.message(data.message, data.messageSha256),
    to.receipt(office, acknowledgement),
    to.office(office),
  ]),
  'acknowledgement.recorded': at('acknowledgements', ({ acknowledgement, office }, to) => [
    to.receipt(office, acknowledgement),
    to.office(office),
  ]),
  ...accessPlaces,
  ...dispatchPlaces,
  ...officePlaces,
  ...publicationPlaces,
  'past-circular.imported': elsewhere,
  'past-circular.corrected': elsewhere,
  'past-circular.recognised': elsewhere,
  ...workshopPlaces,
};

/** Undefined for an event that only a later version of the product knows. */
function findPlace(type: JournalEventType): Place<unknown> | undefined {
  return (places as Record<string, Place<unknown> | undefined>)[type];
}

/** What a line is about; one that no version of ours wrote is told among what concerns the text. */
export function kindOf({ type }: Pick<JournalLine, 'type'>): StoryKind | 'elsewhere' {
  return findPlace(type)?.kind ?? 'text';
}

/** What proves a line beside itself, the strongest first. */
export function proofsOf({ type, data }: Pick<JournalLine, 'type' | 'data'>, to: Addresses): Proof[] {
  const found = findPlace(type)?.proofs(data, to) ?? [];
  return found.filter((proof) => proof !== undefined);
}
