import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../kernel/clock.ts';
import { formatCount } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { figuresOf, sentenceOf, viewOfLine } from './campaign-page.ts';
import { regionsOf } from './campaign-regions.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Reminding } from '../reminding/reminding.ts';

/**
 * What a live page is told: everything that differs from what it was told before (at first, all of it),
 * and a sign of freshness at each look. Read from the database, so that any process may have changed
 * it. Ends when the reader goes away.
 */
export async function* liveEvents(
  deps: {
    dispatch: Dispatch;
    reminding: Pick<Reminding, 'silence'>;
    messages: Messages;
    clock: Clock;
    everyMs?: number;
  },
  subject: { campaignId: string; slug: string },
  signal: AbortSignal,
): AsyncGenerator<{ event: string; data: unknown }> {
  const { dispatch, messages, clock, everyMs = 1000 } = deps;
  const told = new Map<string, string>();
  let changeNumber = -1;
  while (!signal.aborted) {
    const campaign = await dispatch.findCampaign(subject.campaignId);
    if (campaign === undefined) return;
    if (campaign.changeNumber !== changeNumber) {
      const board = await dispatch.board(subject.campaignId);
      if (board === undefined) return;
      const silence = await deps.reminding.silence(subject.campaignId);
      changeNumber = board.standings.campaign.changeNumber;
      const lines = board.lines.map((line) => viewOfLine(messages, line));
      const changed = lines.filter((line) => told.get(line.officeId) !== JSON.stringify(line));
      for (const line of changed) told.set(line.officeId, JSON.stringify(line));
      const { terms, acknowledged, settled, total } = figuresOf(messages, subject.slug, board.standings);
      const figures = [...terms, acknowledged].map(({ state, count, label }) => ({ state, count, label }));
      yield {
        event: 'change',
        data: {
          sentence: sentenceOf(messages, board.standings, silence),
          state: campaign.state,
          figures,
          settled,
          regions: regionsOf(messages, subject.slug, board.lines).map(({ id, summary }) => ({ id, summary })),
          progress: `${formatCount(settled)} / ${formatCount(total)}`,
          lines: changed,
        },
      };
    }
    yield { event: 'read', data: { at: clock.now().toISOString() } };
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
