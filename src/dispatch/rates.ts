/** How many mails may leave in a minute: to everyone, and to the mailboxes of one domain. Undefined: no limit. */
export interface Rates {
  perMinute?: number | undefined;
  perDomain?: number | undefined;
}

/** Mails under way, and those whose attempt ended in the last minute. */
export interface RateUse {
  total: number;
  byDomain: ReadonlyMap<string, number>;
}

export const rateWindowMs = 60_000;

/**
 * Of the deliveries that are due, in their order, those that may be queued now. Counting what is under way
 * with what ended in the last minute, no minute ever sees more attempts end than the rate.
 * `room`: at most so many, whatever the rates.
 */
export function withinRates<Due extends { domain: string }>(
  due: readonly Due[],
  limits: { rates: Rates; use: RateUse; room: number },
): Due[] {
  const { rates, use, room } = limits;
  const { perMinute = Infinity, perDomain = Infinity } = rates;
  const byDomain = new Map(use.byDomain);
  const taken: Due[] = [];
  for (const delivery of due) {
    if (taken.length >= Math.min(room, perMinute - use.total)) break;
    const used = byDomain.get(delivery.domain) ?? 0;
    if (used >= perDomain) continue;
    byDomain.set(delivery.domain, used + 1);
    taken.push(delivery);
  }
  return taken;
}

/** The domains to which nothing may leave for now: they would hide the others in a page of what is due. */
export function exhaustedDomains({ perDomain = Infinity }: Rates, use: RateUse): string[] {
  return [...use.byDomain].flatMap(([domain, used]) => (used >= perDomain ? [domain] : []));
}
