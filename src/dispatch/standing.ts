import { AppError } from '../kernel/errors.ts';
import { deliveryStates, type DeliveryState } from './delivery.ts';

/** Where an office stands in a campaign: exactly one of these, derived from its deliveries. */
export const standings = [
  ...(['waiting', 'accepted', 'delivered', 'unknown', 'unreachable'] as const),
  ...(['cancelled', 'excluded'] as const),
] as const;
export type Standing = (typeof standings)[number];

const underWay: readonly DeliveryState[] = ['pending', 'queued', 'sending', 'ending', 'deferred'];

/**
 * The best news wins: one contact that received the mail is enough, a mail under way comes before an
 * unknown outcome, « cancelled » is an office that nothing had left for when its campaign was cancelled, and
 * « unreachable » one whose every contact was tried in vain, or that has none.
 */
export function standingOf(office: { excluded: boolean; states: readonly DeliveryState[] }): Standing {
  const has = (...wanted: DeliveryState[]) => office.states.some((state) => wanted.includes(state));
  if (office.excluded) return 'excluded';
  if (has('delivered')) return 'delivered';
  if (has('accepted')) return 'accepted';
  if (has(...underWay)) return 'waiting';
  if (has('unknown')) return 'unknown';
  if (has('cancelled')) return 'cancelled';
  return 'unreachable';
}

export interface ClosingEquation {
  frozen: number;
  offices: Record<Standing, number>;
  deliveries: Record<DeliveryState, number>;
  deliveriesTotal: number;
}

/**
 * Counts offices and deliveries, and throws (`internal`) unless waiting + accepted + delivered + unknown +
 * unreachable + cancelled + excluded = the offices frozen when the campaign was opened: nobody is lost in silence.
 */
export function closeEquation(
  frozen: number,
  offices: readonly { officeId: string; excluded: boolean }[],
  deliveries: readonly { officeId: string; state: DeliveryState }[],
): ClosingEquation {
  const byOffice = Map.groupBy(deliveries, (delivery) => delivery.officeId);
  const counts = Object.fromEntries(standings.map((name) => [name, 0])) as Record<Standing, number>;
  const states = Object.fromEntries(deliveryStates.map((name) => [name, 0])) as Record<DeliveryState, number>;
  let attributed = 0;
  for (const { officeId, excluded } of offices) {
    const own = byOffice.get(officeId) ?? [];
    attributed += own.length;
    counts[standingOf({ excluded, states: own.map(({ state }) => state) })] += 1;
  }
  for (const { state } of deliveries) states[state] += 1;
  const sum = (record: Record<string, number>) =>
    Object.values(record).reduce((total, count) => total + count, 0);
  if (sum(counts) !== frozen || sum(states) !== deliveries.length || attributed !== deliveries.length) {
    throw new AppError('internal', 'the closing equation does not hold', {
      details: { frozen, counts, deliveries: deliveries.length, attributed },
    });
  }
  return { frozen, offices: counts, deliveries: states, deliveriesTotal: deliveries.length };
}
