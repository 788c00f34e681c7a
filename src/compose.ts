import { join } from 'node:path';
import { Redis } from 'ioredis';
import { createAcknowledgements } from './acknowledgements/acknowledgements.ts';
import {
  createAllocations,
  createAnnexes,
  createConcerning,
  createFrozenCredits,
} from './allocations/allocations.ts';
import { createArchive, createFixity, createKeeping } from './archive/archive.ts';
import { openData } from './compose-data.ts';
import { openKeys } from './compose-keys.ts';
import { openMailer, senderOf } from './compose-mail.ts';
import { openRender } from './compose-render.ts';
import { createWeb } from './compose-web.ts';
import type { Config } from './config.ts';
import { createDispatchWorker } from './dispatch/dispatch-worker.ts';
import { createDispatch } from './dispatch/dispatch.ts';
import { createOfficeMail } from './dispatch/office-mail.ts';
import { createPreparing } from './dispatch/preparing/preparing.ts';
import { createStatements } from './dispatch/following/statements.ts';
import { createInstructions } from './drafts/instructions.ts';
import { systemClock, type Clock } from './kernel/clock.ts';
import { createLog, type Log } from './kernel/log.ts';
import { loadMessages } from './kernel/messages.ts';
import { createCaughtMails, createMailComposer, startCatchAll, type CatchAllOptions } from './mail/mail.ts';
import { startRounds } from './queue/queue.ts';
import { createBullmqQueue } from './queue/bullmq-queue.ts';
import { checkRedis } from './queue/check-redis.ts';
import { startPrivateRedis } from './queue/private-redis.ts';
import { createSigning } from './signing/signing.ts';

const fromRoot = (path: string) => new URL(`../${path}`, import.meta.url).pathname;

// A closing is rare; whoever closed looks for its statement within seconds.
const statementsEveryMs = 2_000;
// How late a scheduled departure may be.
const departuresEveryMs = 5000;
// What is watched is looked at once a day; this is how often a worker asks whether it is due.
const watchEveryMs = 3_600_000;

// Nothing that is asked of Redis beside the workers' own waiting takes longer, unless it is ill.
const redisPatienceMs = 5_000;

// How long a person who asks for notifications waits before the first is printed, at most.
const annexesEveryMs = 2000;

export interface ComposeOptions {
  clock?: Clock;
  log?: Log;
  /** How the embedded mail server of a demonstration misbehaves, to show refused and unknown outcomes. */
  catchAll?: Pick<CatchAllOptions, 'refuse' | 'vanish'>;
}

export type Estafette = Awaited<ReturnType<typeof compose>>;

/**
 * Builds every real thing from the configuration, and nothing more: `start()` opens the pages and the
 * work. What was built is undone by `stop()`, in the reverse order, also when building fails halfway.
 */
