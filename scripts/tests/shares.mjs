// The test files, dealt out to as many runs of mocha as there is room for. Mocha's own parallel mode is not
// used: it lost hundreds of tests of files that make their tests in a loop, and said nothing of it.
import { readdirSync } from 'node:fs';
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

/**
 * Dealt like cards, so that the long files of one folder do not all fall to one run.
 *
 * @param {string[]} files
 * @param {number} runs
 * @returns {string[][]}
 */
export function dealOut(files, runs) {
  return Array.from({ length: runs }, (_, run) => files.filter((_file, index) => index % runs === run));
}
