import { parseArgs } from 'node:util';
import { measure, type Benchmark, type Measured } from './measure.ts';

/**
 * `npm run bench -- [NAME…] [--json] [--rounds N]`: one line per benchmark, every benchmark when none is
 * named. Gives the exit code: 0 measured (an aim that is missed is a result, not a failure), 2 wrong use.
 */
export async function runBenches(
  args: string[],
  deps: { benchmarks: readonly Benchmark[]; print(line: string): void; complain(line: string): void },
): Promise<number> {
  const { benchmarks, print, complain } = deps;
  let asked: ReturnType<typeof readArguments>;
  try {
    asked = readArguments(args);
  } catch (error) {
    complain((error as Error).message);
    return 2;
  }
  const strange = asked.names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (strange.length > 0) {
    complain(`No such benchmark: ${strange.join(', ')}. There are:`);
    for (const { name, about } of benchmarks) complain(`  ${name.padEnd(16)} ${about}`);
    return 2;
  }
  const chosen = benchmarks.filter(({ name, onDemand }) =>
    asked.names.length === 0 ? onDemand !== true : asked.names.includes(name),
  );
  for (const benchmark of chosen) {
    const measured = await measure(benchmark, {
      ...(asked.rounds === undefined ? {} : { rounds: asked.rounds }),
      say: (sentence) => complain(`${benchmark.name}: ${sentence}`),
    });
    print(asked.json ? JSON.stringify(measured) : inWords(measured));
  }
  return 0;
}

function readArguments(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string' } },
  });
  if (values.rounds !== undefined && !/^[1-9]\d{0,2}$/.test(values.rounds)) {
    throw new RangeError('--rounds is a whole number from 1 to 999.');
  }
  return {
    names: positionals,
    json: values.json,
    rounds: values.rounds === undefined ? undefined : Number(values.rounds),
  };
}

function inWords({ name, ours, peer, ratio, aim, met }: Measured): string {
  const times = `ours ${String(ours['medianMs'])} ms, ${peer.name} ${String(peer['medianMs'])} ms`;
  return `${name}: ${times}; ratio ${ratio}, aim ${aim}: ${met ? 'met' : 'missed'}`;
}
