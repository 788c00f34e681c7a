import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { createDispatch } from '../../src/dispatch/dispatch.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { startPrivateRedis } from '../../src/queue/private-redis.ts';
import { dispatcher, linkSecret } from '../dispatch/campaign-bench.ts';
import { startFaultySmtpServer, type SmtpAct, type SmtpMoment } from '../fakes/faulty-smtp-server.ts';
import { addressOfDatabase, createServerDatabase } from '../postgres/server.ts';
import { redisClientsOn } from '../queue/redis-client.ts';
import { watchWire } from './at-the-kill.ts';
import { createFireCrew } from './fire-crew.ts';
import { officesOfAPoint } from './fire-points.ts';
import { manyActs } from './many-acts.ts';
import type { ChildProcess } from 'node:child_process';

export const leaseMs = 900;
const connections = 4;

/** What a campaign under fire stands on: a real ledger, Redis and SMTP server, and workers to be shot at. */
export async function openFireRange() {
  const folder = await mkdtemp(join(tmpdir(), 'estafette-fire-'));
  const server = process.env['TEST_DATABASE'] ?? '';
  const onServer = server.startsWith('postgres') ? await createServerDatabase(server) : undefined;
  const databaseUrl =
    onServer === undefined ? `sqlite:${join(folder, 'ledger.db')}` : addressOfDatabase(onServer);
  const database = onServer ?? connect({ url: databaseUrl });
  const readDatabase = connect({ url: databaseUrl, readOnly: true });
  await migrate(database);
  const journal = createJournal({ clock: systemClock, readDatabase });
  const directory = createPrefectures({ database, readDatabase, journal, clock: systemClock });
  await database.transaction(async (transaction) => {
    await directory.seedOffices(transaction);
    await directory.seedDemonstrationContacts(transaction, { from: '2020-01-01' });
  });
  const redis = await startPrivateRedis({ folder: join(folder, 'redis'), log: silentLog });
  const admin = redisClientsOn(redis.socketPath)('jobs');
  admin.on('error', () => undefined);

  const hooks = {
    script: (_moment: SmtpMoment): SmtpAct | undefined => undefined,
    onReached: (_worker: ChildProcess): void => undefined,
  };
  const wire = watchWire();
  const smtp = await startFaultySmtpServer({
    script(moment) {
      const act = hooks.script(moment);
      if (act === undefined) wire.says(moment);
      return act;
    },
  });
  const crew = createFireCrew(
    {
      ...{ databaseUrl, socketPath: redis.socketPath, smtpUrl: smtp.url, connections, leaseMs },
      answersFolder: join(folder, 'answers'),
    },
    (worker) => hooks.onReached(worker),
  );
  const dispatch = createDispatch({
    ...{ database, readDatabase, journal, clock: systemClock, linkSecret, instructions: manyActs() },
    directory: {
      ...directory,
      listOffices: async (query) => (await directory.listOffices(query)).slice(0, officesOfAPoint),
    },
    mailDomain: 'estafette.example',
  });
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  let campaigns = 0;

  return {
    ...{ database, readDatabase, redis, admin, smtp, crew, dispatch, journal, hooks, wire },

    /** A campaign of its own for each shot; what the last one left at the server is forgotten. */
    async openCampaign() {
      smtp.messages.length = 0;
      wire.forget();
      campaigns += 1;
      const opened = await insist(() =>
        dispatch.openCampaign(dispatcher, `act-${campaigns}`, { deadlineOn: inAMonth }),
      );
      if (!opened.ok) throw new Error(opened.errors[0]?.key);
      return opened.value;
    },

    /** The addresses that a campaign writes to, in the order of the offices. */
    async addresses(): Promise<string[]> {
      const offices = (await directory.listOffices({ on: inAMonth })).slice(0, officesOfAPoint);
      return offices.map(({ contacts }) => contacts[0]?.address ?? '');
    },

    async close(): Promise<void> {
      await crew.close();
      admin.disconnect();
      await smtp.close();
      await redis.stop();
      await readDatabase.destroy();
      await database.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type FireRange = Awaited<ReturnType<typeof openFireRange>>;

/** The workers write all the time: whoever stands beside them may have to ask for the database twice. */
export async function insist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || tries === 10) throw error;
    }
  }
}
