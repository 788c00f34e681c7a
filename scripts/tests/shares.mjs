// The test files, dealt out to as many runs of mocha as there is room for. Mocha's own parallel mode is not
// used: it lost hundreds of tests of files that make their tests in a loop, and said nothing of it.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} root
 * @param {string[]} suites folders, or files; all of tests/ when they are not given.
 */
export function listTestFiles(root, suites = ['tests']) {
  const files = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('tests', name))
    .sort();
  const missing = suites.find((suite) => !files.some((file) => isIn(file, suite)));
  if (missing !== undefined) throw new Error(`${missing} holds no test`);
  return files.filter((file) => suites.some((suite) => isIn(file, suite)));
}

/** @type {(file: string, suite: string) => boolean} */
const isIn = (file, suite) => file === suite || file.startsWith(`${suite}/`);

/** Of a file that was never measured, or took no second. */
const usualSeconds = 0.5;

/**
 * Seconds by file, as `npm test -- --measure` wrote them; none when it never did.
 *
 * @param {string} file
 * @returns {Record<string, number>}
 */
export function readSeconds(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/**
 * Half seconds are enough, and what takes the usual time need not be told; files that are gone are forgotten.
 *
 * @param {string} file
 * @param {Record<string, number>} measured
 * @param {string[]} known
 */
export function keepSeconds(file, measured, known) {
  const all = Object.entries({ ...readSeconds(file), ...measured })
    .map(([name, taken]) => /** @type {const} */ ([name, Math.ceil(taken * 2) / 2]))
    .filter(([name, taken]) => taken > usualSeconds && known.includes(name));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(all.sort()), undefined, 2)}\n`);
}

/**
 * The longest files first, each to the share that it fills least: runs side by side then end together, whatever the
 * folders hold. A share takes its part of the whole; the small ones, at the end, make up for what was measured wrong.
 *
 * @param {string[]} files
 * @param {number[]} parts how big each share is, beside the others
 * @param {Record<string, number>} seconds
 * @returns {string[][]} in which each file stands once, by name
 */
export function dealOut(files, parts, seconds) {
  const secondsOf = (/** @type {string} */ file) => seconds[file] ?? usualSeconds;
  const shares = parts.map((part) => ({ part, taken: 0, files: /** @type {string[]} */ ([]) }));
  for (const file of files.toSorted((one, other) => secondsOf(other) - secondsOf(one))) {
    const fullness = (/** @type {typeof shares[number]} */ { part, taken }) =>
      (taken + secondsOf(file)) / part;
    const share = shares.reduce((best, each) => (fullness(each) < fullness(best) ? each : best));
    share.taken += secondsOf(file);
    share.files.push(file);
  }
  return shares.map((share) => share.files.sort()).filter((share) => share.length > 0);
}
