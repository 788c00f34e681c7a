import { formatDay } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Opinion, Transmission } from './outside-store.ts';

/** What passed outside, and where each file received is read. */
export interface Outside {
  transmissions: readonly Transmission[];
  opinions: readonly Opinion[];
  fileOf(opinionId: string): string;
}

/** What a version's outside bodies were sent and answered, each with the file received; of one step, or of all. */
export function outsideLines(
  messages: Messages,
  nameOf: (userId: string) => string,
  { transmissions, opinions, fileOf }: Outside,
  of: { frozenVersionId: string; step?: number },
) {
  const isOf = (one: { frozenVersionId: string; step: number }) =>
    one.frozenVersionId === of.frozenVersionId && (of.step === undefined || one.step === of.step);
  const sent = transmissions.filter(isOf).map(({ sentOn, words }) => ({
    said: messages('circuit.page.sent', { day: formatDay(sentOn), to: words ?? messages('journal.erased') }),
  }));
  const answered = opinions.filter(isOf).map(({ id, opinion, decision, givenOn, recordedBy, words }) => ({
    said: messages('circuit.page.opinion', {
      opinion: messages(`circuit.outside.opinion-${opinion}`).toLowerCase(),
      decision: messages(`circuit.outside.decision-${decision}`).toLowerCase(),
      ...{ day: formatDay(givenOn), name: nameOf(recordedBy) },
    }),
    remark: words ?? messages('drafts.visa.reason-erased'),
    file: fileOf(id),
  }));
  return [...sent, ...answered];
}
