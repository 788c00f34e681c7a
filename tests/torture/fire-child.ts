// A worker in a process of its own, to be killed, frozen or starved. Its argument is a JSON FireChildOrders;
// it is loaded ahead of time and works once it is told to.
import type { Knex } from 'knex';
import { connect, isSqlite } from '../../db/connect.ts';
import { createDispatchWorker } from '../../src/dispatch/dispatch-worker.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Mailer } from '../../src/mail/mailer.ts';
import { encodePart } from '../../src/mail/pre-encoded-part.ts';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.ts';
import { readSmtpUrl } from '../../src/mail/smtp-server-address.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { createBullmqQueue } from '../../src/queue/bullmq-queue.ts';
import { buildTestMail, linkSecret } from '../dispatch/campaign-bench.ts';
import { redisClientsOn } from '../queue/redis-client.ts';
import type { FireChildOrders, FireOrder, FireWord, InnerPoint } from './fire-orders.ts';
import { manyActs } from './many-acts.ts';

const orders = JSON.parse(process.argv[2] ?? '') as FireChildOrders;
let armed: { point: InnerPoint; victim: string } | undefined;
let clockOffsetMs = 0;
let resume = () => {};
const tell = (word: FireWord) => process.send?.(word);
const clock = { now: () => new Date(Date.now() + clockOffsetMs) };

async function stopAt(point: InnerPoint, address: string): Promise<void> {
  if (armed?.point !== point || armed.victim !== address) return;
  armed = undefined;
  tell('reached');
  // A killed process never goes on; a frozen one does, once it has thawed.
  await new Promise<void>((goOn) => (resume = goOn));
}

const database = connect({ url: orders.databaseUrl });
const readDatabase = connect({ url: orders.databaseUrl, readOnly: true });
// A lock must be met as a refusal, not only as a wait.
if (isSqlite(database)) await database.raw('PRAGMA busy_timeout = 250');

/** The database as the worker sees it: its transactions can be stopped just before their commit. */
const stoppable = new Proxy(database, {
  get(target, name) {
    if (name !== 'transaction') return Reflect.get(target, name) as unknown;
    return (step: (transaction: Knex.Transaction) => Promise<unknown>) =>
      target.transaction(async (transaction) => {
        const result = await step(transaction);
        if (armed?.point.startsWith('tx:') === true) {
          const row = await transaction('deliveries as d')
            .join('delivery_addresses as a', 'a.delivery_id', 'd.id')
            .where('a.address', armed.victim)
            // The same office had a mail in each campaign before.
            .orderBy('d.planned_at', 'desc')
            .first('d.state');
          await stopAt(`tx:${row?.state}` as InnerPoint, armed.victim);
        }
        return result;
      });
  },
});

const journal = createJournal({ clock, readDatabase });
const attachment = await encodePart({
  name: 'instruction.pdf',
  type: 'application/pdf',
  bytes: new Uint8Array(150_000).fill(65),
});
const smtp = createSmtpMailer({
  server: readSmtpUrl(orders.smtpUrl),
  clock,
  log: silentLog,
  connections: orders.connections,
  timeouts: { connect: 4000, greeting: 4000, reply: 4000, final: 8000, idle: 1000 },
});
const mailer: Mailer = {
  ...smtp,
  async send(mail, hooks) {
    await stopAt('written', mail.to.address);
    const outcome = await smtp.send(mail, {
      ...hooks,
      async beforeFinalDot() {
        const allowed = await hooks.beforeFinalDot();
        if (allowed) await stopAt('ending', mail.to.address);
        return allowed;
      },
    });
    await stopAt('answered', mail.to.address);
    return outcome;
  },
};
const queue = createBullmqQueue({
  connect: redisClientsOn(orders.socketPath),
  log: silentLog,
  heartbeat: { everyMs: 300, deadAfterMs: 1200 },
  lockMs: 1000,
});
const worker = createDispatchWorker({
  database: stoppable,
  readDatabase,
  journal,
  clock,
  log: silentLog,
  queue,
  mailer,
  async buildMail(content) {
    await stopAt('claimed', content.address);
    return { ...(await buildTestMail(content)), attachments: [attachment] };
  },
  instructions: manyActs(),
  directory: createPrefectures({ database, readDatabase, journal, clock }),
  linkSecret,
  answersFolder: orders.answersFolder,
  mailDomain: 'estafette.example',
  delays: { leaseMs: orders.leaseMs, queuedAgainAfterMs: 600 },
  everyMs: { relay: 50, sweep: 150 },
});

/** No page more than there are: what needs one is refused by SQLite as by a disk that has none. */
async function fillDisk(full: boolean): Promise<void> {
  const [{ page_count: pages }] = (await database.raw('PRAGMA page_count')) as [{ page_count: number }];
  await database.raw(`PRAGMA max_page_count = ${full ? pages : 1_000_000}`);
}

process.on('message', (order: FireOrder) => {
  if (order.do === 'arm') armed = { point: order.point, victim: order.victim };
  if (order.do === 'disarm') armed = undefined;
  if (order.do === 'go on') resume();
  if (order.do === 'clock') clockOffsetMs = order.offsetMs;
  if (order.do === 'disk') void fillDisk(order.full);
  if (order.do !== 'work') return;
  clockOffsetMs = order.clockOffsetMs;
  worker.start();
  tell('working');
});
process.on('disconnect', () => process.exit(0));
tell('ready');
