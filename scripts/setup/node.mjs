// Node 24 comes with the modules on Linux; elsewhere the machine's own must do.
import { existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run, SetupError } from './steps.mjs';

export const requiredMajor = 24;

/**
 * Makes `node_modules/.bin/node`, which every npm script finds first, a Node that runs the program.
 *
 * @param {string} root the project's folder
 * @returns {Promise<string>} the path of that Node
 */
export async function ensureNode(root) {
  const pinned = join(root, 'node_modules/.bin/node');
  if (existsSync(pinned)) {
    const { ok, output } = await run(pinned, ['--version'], { deadlineMs: 20_000 });
    if (ok && majorOf(output) >= requiredMajor) return pinned;
  }
  if (majorOf(process.version) < requiredMajor) throw new SetupError(nodeSentence(process.version));
  // Alpine among others: the binary that npm brought does not start here, and must not stand in the way.
  rmSync(pinned, { force: true });
  symlinkSync(process.execPath, pinned);
  return pinned;
}

/**
 * Puts the `estafette` command where npx looks first; without it npx installs the clone a second time.
 *
 * @param {string} root
 */
export function ensureCommand(root) {
  const link = join(root, 'node_modules/.bin/estafette');
  if (!existsSync(link)) {
    rmSync(link, { force: true });
    symlinkSync('../../bin/estafette.mjs', link);
  }
}

/**
 * @param {string} version such as v24.21.0
 * @returns {number} 0 when it is not a version
 */
export function majorOf(version) {
  return Number(/^v?(\d+)\./.exec(version.trim())?.[1] ?? 0);
}

/** @param {string} version */
export function nodeSentence(version) {
  return (
    `Estafette a besoin de Node ${requiredMajor} ou plus récent, qui n’est fourni d’office que sous Linux ` +
    `(processeurs x64 et arm64, glibc) ; celui de cette machine est ${version.trim()} : ` +
    'installez-en un depuis https://nodejs.org, puis recommencez.'
  );
}

/**
 * The C++ headers that came with the pinned Node, so that compiling downloads nothing.
 *
 * @param {string} root
 * @returns {string | undefined}
 */
export function findHeaders(root) {
  const modules = join(root, 'node_modules');
  const folder = readdirSync(modules).find((name) => name.startsWith('node-linux-'));
  if (folder === undefined) return undefined;
  const home = join(modules, folder);
  return existsSync(join(home, 'include/node/node_api.h')) ? home : undefined;
}
