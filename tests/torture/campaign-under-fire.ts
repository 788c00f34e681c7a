import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { createDispatch, type Delivery } from '../../src/dispatch/dispatch.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { startPrivateRedis } from '../../src/queue/private-redis.ts';
import { dispatcher, linkSecret, signed, testInstructions } from '../dispatch/campaign-bench.ts';
import { startFaultySmtpServer, type SmtpAct, type SmtpMoment } from '../fakes/faulty-smtp-server.ts';
import { redisClientsOn } from '../queue/redis-client.ts';
import { until } from '../until.ts';
import type { Scenario } from './scenarios.ts';
import { leaseInTortureMs, type WorkerOrders } from './worker-orders.ts';

export interface FireReport {
  /** Mails that the server took for each office: its dot arrived and was not refused. */
  copies: Map<string, number>;
  states: Map<string, Delivery['state']>;
  victim: { officeId: string; state: Delivery['state']; copies: number };
  /** What must never be: a mail lost or doubled that the ledger does not call unknown. */
  problems: string[];
  unknown: number;
  kills: number;
}

/**
 * One campaign to the 106 offices (or the first few) with a real Redis, a real SMTP server and the worker in a process of
 * its own, on which the scenario fires; then counts the mails that the server really got.
 */
export async function runUnderFire(
  scenario: Scenario,
  random: () => number,
  options: { offices?: number } = {},
): Promise<FireReport> {
  const folder = await mkdtemp(join(tmpdir(), 'estafette-fire-'));
  const databaseUrl = `sqlite:${join(folder, 'ledger.db')}`;
  const database = connect({ url: databaseUrl });
  const readDatabase = connect({ url: databaseUrl, readOnly: true });
  const redis = await startPrivateRedis({ folder: join(folder, 'redis'), log: silentLog });
  const admin = redisClientsOn(redis.socketPath)('jobs');
  admin.on('error', () => undefined);
  let child: ChildProcess | undefined;
  const asleep: ChildProcess[] = [];
  let kills = 0;
  const refusedDots = new Map<string, number>();
  let fired = false;

  const journal = createJournal({ clock: systemClock, readDatabase });
  await migrate(database);
  const directory = createPrefectures({ database, readDatabase, journal, clock: systemClock });
  await database.transaction(async (transaction) => {
    await directory.seedOffices(transaction);
    await directory.seedDemonstrationContacts(transaction, { from: '2020-01-01' });
  });
  const dispatch = createDispatch({
    database,
    readDatabase,
    journal,
    clock: systemClock,
    instructions: testInstructions(),
    directory: {
      ...directory,
      listOffices: async (query) => (await directory.listOffices(query)).slice(0, options.offices),
    },
    linkSecret,
    mailDomain: 'estafette.example',
  });
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const opened = await dispatch.openCampaign(dispatcher, signed.instructionId, { deadlineOn: inAMonth });
  if (!opened.ok) throw new Error(opened.errors[0]?.key);
  const campaign = opened.value;
  const rows = await database('deliveries as d')
    .join('delivery_addresses as a', 'a.delivery_id', 'd.id')
    .select('d.office_id', 'a.address');
  const victim = rows[Math.floor(random() * rows.length)] as { office_id: string; address: string };
  const fireAfter = Math.floor(random() * rows.length * 0.8);

  const smtp = await startFaultySmtpServer({
    script(moment: SmtpMoment): SmtpAct | undefined {
      const isVictim = moment.recipient === victim.address;
      const atWire = scenario.killAtWire;
      if (atWire === moment.stage && isVictim && !fired) {
        fired = true;
        killWorker();
        return 'silence';
      }
      const act = scenario.smtp?.({ ...moment, isVictim, random });
      if (typeof act === 'object' && moment.stage === 'dot') {
        refusedDots.set(moment.recipient, (refusedDots.get(moment.recipient) ?? 0) + 1);
      }
      if (
        moment.stage === 'dot' &&
        scenario.midway !== undefined &&
        !fired &&
        smtp.messages.length > fireAfter
      ) {
        fired = true;
        scenario.midway({ admin, redisPid: redis.pid() ?? 0, killWorker, freezeWorker });
      }
      return act;
    },
  });

  function startWorker(withStop: boolean): void {
    const orders: WorkerOrders = {
      databaseUrl,
      socketPath: redis.socketPath,
      smtpUrl: smtp.url,
      ...(withStop && scenario.stopAt !== undefined
        ? { stopAt: scenario.stopAt, victim: victim.address }
        : {}),
    };
    const started = fork(join(import.meta.dirname, 'worker-child.ts'), [JSON.stringify(orders)]);
    child = started;
    started.once('message', () => {
      fired = true;
      killWorker();
    });
    // Whoever kills it, another takes over at once, as a service manager would.
    started.once('exit', () => {
      if (child === started) startWorker(false);
    });
  }

  // Taken for dead after its lease, replaced, then thawed: it must not say a last word any more.
  function freezeWorker(): void {
    const frozen = child;
    if (frozen === undefined) return;
    frozen.kill('SIGSTOP');
    asleep.push(frozen);
    startWorker(false);
    setTimeout(() => frozen.kill('SIGCONT'), 2 * leaseInTortureMs);
  }

  function killWorker(): void {
    kills += 1;
    child?.kill('SIGKILL');
  }

  try {
    startWorker(true);
    await until(async () => {
      const board = await dispatch.board(campaign.id);
      for (const line of board?.lines ?? []) {
        if (line.deliveries.some(({ state }) => state === 'deferred')) {
          await dispatch.retry(dispatcher, campaign.id, line.officeId);
        }
      }
      return board?.standings.offices.waiting === 0;
    }, 100);
    if (scenario.fires !== false && !fired) throw new Error(`${scenario.name}: nothing was fired`);
    const board = await dispatch.board(campaign.id);
    const copies = new Map<string, number>();
    const states = new Map<string, Delivery['state']>();
    for (const { office_id: officeId, address } of rows) {
      copies.set(officeId, smtp.copiesFor(address) - (refusedDots.get(address) ?? 0));
      const line = board?.lines.find((candidate) => candidate.officeId === officeId);
      states.set(officeId, line?.deliveries[0]?.state ?? 'pending');
    }
    const report = {
      copies,
      states,
      victim: {
        officeId: victim.office_id,
        state: states.get(victim.office_id) ?? 'pending',
        copies: copies.get(victim.office_id) ?? 0,
      },
      problems: problemsOf(copies, states),
      unknown: [...states.values()].filter((state) => state === 'unknown').length,
      kills,
    };
    if (!(await journal.verify()).valid) report.problems.push('the journal does not hold');
    return report;
  } finally {
    const last = child;
    child = undefined;
    for (const worker of [last, ...asleep]) worker?.kill('SIGKILL');
    admin.disconnect();
    await smtp.close();
    await redis.stop();
    await database.destroy();
    await readDatabase.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

function problemsOf(copies: Map<string, number>, states: Map<string, Delivery['state']>): string[] {
  return [...copies].flatMap(([officeId, count]) => {
    const state = states.get(officeId);
    const right =
      (state === 'accepted' && count === 1) ||
      (state === 'unknown' && count <= 1) ||
      (state === 'refused' && count === 0);
    return right ? [] : [`${officeId}: ${count} copies, and the ledger says ${state}`];
  });
}
