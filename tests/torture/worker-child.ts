// A worker in a process of its own, to be killed. Its argument is a JSON WorkerOrders; it tells « reached »
// when the delivery to the victim is where it was told to stop, and stays there.
import { connect } from '../../db/connect.ts';
import { createDispatchWorker } from '../../src/dispatch/dispatch-worker.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { encodePart } from '../../src/mail/pre-encoded-part.ts';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.ts';
import { readSmtpUrl } from '../../src/mail/smtp-server-address.ts';
import type { Mailer } from '../../src/mail/mailer.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { createBullmqQueue } from '../../src/queue/bullmq-queue.ts';
import { buildTestMail, linkSecret, testInstructions } from '../dispatch/campaign-bench.ts';
import { redisClientsOn } from '../queue/redis-client.ts';
import { leaseInTortureMs, type WorkerOrders } from './worker-orders.ts';

const orders = JSON.parse(process.argv[2] ?? '') as WorkerOrders;
const never = new Promise<never>(() => undefined);

async function stopAt(point: WorkerOrders['stopAt'], address: string): Promise<void> {
  if (orders.stopAt === undefined || orders.stopAt !== point || address !== orders.victim) return;
  process.send?.('reached');
  await never;
}

const database = connect({ url: orders.databaseUrl });
const readDatabase = connect({ url: orders.databaseUrl, readOnly: true });
const journal = createJournal({ clock: systemClock, readDatabase });
const attachment = await encodePart({
  name: 'instruction.pdf',
  type: 'application/pdf',
  bytes: new Uint8Array(200_000).fill(65),
});
const smtp = createSmtpMailer({
  server: readSmtpUrl(orders.smtpUrl),
  clock: systemClock,
  log: silentLog,
  timeouts: { connect: 2000, greeting: 1000, reply: 1000, final: 700, idle: 1000 },
});
const mailer: Mailer = {
  ...smtp,
  async send(mail, hooks) {
    const outcome = await smtp.send(mail, {
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
  heartbeat: { everyMs: 300, deadAfterMs: 1500 },
  lockMs: 1500,
});
const worker = createDispatchWorker({
  database,
  readDatabase,
  journal,
  clock: systemClock,
  log: silentLog,
  queue,
  mailer,
  async buildMail(content) {
    await stopAt('claimed', content.address);
    return { ...(await buildTestMail(content)), attachments: [attachment] };
  },
  instructions: testInstructions('dispatched'),
  directory: createPrefectures({ database, readDatabase, journal, clock: systemClock }),
  linkSecret,
  mailDomain: 'estafette.example',
  delays: { leaseMs: leaseInTortureMs, queuedAgainAfterMs: 1000 },
  everyMs: { relay: 100, sweep: 300 },
});
worker.start();
process.on('disconnect', () => process.exit(0));
