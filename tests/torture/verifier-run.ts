import { availableParallelism } from 'node:os';
import { verifierBases } from './verifier-bases.ts';
import { tortureVerifier } from './verifier.ts';

const progressEvery = 1000;

/** The whole torture of the verifier, told on standard output; gives the exit code. */
export async function runVerifierTorture(options: { seed: number; count: number }): Promise<number> {
  const { seed, count } = options;
  console.log(`verifier: ${count} hurt files, seed ${seed}`);
  const started = performance.now();
  const result = await tortureVerifier({
    ...(await verifierBases()),
    seed,
    count,
    threads: availableParallelism(),
    onProgress: (done) => {
      if (done % progressEvery === 0) console.log(`  ${done} / ${count}`);
    },
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`verdicts: ${JSON.stringify(result.verdicts)}`);
  console.log(`reasons: ${JSON.stringify(result.reasons)}`);
  console.log(`slowest file: ${Math.round(result.slowestMs)} ms; ${result.files} files in ${seconds} s`);
  result.problems.forEach((problem) => console.log(`FAIL ${problem}`));
  return result.problems.length === 0 && result.files === count ? 0 : 1;
}