export async function compose(config: Config, options: ComposeOptions = {}) {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLog({ level: config.logLevel });
  const undo: (() => Promise<unknown>)[] = [];
  const built = async <Thing>(
    thing: Thing | Promise<Thing>,
    end: (thing: Thing) => Promise<unknown>,
  ): Promise<Thing> => {
    const made = await thing;
    undo.push(() => end(made));
    return made;
  };
  async function stop(): Promise<void> {
    for (const end of undo.splice(0).reverse()) {
      await end().catch((error: unknown) =>
        log.error({ error: String(error) }, 'a part did not stop cleanly'),
      );
    }
  }

  try {
    const data = await built(openData(config, { clock }), (opened) => opened.close());
    const { database, readDatabase, journal, demonstration, accounts, prefectures } = data;
    const messages = loadMessages(fromRoot('templates/messages'));

    const keys = await built(openKeys(config, clock), (opened) => opened.close());
    const signing = createSigning({
      clock,
      signatory: keys.signatory,
      seal: keys.seal,
      trust: keys.rootPem,
      services: keys.services,
      log,
    });
    await signing.dryRun();
    // Services may be away for a while: that is said now, and refuses on the day of a signature only.
    void signing.preflight();

    const render = await built(openRender(config, { messages, log }), (made) => made.close());
    const address = { url: config.publicUrl ?? `http://${config.host}:${config.port}` };
    const verificationUrl = (id: string) => `${address.url.replace(/\/$/, '')}/verifier?acte=${id}`;
    const instructions = createInstructions({
      database,
      readDatabase,
      journal,
      clock,
      render,
      signing,
      credits: createFrozenCredits(),
      demonstration,
      verificationUrl,
      log,
    });

    const figuresDeps = { database, readDatabase, journal, clock, instructions, directory: prefectures };
    const allocations = createAllocations(figuresDeps);
    const printing = { render, signing, messages, demonstration, verificationUrl, log };
    const annexes = createAnnexes({ ...figuresDeps, ...printing });

    const redisAddress =
      config.redisUrl ??
      (
        await built(
          startPrivateRedis({
            folder: join(config.dataDir, 'redis'),
            ...(config.redisServerPath === undefined ? {} : { command: config.redisServerPath }),
            log,
          }),
          (redis) => redis.stop(),
        )
      ).socketPath;
    const connectRedis = (purpose: 'jobs' | 'worker') =>
      new Redis(redisAddress, {
        maxRetriesPerRequest: purpose === 'jobs' ? 1 : null,
        // A Redis that holds its connections and answers nothing must not hold pages and relays for ever.
        ...(purpose === 'jobs' ? { commandTimeout: redisPatienceMs } : {}),
        enableReadyCheck: true,
      });
    const redis = await built(connectRedis('jobs'), async (client) => client.disconnect());
    redis.on('error', (error: Error) => log.warn({ error: error.message }, 'Redis is away'));
    if (config.redisUrl !== undefined) await checkRedis(redis);
    const queue = await built(createBullmqQueue({ connect: connectRedis, log }), (made) => made.close());

    const mailFolder = join(config.dataDir, 'mailbox');
    const catchAll =
      config.smtpUrl !== undefined
        ? undefined
        : await built(
            startCatchAll({
              folder: mailFolder,
              host: '127.0.0.1',
              port: 0,
              clock,
              log,
              ...options.catchAll,
            }),
            (server) => server.close(),
          );
    const caughtMails = catchAll && createCaughtMails({ folder: mailFolder });
    const smtpUrl = config.smtpUrl ?? catchAll?.url ?? '';
    const mailer = await built(
      openMailer(config, { smtpUrl, secret: Buffer.from(data.secret), clock, log }),
      (made) => made.close(),
    );
    const { from, replyTo, domain: mailDomain } = senderOf(config);
    const dispatchDeps = {
      database,
      readDatabase,
      journal,
      clock,
      instructions,
      directory: prefectures,
      annexes,
      linkSecret: Buffer.from(data.secret),
      mailDomain,
      attachmentLimit: config.attachmentLimit,
    };
    const dispatch = createDispatch({
      ...dispatchDeps,
      // The two rooms know each other through ports: who acknowledged, what a link opens.
      acknowledgements: { listOffices: (campaignId) => acknowledgements.listOffices(campaignId) },
      rates: config.rates,
      // Does nothing where no worker runs: those of other processes look for themselves.
      wake: () => worker.wake(),
    });
    const acknowledgements = createAcknowledgements({
      database,
      readDatabase,
      journal,
      clock,
      dispatch,
      instructions,
      credits: createConcerning({ ...figuresDeps, annexes }),
    });
    const buildMail = createOfficeMail({
      composer: createMailComposer({ templatesFolder: fromRoot('templates/mail'), demonstration }),
      instructions,
      annexes,
      publicUrl: () => address.url,
      from,
      ...(replyTo === undefined ? {} : { replyTo }),
    });
    const preparing = createPreparing({ ...dispatchDeps, log, dispatch, buildMail, mailer, signing });
    const worker = createDispatchWorker({
      ...dispatchDeps,
      ...{ log, queue, mailer, buildMail, rates: config.rates },
    });
    const statements = createStatements({
      ...{ database, readDatabase, journal, clock, log, messages, render, signing, demonstration },
      verificationUrl: () => `${address.url.replace(/\/$/, '')}/verifier`,
    });
    const archive = createArchive({
      annexes,
      database,
      readDatabase,
      journal,
      instructions,
      dispatch,
      acknowledgements,
      prefectures,
      accounts,
      clock,
    });

    const watching = { database, readDatabase, journal, clock, log };
    const fixity = createFixity(watching);
    const keeping = createKeeping({ ...watching, instructions, signing });

    const rooms = {
      ...data,
      messages,
      log,
      signing,
      render,
      instructions,
      allocations,
      annexes,
      queue,
      redis,
      mailer,
      caughtMails,
      dispatch,
      preparing,
      statements,
      worker,
      acknowledgements,
      archive,
      fixity,
      keeping,
      keys,
    };
    return {
      ...rooms,
      /** Where the demonstration's root certificate is, for who wants to check with their own tools. */
      trustPath: keys.rootPath,
      /** Opens the pages and begins the work of the roles asked for; gives the address. */
      async start(): Promise<{ url: string }> {
        if (config.roles.includes('web')) {
          const web = await built(createWeb(rooms), (opened) => opened.close());
          const listening = await web.listen();
          address.url = config.publicUrl ?? listening;
        }
        if (config.roles.includes('worker')) {
          worker.start();
          const annexRounds = { name: 'annexes', everyMs: annexesEveryMs, run: annexes.make, log };
          await built(startRounds(annexRounds), (rounds) => rounds.stop());
          const makeStatements = () => statements.makeMissing();
          const statementRounds = {
            name: 'statements',
            everyMs: statementsEveryMs,
            run: makeStatements,
            log,
          };
          await built(startRounds(statementRounds), (rounds) => rounds.stop());
          undo.push(() => worker.stop());
          const openDue = async () => void (await preparing.openDue());
          const departureRounds = { name: 'departures', everyMs: departuresEveryMs, run: openDue, log };
          await built(startRounds(departureRounds), (rounds) => rounds.stop());
          const watches = { fixity: () => fixity.checkWhenDue(), keeping: () => keeping.keepWhenDue() };
          for (const [name, run] of Object.entries(watches)) {
            await built(startRounds({ name, everyMs: watchEveryMs, run, log }), (rounds) => rounds.stop());
          }
        }
        return { url: address.url };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
