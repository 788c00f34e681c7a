import type { Knex } from 'knex';
import { rateWindowMs, type Rates, type RateUse } from './rates.ts';

const underWay = ['queued', 'sending', 'ending'];

/**
 * What is under way, and, where a rate asks for it, what ended in the last minute. A date in the future
 * (the clock was set back) counts for nothing: it would hold everything back for as long.
 */
export async function readRateUse(
  transaction: Knex.Transaction,
  rates: Rates,
  now: Date,
): Promise<RateUse & { underWay: number }> {
  const since = new Date(now.getTime() - rateWindowMs).toISOString();
  const until = now.toISOString();
  const moving = await countOf(transaction('deliveries').whereIn('state', underWay));
  if (rates.perMinute === undefined && rates.perDomain === undefined) {
    return { underWay: moving, total: 0, byDomain: new Map() };
  }
  const ended = await countOf(
    transaction('delivery_attempts').where('ended_at', '>', since).where('ended_at', '<=', until),
  );
  const byDomain = new Map<string, number>();
  if (rates.perDomain !== undefined) {
    const rows = [
      ...(await domainsOf(transaction('deliveries as d').whereIn('d.state', underWay), 'd.id')),
      ...(await domainsOf(
        transaction('delivery_attempts as t')
          .where('t.ended_at', '>', since)
          .where('t.ended_at', '<=', until),
        't.delivery_id',
      )),
    ];
    for (const { domain, mails } of rows) byDomain.set(domain, (byDomain.get(domain) ?? 0) + Number(mails));
  }
  return { underWay: moving, total: moving + ended, byDomain };
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const row = (await query.count('* as mails').first()) as { mails: number | string } | undefined;
  return Number(row?.mails ?? 0);
}

function domainsOf(query: Knex.QueryBuilder, delivery: string): Promise<{ domain: string; mails: number }[]> {
  return query
    .join('delivery_addresses as a', 'a.delivery_id', delivery)
    .groupBy('a.domain')
    .select('a.domain')
    .count('* as mails') as unknown as Promise<{ domain: string; mails: number }[]>;
}
