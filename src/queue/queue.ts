export { startRounds, type Rounds } from './rounds.ts';

/**
 * What a job carries: the id of a ledger row and the epoch under which it was queued, nothing else.
 * The handler re-reads the row; a job of another epoch finds nothing to claim.
 */
export interface Job {
  id: string;
  epoch: number;
}

export interface WorkOptions {
  /** How many handlers may run at once in this process. */
  concurrency: number;
}

export interface QueueWorker {
  /** Takes no new job, then waits for the running handlers. */
  stop(): Promise<void>;
}

/**
 * The port through which rooms hand work over. It may lose everything at any moment: the ledger is
 * the truth and its sweep queues again. The same job (name, id, epoch) queued twice while it waits is
 * one job.
 */
export interface Queue {
  /** Fails, rather than waits, when the engine does not answer: the caller's sweep will come back. */
  enqueue(name: string, jobs: Job[]): Promise<void>;
  /** A handler that throws loses its job; the ledger's sweep decides what happens next. */
  work(name: string, handler: (job: Job) => Promise<void>, options: WorkOptions): QueueWorker;
  /** Jobs that wait or run under that name. */
  depth(name: string): Promise<number>;
  /** True when the engine answers. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}
