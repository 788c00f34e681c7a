// Runs mocha and always ends with one line, `N passed, N failed`: also when mocha crashes, runs too long,
// or stays open after its last test. Arguments go to mocha; without a file, folder or --config, all of tests/ runs.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countsOf, verdictOf } from './tests/verdict.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The promise is ten minutes, the set-up not counted; a machine that is slower today is not a failed test. */
const deadlineMs = 15 * 60_000;
/** What mocha has, after its last test, to find no handle open. */
const closingMs = 15_000;

const given = process.argv.slice(2);
const selects = given.some((word) => word === '--config' || /^tests\/|[.]test[.]ts$/.test(word));

const folder = mkdtempSync(join(tmpdir(), 'estafette-tests-'));
const file = join(folder, 'counts');
writeFileSync(file, '');

const child = spawn(
  process.execPath,
  [
    join(root, 'node_modules/mocha/bin/mocha.js'),
    '--reporter',
    join(root, 'scripts/tests/counting-reporter.cjs'),
    ...given,
    ...(selects ? [] : ['tests']),
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ESTAFETTE_TEST_COUNTS: file },
  },
);

/** @type {import('./tests/verdict.mjs').Cut | undefined} */
let cut;
const startedAt = Date.now();
let endedAt = 0;
const watch = setInterval(() => {
  if (endedAt === 0 && readCounts().ended) endedAt = Date.now();
  if (endedAt !== 0 && Date.now() - endedAt > closingMs) stop('open');
  else if (Date.now() - startedAt > deadlineMs) stop('late');
}, 500);

/** @param {import('./tests/verdict.mjs').Cut} why */
function stop(why) {
  cut ??= why;
  child.kill('SIGKILL');
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => stop('interrupted'));
}

child.on('close', (code) => {
  clearInterval(watch);
  const verdict = verdictOf({ counts: readCounts(), exitCode: code, cut });
  rmSync(folder, { recursive: true, force: true });
  if (verdict.remark !== undefined) console.log(verdict.remark);
  console.log(`${verdict.passed} passed, ${verdict.failed} failed`);
  process.exitCode = verdict.exitCode;
});

function readCounts() {
  return countsOf(readFileSync(file, 'utf8'));
}
