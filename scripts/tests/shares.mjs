// The test files, dealt out to as many runs of mocha as there is room for. Mocha's own parallel mode is not
// used: it lost hundreds of tests of files that make their tests in a loop, and said nothing of it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} root */
export function listTestFiles(root) {
  return readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('tests', name))
    .sort();
}

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
