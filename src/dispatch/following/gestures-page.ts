import type { Messages } from '../../kernel/messages.ts';
import type { CampaignStandings } from '../dispatch.ts';
import { addressOf, counted } from '../page-frame.ts';

interface Gesture {
  label: string;
  href: string;
}

/** The first is the main action, unless it is one that the page does not ask for. */
function split(
  [first, ...others]: Gesture[],
  isAskedFor: (gesture: Gesture) => boolean,
): { main?: Gesture; others: Gesture[] } {
  if (first === undefined) return { others };
  return isAskedFor(first) ? { main: first, others } : { others: [first, ...others] };
}

/**
 * What a dispatcher may do to the campaign as it stands: the main action of the moment, if there is one,
 * and the others. Each leads to a page that says what it will do, or to the list that waits for a decision.
 */
export function gesturesOf(
  messages: Messages,
  slug: string,
  standings: CampaignStandings,
  { steers, today }: { steers: boolean; today: string },
): { main?: Gesture; others: Gesture[] } {
  const { campaign, offices, deliveries, acknowledged, asked } = standings;
  if (!steers || campaign.state === 'closed') return { others: [] };
  // Never to stop; and to close only when no acknowledgement is awaited any more.
  const isOver = acknowledged >= asked || today > campaign.deadlineOn || campaign.state === 'cancelled';
  const isAskedFor = ({ href }: Gesture) =>
    !(isOver ? /\/(pause|annuler)$/ : /\/(pause|annuler|clore)$/).test(href);
  const gesture = (name: string, address: string, count?: number): Gesture => ({
    label:
      count === undefined
        ? messages(`dispatch.gesture.${name}`)
        : counted(messages, `dispatch.gesture.${name}`, count),
    href: addressOf(slug, address),
  });
  const undecided = offices.unknown > 0 ? [gesture('unknown', '?etat=unknown', offices.unknown)] : [];
  const unreachable =
    offices.unreachable > 0 ? [gesture('unreachable', '?etat=unreachable', offices.unreachable)] : [];
  const close = offices.waiting === 0 ? [gesture('close', '/clore')] : [];
  if (campaign.state === 'cancelled') return split(close, isAskedFor);
  const isPaused = campaign.state === 'paused';
  const again = offices.unreachable + deliveries.deferred > 0 ? [gesture('retry', '/reessayer')] : [];
  const stop = offices.waiting > 0 ? [gesture('cancel', '/annuler')] : [];
  const gestures = [
    ...(isPaused ? [gesture('resume', '/reprendre')] : []),
    ...undecided,
    ...(isPaused ? [] : unreachable),
    ...(isPaused ? [] : again),
    ...close,
    ...(isPaused || offices.waiting === 0 ? [] : [gesture('pause', '/pause')]),
    ...stop,
  ];
  return split(gestures, isAskedFor);
}
