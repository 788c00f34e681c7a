// npm run torture -- [NAME] [--seed N] [--count N]: campaigns under fire, again and again, each with a
// printed seed that gives it again. NAME: kill, redis, server, frozen, chaos; all when absent.
// npm run torture -- faults: every stage × every fault of a mail server, through the whole ledger.
// npm run torture -- verifier [--seed N] [--count N]: N hurt PDFs, each verified (20 000 unless told).
// npm run torture -- signature [--seed N] [--count N]: N acts signed by processes that are killed (20).
import { parseArgs } from 'node:util';
import { runUnderFire } from './campaign-under-fire.ts';
import {
  chaosScenario,
  frozenScenario,
  killScenarios,
  redisScenarios,
  serverScenarios,
  type Scenario,
} from './scenarios.ts';
import { runFaultTorture } from './faults-run.ts';
import { seededRandom } from './seeded-random.ts';
import { runSignatureTorture } from './signature-run.ts';
import { runVerifierTorture } from './verifier-run.ts';

const suites: Record<string, () => Scenario[]> = {
  kill: killScenarios,
  redis: redisScenarios,
  server: serverScenarios,
  frozen: () => [frozenScenario()],
  chaos: () => [chaosScenario()],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, count: { type: 'string' } },
});
const [wanted] = positionals;
const firstSeed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
if (wanted === 'faults') process.exit(await runFaultTorture());
if (wanted === 'verifier') {
  process.exit(await runVerifierTorture({ seed: firstSeed, count: Number(values.count ?? 20_000) }));
}
if (wanted === 'signature') {
  process.exit(await runSignatureTorture({ seed: firstSeed, count: Number(values.count ?? 20) }));
}
if (wanted !== undefined && suites[wanted] === undefined) {
  console.error(
    `No such suite: ${wanted}. Known: ${Object.keys(suites).join(', ')}, faults, verifier, signature.`,
  );
  process.exit(2);
}
let failures = 0;
let runs = 0;

for (let round = 0; round < Number(values.count ?? 1); round += 1) {
  const seed = firstSeed + round;
  for (const [name, scenarios] of Object.entries(suites)) {
    if (wanted !== undefined && wanted !== name) continue;
    for (const scenario of scenarios()) {
      const report = await runUnderFire(scenario, seededRandom(seed));
      const { state, copies } = report.victim;
      const problems = [...report.problems];
      const expected = scenario.victim;
      if (expected !== undefined && (state !== expected.state || copies !== expected.copies)) {
        problems.push(
          `the victim is ${state} with ${copies} copies, not ${expected.state} with ${expected.copies}`,
        );
      }
      runs += 1;
      failures += problems.length === 0 ? 0 : 1;
      const told = `${name} seed ${seed} « ${scenario.name} »: ${report.unknown} unknown, ${report.kills} kills`;
      console.log(problems.length === 0 ? `ok   ${told}` : `FAIL ${told}\n     ${problems.join('\n     ')}`);
    }
  }
}
console.log(`${runs - failures} passed, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
