import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { createDispatchWorker } from '../src/dispatch/dispatch-worker.ts';
import { createDispatch, type DirectoryPort } from '../src/dispatch/dispatch.ts';
import { createOfficeMail } from '../src/dispatch/office-mail.ts';
import { createJournal } from '../src/journal/journal.ts';
import { systemClock as clock } from '../src/kernel/clock.ts';
import { sha256Hex } from '../src/kernel/hash.ts';
import { silentLog } from '../src/kernel/log.ts';
import { createMailComposer, createSmtpMailer, readSmtpUrl } from '../src/mail/mail.ts';
import { createPrefectures } from '../src/prefectures/prefectures.ts';
import { createBullmqQueue } from '../src/queue/bullmq-queue.ts';
import { startPrivateRedis } from '../src/queue/private-redis.ts';

/** What is attached: bytes by chance, that no one can squeeze, as many as a signed letter with its figures. */
export const pdfBytes = 300_000;
const dispatcher = { id: 'benchmark', roles: ['dispatcher'] };

/**
 * All of the product that a campaign uses, composed as the product composes it, in this process: ledger and
 * journal in a SQLite file, BullMQ on a Redis of its own, mails from their templates, our SMTP transport. The
 * signed act alone is made up. `directory`: whom to write to, the 106 offices unless another is given.
 */
export async function openDispatchHouse(options: {
  folder: string;
  smtpUrl: string;
  connections: number;
  directory?: DirectoryPort;
  redisServer?: string | undefined;
}) {
  const url = `sqlite:${join(options.folder, 'ledger.sqlite')}`;
  const database = connect({ url });
  const readDatabase = connect({ url, readOnly: true });
  await migrate(database);
  const journal = createJournal({ clock, readDatabase });
  const prefectures = createPrefectures({ database, readDatabase, journal, clock });
  await database.transaction(async (transaction) => {
    await prefectures.seedOffices(transaction);
    await prefectures.seedDemonstrationContacts(transaction, { from: '2020-01-01' });
  });
  const redis = await startPrivateRedis({
    folder: join(options.folder, 'redis'),
    log: silentLog,
    ...(options.redisServer === undefined ? {} : { command: options.redisServer }),
  });
  const connectRedis = (purpose: 'jobs' | 'worker') =>
    new Redis(redis.socketPath, { maxRetriesPerRequest: purpose === 'jobs' ? 1 : null });
  const probe = connectRedis('jobs');
  const queue = createBullmqQueue({ connect: connectRedis, log: silentLog });
  const mailer = createSmtpMailer({
    server: readSmtpUrl(options.smtpUrl),
    clock,
    log: silentLog,
    connections: options.connections,
  });
  const instructions = madeUpActs();
  const shared = {
    ...{ database, readDatabase, journal, clock, instructions, mailDomain: 'estafette.example' },
    directory: options.directory ?? prefectures,
    linkSecret: randomBytes(32),
  };
  const buildMail = createOfficeMail({
    composer: createMailComposer({
      templatesFolder: new URL('../templates/mail', import.meta.url).pathname,
      demonstration: false,
    }),
    instructions,
    publicUrl: () => 'https://circulaires.estafette.example',
    from: { name: 'MILDECA', address: 'circulaires@estafette.example' },
  });
  const worker = createDispatchWorker({
    ...{ ...shared, log: silentLog, queue, mailer, buildMail },
    answersFolder: join(options.folder, 'answers'),
  });
  const dispatch = createDispatch({ ...shared, wake: () => worker.wake() });
  worker.start();
  let acts = 0;

  return {
    /**
     * One campaign from its opening to the last answer in the ledger; gives how many offices it had.
     * `received` resolves when the server has every mail, so that the ledger is not asked meanwhile.
     */
    async send(received: Promise<unknown>): Promise<number> {
      const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
      acts += 1;
      const opened = await dispatch.openCampaign(dispatcher, `act-${acts}`, { deadlineOn: inAMonth });
      if (!opened.ok) throw new Error(`refused: ${opened.errors.map(({ key }) => key).join(', ')}`);
      await received;
      const { id, frozenOffices } = opened.value;
      for (;;) {
        const counted = await readDatabase('deliveries')
          .where({ campaign_id: id })
          .groupBy('state')
          .select('state')
          .count('* as mails');
        const mails = new Map(counted.map((row) => [row['state'], Number(row['mails'])]));
        if (mails.get('accepted') === frozenOffices) return frozenOffices;
        if (
          ![...mails.keys()].some((state) => state === 'queued' || state === 'ending' || state === 'sending')
        )
          throw new Error(`${mails.get('accepted')} of ${frozenOffices} mails were accepted`);
        await pause(2);
      }
    },

    async journalLines(): Promise<number> {
      const [newest] = await journal.list({ newestFirst: true, limit: 1 });
      return newest?.line ?? 0;
    },

    verifyJournal: () => journal.verify(),

    /** Processor time of the Redis server so far, in milliseconds. */
    async redisCpuMs(): Promise<number> {
      const told = await probe.info('cpu');
      const seconds = [...told.matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm)].map(([, each]) => Number(each));
      return seconds.reduce((sum, each) => sum + each, 0) * 1000;
    },

    async close(): Promise<void> {
      await worker.stop();
      await queue.close();
      await mailer.close();
      probe.disconnect();
      await redis.stop();
      await readDatabase.destroy();
      await database.destroy();
    },
  };
}

/** Signed acts without end, `act-1`, `act-2`…, each with bytes of its own. */
function madeUpActs() {
  const made = new Map<string, Buffer>();
  return {
    async signedVersion(instructionId: string) {
      const bytes =
        made.get(instructionId) ?? Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(pdfBytes - 9)]);
      made.set(instructionId, bytes);
      return {
        ...{ instructionId, slug: `2027-${instructionId}`, year: 2027, sha256: sha256Hex(bytes) },
        title: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
        subject: 'Instruction aux chefs de projets pour l’année 2027',
        ...{ mark: 'signature', how: 'here', signedAt: '2026-12-07T09:00:00.000Z', signedOn: '2026-12-07' },
        ...{ signatoryName: 'Hélène Marchal', quality: null },
        fields: { signatoryQuality: 'La présidente de la mission', contactName: 'Claire Redon' },
        pdf: async () => bytes,
      };
    },
    async lock() {},
    async markDispatched() {},
    async markClosed() {},
  };
}
