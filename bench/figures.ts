/** What a benchmark promises of its ratio; fixed before anything is measured. */
export interface Aim {
  bound: 'at least' | 'at most';
  ratio: number;
}

/** One measured run: milliseconds on the clock, and whatever else the run counts. */
export type Sample = { ms: number } & Record<string, number>;

/** The middle value, or the mean of the two in the middle. Throws RangeError when there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  if (high === undefined || low === undefined) throw new RangeError('no value, so no median');
  return (low + high) / 2;
}

/** The value under which so great a share of them stand, itself one of them. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;
}

/** Our time for one of the peer's when the aim is « at most », the reverse when it is « at least »; 3 decimals. */
export function ratioOf(ours: number, peer: number, { bound }: Aim): number {
  return rounded(bound === 'at most' ? ours / peer : peer / ours, 3);
}

/** Judged on the ratio as it is printed, so that a reader who compares finds the same. */
export function isMet(ratio: number, aim: Aim): boolean {
  return aim.bound === 'at most' ? ratio <= aim.ratio : ratio >= aim.ratio;
}

/** Medians of every figure of the samples, under its own name, with the best and the worst time. */
export function summarise(samples: readonly Sample[]): Record<string, number> {
  const [first] = samples;
  const times = samples.map(({ ms }) => ms);
  const others = Object.keys(first ?? {}).filter((name) => name !== 'ms');
  return {
    rounds: samples.length,
    medianMs: rounded(median(times), 2),
    minMs: rounded(Math.min(...times), 2),
    maxMs: rounded(Math.max(...times), 2),
    ...Object.fromEntries(
      others.map((name) => [name, rounded(median(samples.map((sample) => sample[name] ?? NaN)), 2)]),
    ),
  };
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
