import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { isSqlite } from '../../db/connect.ts';
import type { Campaign } from '../../src/dispatch/dispatch.ts';
import { dispatcher } from '../dispatch/campaign-bench.ts';
import type { AtTheKill } from './at-the-kill.ts';
import { isBeforeData, officesOfAPoint, type FirePoint } from './fire-points.ts';
import { insist, leaseMs, type FireRange } from './fire-range.ts';

export interface ShotReport {
  /** What must never be: a mail lost, one sent twice, an unknown one that need not be. */
  problems: string[];
  /** False when the campaign was over before anything could happen: the point shows nothing. */
  hit: boolean;
  mails: number;
  unknown: number;
  /** Connections of the killed worker that stood between the 354 and the server's answer. */
  onTheWire: number;
  /** Of the unknown: those whose answer lay unread in the killed worker's socket. */
  unread: number;
  /** Of the unknown: the one answer that the worker was reading when it was killed. */
  inHand: number;
}

const awayMs = 800;
const sweptWithinMs = 2_000;
// A queue's worker that is replaced is given half a minute to end what it holds.
const patienceMs = 75_000;

/** One campaign, one point: fires, waits until nothing is under way, and counts what the server got. */
export async function shoot(range: FireRange, point: FirePoint): Promise<ShotReport> {
  const { crew, hooks, smtp, dispatch, readDatabase } = range;
  const { happening, place } = point;
  const addresses = await range.addresses();
  const victim = addresses[point.victim] ?? '';
  const harmed = happening === 'kill' || happening === 'freeze';
  const healed: Promise<unknown>[] = [];
  const problems: string[] = [];
  let fault: AtTheKill | undefined;
  let campaign: Campaign | undefined;
  let hit = true;

  async function freeze(worker: ChildProcess): Promise<void> {
    worker.kill('SIGSTOP');
    await pause(10);
    await crew.replace(worker);
    await pause(2 * leaseMs);
    worker.kill('SIGCONT');
    crew.give(worker, { do: 'go on' });
    // It goes on, and must do no harm; then it is put away, in the middle of whatever it does.
    await pause(400);
    fault = range.wire.stopDead(worker);
    await crew.end(worker);
  }

  async function kill(worker: ChildProcess): Promise<void> {
    fault = range.wire.stopDead(worker);
    await crew.end(worker);
    await crew.replace(worker);
  }

  /** The one of the point before may not be back yet. */
  async function signalRedis(signal: NodeJS.Signals): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        const pid = range.redis.pid();
        if (pid !== undefined) return void process.kill(pid, signal);
      } catch (error) {
        if (tries === 50) throw error;
      }
      await pause(100);
    }
  }

  async function strain(): Promise<void> {
    const { admin, database } = range;
    const workers = crew.workers();
    if (happening === 'flush Redis') await admin.flushall().catch(() => undefined);
    if (happening === 'kill Redis') await signalRedis('SIGKILL');
    if (happening === 'restart Redis') await signalRedis('SIGTERM');
    if (happening === 'freeze Redis') {
      await signalRedis('SIGSTOP');
      await pause(awayMs);
      await signalRedis('SIGCONT');
    }
    if (happening === 'lock the database') await insist(() => database.transaction(lockAWhile));
    if (happening === 'fill the disk') {
      for (const worker of workers) crew.give(worker, { do: 'disk', full: true });
      await pause(awayMs);
      for (const worker of workers) crew.give(worker, { do: 'disk', full: false });
    }
    if (happening === 'set the clock back') crew.setClock(-3_600_000);
  }

  // SQLite is locked by the BEGIN.
  async function lockAWhile(transaction: Knex.Transaction): Promise<void> {
    if (!isSqlite(transaction)) await transaction.raw('LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE');
    await pause(awayMs);
  }

  let fired = false;
  function fire(worker: ChildProcess | undefined): void {
    // Two workers may come to the same place, one after the other: the second goes on.
    if (fired) return worker && crew.give(worker, { do: 'go on' });
    fired = true;
    for (const other of crew.workers()) crew.give(other, { do: 'disarm' });
    const target = worker ?? crew.workers()[0];
    if (!harmed || target === undefined) healed.push(strain());
    else healed.push(happening === 'kill' ? kill(target) : freeze(target));
  }

  hooks.onReached = fire;
  hooks.script = ({ stage, recipient }) => {
    if (!('wire' in place) || fired || place.wire !== stage || recipient !== victim) return undefined;
    fire(undefined);
    return harmed ? 'silence' : undefined;
  };

  async function waiting(): Promise<number> {
    return (await dispatch.standings(campaign?.id ?? ''))?.offices.waiting ?? NaN;
  }

  /** Unknown mails that nothing explains, so far. */
  async function unexplained(): Promise<number> {
    const rows = await readDatabase('deliveries as d')
      .join('delivery_addresses as a', 'a.delivery_id', 'd.id')
      .where({ 'd.campaign_id': campaign?.id ?? '', 'd.state': 'unknown' })
      .select('a.address');
    return rows.filter(({ address }) => !fault?.onTheWire.has(address) && !fault?.unread.has(address)).length;
  }

  try {
    await crew.muster(point.workers);
    if ('at' in place)
      for (const worker of crew.workers()) crew.give(worker, { do: 'arm', point: place.at, victim });
    campaign = await range.openCampaign();
    if ('afterMs' in place) {
      await pause(place.afterMs);
      hit = (await waiting()) > 0;
      fire(undefined);
    }
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline && (!fired || (await waiting()) > 0)) {
      // What a lost connection deferred would wait for a minute.
      await dispatch.retryAll(dispatcher, campaign.id).catch(() => undefined);
      await pause(40);
    }
    await Promise.all(healed);
    // A worker that lives has the answer: what is unknown because it was too slow to renew its claim, or
    // could not write, is settled by it. What one that is gone had heard, the next sweep has found.
    const settled = fault === undefined ? deadline : Math.min(deadline, Date.now() + sweptWithinMs);
    while (Date.now() < settled && (await unexplained()) > 0) await pause(100);
    if (!fired) problems.push('nothing was fired');
    if ((await waiting()) > 0) problems.push(`${await waiting()} offices still wait`);
    return { ...(await count(campaign)), hit };
  } finally {
    crew.setClock(0);
    hooks.script = () => undefined;
    hooks.onReached = () => undefined;
  }

  async function count(opened: Campaign): Promise<Omit<ShotReport, 'hit'>> {
    // Throws when the equation does not close.
    const { frozen, deliveriesTotal } = (await dispatch.standings(opened.id)) ?? {
      frozen: 0,
      deliveriesTotal: 0,
    };
    if (frozen !== officesOfAPoint || deliveriesTotal !== officesOfAPoint)
      problems.push('an office is missing');
    const rows = await readDatabase('deliveries as d')
      .join('delivery_addresses as a', 'a.delivery_id', 'd.id')
      .where('d.campaign_id', opened.id)
      .select('d.state', 'd.message_id', 'a.address');
    const unknown: string[] = [];
    for (const { state, message_id: messageId, address } of rows) {
      const copies = smtp.messages.filter((message) => message.messageId === messageId).length;
      const right = (state === 'accepted' && copies === 1) || (state === 'unknown' && copies <= 1);
      if (!right) problems.push(`${address}: ${copies} copies, and the ledger says ${state}`);
      if (state !== 'unknown') continue;
      unknown.push(address);
      if (!range.wire.begun.has(address))
        problems.push(`${address} is unknown, and the server never said 354`);
      if (address === victim && isBeforeData(point)) problems.push('the victim is unknown before its DATA');
    }
    const { onTheWire, unread } = fault ?? { onTheWire: new Set(), unread: new Set() };
    // An answer is written down before the next one is read: at most one was in the killed worker's hand.
    const inHand = unknown.filter((address) => !onTheWire.has(address) && !unread.has(address));
    if (inHand.length > (fault === undefined ? 0 : 1))
      problems.push(`unknown, and answered before the fault: ${inHand.join(', ')}`);
    return {
      problems,
      mails: rows.length,
      unknown: unknown.length,
      onTheWire: onTheWire.size,
      unread: unknown.filter((address) => unread.has(address)).length,
      inHand: inHand.length,
    };
  }
}
