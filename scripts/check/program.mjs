// Running one of the project's tools under the Node that runs the checks.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../setup/steps.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @typedef {{ ok: boolean, output: string }} CheckResult */

/**
 * @param {string} tool its path in node_modules
 * @param {string[]} args
 * @returns {Promise<CheckResult>}
 */
export function runTool(tool, args) {
  return run(process.execPath, [join(root, 'node_modules', tool), ...args], { cwd: root });
}
