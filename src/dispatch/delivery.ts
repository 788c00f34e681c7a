/** Where one mail to one contact of one office stands. The database's trigger holds the moves between them. */
export const deliveryStates = [
  'pending',
  'queued',
  'sending',
  'ending',
  'deferred',
  'accepted',
  'delivered',
  'unknown',
  'refused',
  'bounced',
  'cancelled',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface Delivery {
  id: string;
  campaignId: string;
  officeId: string;
  contactId: string;
  rank: number;
  /** 0: the first sending; 1 and above: a step of the ladder of reminders. */
  step: number;
  /** The first mail to the same contact, whose link a reminder writes again. */
  repeats: string | undefined;
  state: DeliveryState;
  epoch: number;
  attempts: number;
  messageId: string;
  envid: string;
  plannedAt: string;
  dueAt: string | undefined;
  changedAt: string;
}

/** What the end of an attempt makes of a delivery. */
export type Settled = 'accepted' | 'deferred' | 'refused' | 'unknown' | 'pending' | 'cancelled';

/**
 * The states from which each end may be recorded. `unknown` is there because an answer may come after
 * the sweep gave the worker up: it settles the question.
 */
export const settledFrom: Readonly<Record<Settled, readonly DeliveryState[]>> = {
  accepted: ['ending', 'unknown'],
  deferred: ['sending', 'ending', 'unknown'],
  refused: ['sending', 'ending', 'unknown'],
  unknown: ['ending'],
  pending: ['sending', 'ending'],
  cancelled: ['sending', 'ending', 'unknown'],
};

const minute = 60_000;
const backOffs = [1, 5, 15, 60, 240].map((minutes) => minutes * minute);

/** RFC 5321, 4.5.4.1: a sender gives up after four to five days. */
const giveUpAfterMs = 5 * 24 * 60 * minute;

/** When a deferred delivery is due again after its `attempts`-th attempt; undefined: give up, as if refused. */
export function dueAfterDeferral(
  delivery: { attempts: number; plannedAt: string },
  now: Date,
): Date | undefined {
  if (now.getTime() - Date.parse(delivery.plannedAt) >= giveUpAfterMs) return undefined;
  const wait = backOffs[Math.min(delivery.attempts, backOffs.length) - 1] ?? minute;
  return new Date(now.getTime() + wait);
}

/** How long a worker may be silent about a delivery it claimed; it renews its claims three times as often. */
export const leaseMs = 60_000;

/** How long a delivery stays queued before its job is queued again, in case Redis lost it. */
export const queuedAgainAfterMs = 20_000;
