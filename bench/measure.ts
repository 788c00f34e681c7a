import { isMet, median, ratioOf, summarise, type Aim, type Sample } from './figures.ts';

/** What a run counts beside its time. */
export type Counts = Record<string, number>;

/** One of the two things that are measured. */
export interface Subject {
  /** Does the work once; the whole call is timed. `turn` is 0 for the warm-up, then 1, 2, … */
  run(turn: number): Promise<Counts | void>;
  /** What is the same at every run: sizes, counts. */
  facts?: Record<string, number | string>;
}

/** A benchmark whose files, servers and documents are ready. */
export interface Prepared {
  ours: Subject;
  peer: Subject & { name: string };
}

export interface Preparation {
  rounds: number;
  /** What has to be undone, whatever happens: no process and no folder stays behind. Last said, first done. */
  atEnd(undo: () => Promise<unknown>): void;
}

export interface Benchmark {
  name: string;
  /** What is compared, in one line. */
  about: string;
  aim: Aim;
  /** Measured runs of each side, unless the command says otherwise. */
  rounds: number;
  /** Too long to be run with the others: only when it is named. */
  onDemand?: boolean;
  prepare(preparation: Preparation): Promise<Prepared>;
}

/** The object that `npm run bench` prints: outsiders rely on its shape. */
export interface Measured {
  name: string;
  ours: Record<string, number | string>;
  peer: { name: string } & Record<string, number | string>;
  ratio: number;
  aim: string;
  met: boolean;
}

/**
 * Measures ours and the peer in turn, so that whatever else the machine does weighs on both: one
 * warm-up each, then the rounds, each side going first every other time. The ratio is that of the medians.
 */
export async function measure(benchmark: Benchmark, options: { rounds?: number } = {}): Promise<Measured> {
  const rounds = options.rounds ?? benchmark.rounds;
  const undoing: Parameters<Preparation['atEnd']>[0][] = [];
  try {
    const { ours, peer } = await benchmark.prepare({ rounds, atEnd: (undo) => void undoing.push(undo) });
    const samples: Record<'ours' | 'peer', Sample[]> = { ours: [], peer: [] };
    await ours.run(0);
    await peer.run(0);
    for (let turn = 1; turn <= rounds; turn += 1) {
      for (const side of turn % 2 === 1 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
        samples[side].push(await timed(side === 'ours' ? ours : peer, turn));
      }
    }
    const [oursMs, peerMs] = [samples.ours, samples.peer].map((all) => median(all.map(({ ms }) => ms)));
    const ratio = ratioOf(oursMs ?? NaN, peerMs ?? NaN, benchmark.aim);
    return {
      name: benchmark.name,
      ours: { ...summarise(samples.ours), ...ours.facts },
      peer: { name: peer.name, ...summarise(samples.peer), ...peer.facts },
      ratio,
      aim: `${benchmark.aim.bound} ${benchmark.aim.ratio}`,
      met: isMet(ratio, benchmark.aim),
    };
  } finally {
    for (const undo of undoing.toReversed()) await undo();
  }
}

async function timed(subject: Subject, turn: number): Promise<Sample> {
  const startedAt = performance.now();
  const counts = await subject.run(turn);
  return { ms: performance.now() - startedAt, ...counts };
}
