import { byVersion, none, type Params, type Words } from './sentence-words.ts';
import type { WorkshopEvents } from './workshop-events.ts';

/** What the sentences of the workshop's own events need; see sentences.ts. */
export const workshopParams: {
  [Type in keyof WorkshopEvents]: (data: WorkshopEvents[Type], words: Words) => Params;
} = {
  'instruction.restored': ({ revision, from }) => ({ revision, from }),
  'instruction.template-updated': ({ fromVersion, version, revision }) => ({
    from: fromVersion,
    version,
    revision,
  }),
  'instruction.rolled-over': ({ fromRevision, fromYear }) => ({ revision: fromRevision, year: fromYear }),
  'circuit.defined': ({ version, steps }) => ({ version, steps }),
  'circuit.retired': none,
  'delegation.declared': ({ user, taker, fromOn, untilOn }, words) => ({
    ...{ user: words.user(user), taker: words.user(taker) },
    ...{ from: words.day(fromOn), until: words.day(untilOn) },
  }),
  'delegation.ended': ({ user, taker }, words) => ({ user: words.user(user), taker: words.user(taker) }),
  'visa.reminded': ({ version, number, user }, words) => ({ version, number, user: words.user(user) }),
  'outside.transmitted': ({ version, sentOn }, words) => ({ version, day: words.day(sentOn) }),
  'outside.opinion-recorded': ({ version, opinion, decision, givenOn }, words) => ({
    ...{ version, day: words.day(givenOn) },
    ...{ opinion: words.word(`opinion-${opinion}`), decision: words.word(`opinion-${decision}`) },
  }),
  'instruction.correction-begun': byVersion,
  'instruction.correction-left': none,
  'passages.marked': ({ count }) => ({ count }),
  'passages.confirmed': ({ passages }) => ({ count: passages.length }),
  'passages.reopened': ({ passages }) => ({ count: passages.length }),
  'comment.written': none,
  'comment.edited': none,
  'comment.withdrawn': none,
  'comment.resolved': none,
  'comment.reopened': none,
  'instruction.repeal-recorded': ({ repealedOn }, words) => ({ day: words.day(repealedOn) }),
  'instruction.repeal-taken-back': none,
};
