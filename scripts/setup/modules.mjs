// The npm modules: are they what the lock file says, and how to make them so.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { head, run, say, SetupError, step } from './steps.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage */

const binding = 'node_modules/sqlite3/build/Release/node_sqlite3.node';

/**
 * Installs what the lock file says when something else, or nothing, is installed.
 *
 * @param {string} root the project's folder
 */
export async function ensureModules(root) {
  if (
    modulesAreCurrent(
      readJson(join(root, 'package-lock.json')),
      readJson(join(root, 'node_modules/.package-lock.json')),
    )
  ) {
    return;
  }
  const kept = keepBinding(root);
  try {
    await step('installation des modules npm (une minute environ)', () => install(root));
    kept?.restore();
  } finally {
    kept?.forget();
  }
}

/**
 * npm writes in node_modules what it installed: the two must agree on every module. One that is optional
 * may be absent (it is for another system), never different.
 *
 * @param {{ packages?: Record<string, LockedPackage> } | undefined} lock
 * @param {{ packages?: Record<string, LockedPackage> } | undefined} installed
 */
export function modulesAreCurrent(lock, installed) {
  if (lock?.packages === undefined || installed?.packages === undefined) return false;
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '') continue;
    const present = installed.packages[path];
    if (present === undefined) {
      if (wanted.optional === true || wanted.devOptional === true || wanted.peer === true) continue;
      return false;
    }
    if (present.version !== wanted.version || present.integrity !== wanted.integrity) return false;
  }
  return Object.keys(installed.packages).every((path) => lock.packages?.[path] !== undefined);
}

/**
 * No install script runs here: the one that is needed, SQLite's, is a step of its own that says what it does.
 *
 * @param {string} root
 */
async function install(root) {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Under `npm start`, npm tells where it is; otherwise it is on the PATH.
  const npm = process.env.npm_execpath;
  const { ok, output } =
    npm !== undefined && /npm-cli\.c?js$/.test(npm)
      ? await run(process.execPath, [npm, ...args], { cwd: root })
      : await run('npm', args, { cwd: root });
  if (!ok)
    throw new SetupError(`npm n’a pas pu installer les modules. Voici ce qu’il répond :\n${head(output)}`);
}

/**
 * SQLite takes minutes to compile and `npm ci` starts by emptying node_modules: keep what was built, as
 * long as the lock file still asks for that version.
 *
 * @param {string} root
 */
function keepBinding(root) {
  const built = join(root, binding);
  const version = readJson(join(root, 'node_modules/sqlite3/package.json'))?.version;
  const wanted = readJson(join(root, 'package-lock.json'))?.packages?.['node_modules/sqlite3']?.version;
  if (!existsSync(built) || version !== wanted) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'estafette-sqlite-'));
  const copy = join(folder, 'node_sqlite3.node');
  copyFileSync(built, copy);
  return {
    restore() {
      mkdirSync(dirname(built), { recursive: true });
      copyFileSync(copy, built);
      say('le module SQLite déjà compilé est conservé.');
    },
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * @param {string} path
 * @returns {any} undefined when there is no such file, or no JSON in it
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
