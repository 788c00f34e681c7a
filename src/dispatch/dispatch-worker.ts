import type { Knex } from 'knex';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Journal } from '../journal/journal.ts';
import type { Mailer } from '../mail/mail.ts';
import { startRounds, type Job, type Queue, type QueueWorker, type Rounds } from '../queue/queue.ts';
import { createAnswerFiles } from './answer-files.ts';
import { lockOpenCampaigns } from './campaigns-store.ts';
import { createDeliveryJob } from './delivery-job.ts';
import { leaseMs } from './delivery.ts';
import { createLateAnswers } from './late-answers.ts';
import { createLedgerWriter } from '../kernel/ledger-writer.ts';
import { createLinkTokens } from './link-token.ts';
import { createOutcomes } from './outcomes.ts';
import { createPlanning } from './planning.ts';
import { readStep } from './reminding/step-content.ts';
import type { BuildMail } from './mail-content.ts';
import type { DirectoryPort, InstructionsPort } from './ports.ts';
import type { Rates } from './rates.ts';
import { createRelay, deliveryQueue, mostUnderWay, type Delays } from './relay.ts';

export type DispatchWorker = ReturnType<typeof createDispatchWorker>;

// More than there are connections: mails are written and claimed while others are on the wire.
const defaultConcurrency = 20;

/**
 * The part of dispatch that sends: relay and sweep over the ledger, and the mail of each job. Every
 * worker process has one; they agree through the database alone.
 */
export function createDispatchWorker(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  queue: Queue;
  mailer: Mailer;
  buildMail: BuildMail;
  instructions: InstructionsPort;
  directory: DirectoryPort;
  linkSecret: Uint8Array;
  mailDomain: string;
  /** Where answers are kept until the ledger has them, shared by the workers of a machine; nowhere when absent. */
  answersFolder?: string;
  /** Mails under way at once in this process. */
  concurrency?: number;
  delays?: Partial<Delays>;
  rates?: Rates;
  /** Milliseconds between two looks at the ledger. */
  everyMs?: { relay: number; sweep: number };
}) {
  const { log, queue } = deps;
  const every = deps.everyMs ?? { relay: 1000, sweep: 5000 };
  const linkTokens = createLinkTokens({ secret: deps.linkSecret });
  const outcomes = createOutcomes({ ...deps, planning: createPlanning({ ...deps, linkTokens }) });
  const answers = createAnswerFiles({ folder: deps.answersFolder, log });
  const lateAnswers = createLateAnswers({ ...deps, answers, outcomes });
  const relay = createRelay({ ...deps, outcomes, lateAnswers });
  const ledger = createLedgerWriter({ database: deps.database, first: lockOpenCampaigns });
  const job = createDeliveryJob({
    ...{ ...deps, ledger, linkTokens, outcomes, answers },
    readStep: (delivery, campaign) => readStep(deps.readDatabase, delivery, campaign),
  });
  let rounds: Rounds[] = [];
  let endedSinceRelay = 0;
  let worker: QueueWorker | undefined;

  // The queue is filled again before it is empty, without waiting for the relay's next look.
  async function run(work: Job): Promise<void> {
    await job.run(work).finally(() => {
      endedSinceRelay += 1;
      if (endedSinceRelay < mostUnderWay / 4) return;
      endedSinceRelay = 0;
      rounds[0]?.wake();
    });
  }

  return {
    relay: relay.relay,
    sweep: relay.sweep,
    run: job.run,
    renewClaims: job.renewClaims,

    start(): void {
      worker = queue.work(deliveryQueue, run, { concurrency: deps.concurrency ?? defaultConcurrency });
      const renewEvery = (deps.delays?.leaseMs ?? leaseMs) / 3;
      rounds = [
        startRounds({ name: 'relay', everyMs: every.relay, run: relay.relay, log }),
        startRounds({ name: 'sweep', everyMs: every.sweep, run: relay.sweep, log }),
        startRounds({ name: 'claims', everyMs: renewEvery, run: job.renewClaims, log }),
      ];
    },

    /** After a commit in this process: what is due need not wait for the next look. */
    wake(): void {
      rounds[0]?.wake();
    },

    /** Mails under way end first; everything else waits in the ledger. */
    async stop(): Promise<void> {
      const [relaying, sweeping, claims] = rounds;
      job.askToStop();
      await Promise.all([relaying?.stop(), sweeping?.stop()]);
      await worker?.stop();
      await claims?.stop();
      answers.close();
    },
  };
}
