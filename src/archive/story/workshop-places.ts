import type { WorkshopEvents } from '../../journal/workshop-events.ts';
import { at, elsewhere, type Places } from './place.ts';

const ofComments = at('text', (_data, to) => [to.comments()]);
const ofPassages = at('text', (_data, to) => [to.passages()]);
const ofVisas = at('visas', (_data, to) => [to.visas()]);

/** Where the workshop's events stand in a story; see places.ts. */
export const workshopPlaces: Places<WorkshopEvents> = {
  'instruction.restored': at('text', ({ revision, from }, to) => [to.revision(revision), to.revision(from)]),
  'instruction.template-updated': at('text', ({ revision }, to) => [to.revision(revision)]),
  'instruction.rolled-over': at('text', ({ from, fromRevision }, to) => [
    to.revision(1),
    to.otherRevision(from, fromRevision),
  ]),
  'circuit.defined': elsewhere,
  'circuit.retired': elsewhere,
  'delegation.declared': elsewhere,
  'delegation.ended': elsewhere,
  'visa.reminded': ofVisas,
  'outside.transmitted': ofVisas,
  'outside.opinion-recorded': ofVisas,
  'instruction.correction-begun': at('text', (_data, to) => [to.visas()]),
  'instruction.correction-left': at('text', (_data, to) => [to.visas()]),
  'passages.marked': ofPassages,
  'passages.confirmed': ofPassages,
  'passages.reopened': ofPassages,
  'comment.written': ofComments,
  'comment.edited': ofComments,
  'comment.withdrawn': ofComments,
  'comment.resolved': ofComments,
  'comment.reopened': ofComments,
  'instruction.repeal-recorded': at('effects', ({ by }, to) => [to.record(), to.other(by)]),
  'instruction.repeal-taken-back': at('effects', (_data, to) => [to.record()]),
};
