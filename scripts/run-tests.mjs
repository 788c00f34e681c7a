// Runs mocha and always ends with one line, `N passed, N failed`: also when mocha crashes, runs too long,
// or stays open after its last test. Arguments go to mocha; without a file, folder or --config, all of tests/ runs,
// in two runs side by side where there are two processors.
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMocha } from './tests/mocha-run.mjs';
import { dealOut, listTestFiles } from './tests/shares.mjs';
import { sumOf, verdictOf } from './tests/verdict.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The promise is ten minutes, the set-up not counted; a machine that is slower today is not a failed test. */
const deadlineMs = 15 * 60_000;
/** What mocha has, after its last test, to find no handle open. */
const closingMs = 15_000;

const given = process.argv.slice(2);
const selects = given.some((word) => word === '--config' || /^tests\/|[.]test[.]ts$/.test(word));
const shares = selects ? [[]] : dealOut(listTestFiles(root), Math.min(2, availableParallelism()));

const startedAt = Date.now();
const runs = shares.map((files, index) => {
  const mocha = startMocha({ root, args: [...given, ...files], live: index === 0 });
  /** @type {import('./tests/verdict.mjs').Cut | undefined} */
  let cut;
  let endedAt = 0;
  return {
    mocha,
    look() {
      if (endedAt === 0 && mocha.counts().ended) endedAt = Date.now();
      if (endedAt !== 0 && Date.now() - endedAt > closingMs) this.stop('open');
      else if (Date.now() - startedAt > deadlineMs) this.stop('late');
    },
    /** @param {import('./tests/verdict.mjs').Cut} why */
    stop(why) {
      cut ??= why;
      mocha.kill();
    },
    async verdict() {
      const exitCode = await mocha.ended;
      return verdictOf({ counts: mocha.counts(), exitCode, cut });
    },
  };
});

const watch = setInterval(() => runs.forEach((run) => run.look()), 500);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => runs.forEach((run) => run.stop('interrupted')));
}

const verdicts = await Promise.all(runs.map((run) => run.verdict()));
clearInterval(watch);
for (const { mocha } of runs) {
  process.stdout.write(mocha.words());
  mocha.forget();
}
const { passed, failed, exitCode, remarks } = sumOf(verdicts);
for (const remark of remarks) console.log(remark);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = exitCode;
