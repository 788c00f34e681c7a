import { formatBytes, formatCount, formatShortInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { AnnexesStanding } from './annexes.ts';

/** Where the notifications stand, in words; read again while they are being made. */
export function progressOf(standing: AnnexesStanding, messages: Messages, now: Date) {
  const { made, annexes, ready, failureKey } = standing;
  const params = { made: formatCount(made.length), total: formatCount(annexes), at: formatShortInstant(now) };
  const state = ready ? 'ready' : failureKey === null ? 'under-way' : 'failed';
  return {
    state,
    made: made.length,
    total: annexes,
    sentence: messages(`allocations.annexes.${state === 'failed' ? 'under-way' : state}`, params),
    ...(failureKey === null || ready ? {} : { failure: messages(failureKey, { host: '' }) }),
  };
}

/** What the tab shows of the notifications; `offices` gives their names by id. */
export function annexesModel(
  standing: AnnexesStanding,
  given: {
    path: string;
    messages: Messages;
    now: Date;
    offices: ReadonlyMap<string, string>;
    isDispatcher: boolean;
  },
) {
  const { path, messages, offices } = given;
  const progress = progressOf(standing, messages, given.now);
  return {
    ...progress,
    isReady: progress.state === 'ready',
    mayRetry: given.isDispatcher && progress.state === 'failed',
    rows: standing.made.map(({ key, title, officeId, sha256, bytes }) => ({
      title,
      office: offices.get(officeId) ?? officeId,
      href: `${path}/notifications/${key}.pdf`,
      size: formatBytes(bytes),
      sha256,
    })),
    manifest: `${path}/manifeste/`,
  };
}
