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
  /** Tells how far a long preparation is, to who waits. */
  say(sentence: string): void;
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
  /** Other figures of ours that have an aim: a time (`…Ms`) beside the peer's, or a count as it is. */
  also?: readonly FurtherAim[];
  prepare(preparation: Preparation): Promise<Prepared>;
}

export interface FurtherAim {
  figure: string;
  /** Under which the ratio of a time is printed. */
  name?: string;
  aim: Aim;
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
export async function measure(
  benchmark: Benchmark,
  options: { rounds?: number; say?: (sentence: string) => void } = {},
): Promise<Measured> {
  const rounds = options.rounds ?? benchmark.rounds;
  const undoing: Parameters<Preparation['atEnd']>[0][] = [];
  try {
    const say = options.say ?? (() => undefined);
    const { ours, peer } = await benchmark.prepare({
      rounds,
      atEnd: (undo) => void undoing.push(undo),
      say,
    });
    const samples: Record<'ours' | 'peer', Sample[]> = { ours: [], peer: [] };
    await ours.run(0);
    await peer.run(0);
    for (let turn = 1; turn <= rounds; turn += 1) {
      say(`round ${turn} of ${rounds}`);
      for (const side of turn % 2 === 1 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
        samples[side].push(await timed(side === 'ours' ? ours : peer, turn));
      }
    }
    const [oursMs, peerMs] = [samples.ours, samples.peer].map((all) => median(all.map(({ ms }) => ms)));
    const ratio = ratioOf(oursMs ?? NaN, peerMs ?? NaN, benchmark.aim);
    const figures = { ...summarise(samples.ours), ...ours.facts };
    const further = (benchmark.also ?? []).map((one) => judge(one, figures, peerMs ?? NaN));
    return {
      name: benchmark.name,
      ours: { ...figures, ...Object.fromEntries(further.map(({ name, ratio: own }) => [name, own])) },
      peer: { name: peer.name, ...summarise(samples.peer), ...peer.facts },
      ratio,
      aim: [inWords(benchmark.aim), ...further.map(({ name, aim }) => `${name} ${inWords(aim)}`)].join(', '),
      met: isMet(ratio, benchmark.aim) && further.every(({ met }) => met),
    };
  } finally {
    for (const undo of undoing.toReversed()) await undo();
  }
}

const inWords = ({ bound, ratio }: Aim): string => `${bound} ${ratio}`;

/** Another figure of ours held against its own aim. */
function judge(
  { figure, name = figure, aim }: FurtherAim,
  figures: Record<string, number | string>,
  peerMs: number,
) {
  const value = Number(figures[figure]);
  const ratio = name === figure ? value : ratioOf(value, peerMs, aim);
  return { name, ratio, aim, met: isMet(ratio, aim) };
}

async function timed(subject: Subject, turn: number): Promise<Sample> {
  const startedAt = performance.now();
  const counts = await subject.run(turn);
  return { ms: performance.now() - startedAt, ...counts };
}
