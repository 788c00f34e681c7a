// Runs mocha and always ends with one line, `N passed, N failed`: also when mocha crashes, runs too long,
// or stays open after its last test. Arguments go to mocha; without a file or a folder, all of tests/ runs, or what
// the list named by --suites says, in shares, three of them side by side where there are two processors.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMocha } from './tests/mocha-run.mjs';
import { dealOut, keepSeconds, listTestFiles, readSeconds } from './tests/shares.mjs';
import { sumOf, verdictOf } from './tests/verdict.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The promise is ten minutes, the set-up not counted; a machine that is slower today is not a failed test. */
const deadlineMs = 25 * 60_000;
/** What mocha has, after its last test, to find no handle open. */
const closingMs = 15_000;

const given = process.argv.slice(2);
// Writes how long each file took, from which the next runs are dealt out.
const measures = given.includes('--measure') && given.splice(given.indexOf('--measure'), 1).length > 0;
const list = given[0] === '--suites' ? given.splice(0, 2)[1] : undefined;
/** @type {string[] | undefined} */
const suites = list === undefined ? undefined : JSON.parse(readFileSync(list, 'utf8'));
const selects = given.some((word) => /^tests\/|[.]test[.]ts$/.test(word));
// One more than processors: a quarter of a run is spent waiting, for a browser, a server, a deadline.
const together = availableParallelism() === 1 ? 1 : 3;
// Big shares, since each run has the whole product to load, and two small ones for who is ready first.
const parts = together === 1 ? [1] : [3, 3, 3, 1, 1];
const measured = join(root, 'scripts/tests/seconds.json');
const shares = selects ? [[]] : dealOut(listTestFiles(root, suites), parts, readSeconds(measured));
const alone = shares.length === 1;

const startedAt = Date.now();
/** @type {Set<ReturnType<typeof startRun>>} */
const running = new Set();
/** @type {import('./tests/verdict.mjs').Verdict[]} */
const verdicts = [];
/** @type {Record<string, number>} */
const seconds = {};
let interrupted = false;

/** @param {string[]} files */
function startRun(files) {
  const mocha = startMocha({ root, args: [...given, ...files], live: alone });
  /** @type {import('./tests/verdict.mjs').Cut | undefined} */
  let cut;
  let endedAt = 0;
  return {
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
      const verdict = verdictOf({ counts: mocha.counts(), exitCode, cut });
      process.stdout.write(mocha.words());
      Object.assign(seconds, mocha.seconds());
      mocha.forget();
      return verdict;
    },
  };
}

/** Takes one share after the other, until none is left. */
async function takeShares() {
  for (let files = shares.shift(); files !== undefined && !interrupted; files = shares.shift()) {
    const run = startRun(files);
    running.add(run);
    verdicts.push(await run.verdict());
    running.delete(run);
  }
}

const watch = setInterval(() => running.forEach((run) => run.look()), 500);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    interrupted = true;
    running.forEach((run) => run.stop('interrupted'));
  });
}

await Promise.all(Array.from({ length: together }, takeShares));
clearInterval(watch);
if (measures) keepSeconds(measured, seconds, listTestFiles(root));
const { passed, failed, exitCode, remarks } = sumOf(verdicts);
for (const remark of remarks) console.log(remark);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = exitCode;
