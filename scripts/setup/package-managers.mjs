// Each system's way to install, and the exact command for whoever must type it.
import { readFileSync } from 'node:fs';
import { isOnPath, parts } from './system-parts.mjs';

/** @typedef {'apt' | 'dnf' | 'apk' | 'brew'} PackageManager */
/** @typedef {import('./system-parts.mjs').Part} Part */

/**
 * @param {string} path the PATH
 * @returns {PackageManager | undefined}
 */
export function findPackageManager(path) {
  /** @type {[PackageManager, string][]} */
  const known = [
    ['apt', 'apt-get'],
    ['dnf', 'dnf'],
    ['apk', 'apk'],
    ['brew', 'brew'],
  ];
  return known.find(([, command]) => isOnPath(command, path))?.[0];
}

/** Ubuntu's own `chromium` package only brings the snap, which cannot be used. */
export function isUbuntu(osRelease = readOsRelease()) {
  return /^ID=["']?ubuntu["']?$/m.test(osRelease);
}

/**
 * What to run, one array a command, to install the parts.
 *
 * @param {PackageManager} manager
 * @param {Part[]} missing
 * @returns {string[][]}
 */
export function installCommands(manager, missing) {
  const names = missing.flatMap((part) => packagesOf(manager, part));
  if (manager === 'brew') return brewCommands(missing);
  if (names.length === 0) return [];
  if (manager === 'apt') {
    return [
      ...missing.flatMap((part) => beforeOf(manager, part)),
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', ...names],
    ];
  }
  return [manager === 'dnf' ? ['dnf', 'install', '-y', ...names] : ['apk', 'add', ...names]];
}

/**
 * The one sentence for whoever must install by hand.
 *
 * @param {PackageManager | undefined} manager
 * @param {Part[]} missing
 * @param {{ root: boolean }} person
 */
export function missingSentence(manager, missing, person) {
  const names = missing.map((part) => parts[part].label);
  const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} et ${names.at(-1)}`;
  if (manager === undefined) {
    return `il manque ${list} ; à installer avec le gestionnaire de paquets de ce système ; puis recommencez.`;
  }
  const commands = installCommands(manager, missing);
  if (commands.length === 0) {
    return `il manque ${list} ; à installer (sur macOS : xcode-select --install) ; puis recommencez.`;
  }
  const sudo = person.root || manager === 'brew' ? '' : 'sudo ';
  const quoted = (/** @type {string} */ word) => (word.includes(' ') ? `'${word}'` : word);
  const line = commands.map((command) => sudo + command.map(quoted).join(' ')).join(' && ');
  return `il manque ${list} ; lancez cette commande, puis recommencez :\n  ${line}`;
}

/**
 * A formula and a cask cannot share a command.
 *
 * @param {Part[]} missing
 */
function brewCommands(missing) {
  const lists = missing.map((part) => packagesOf('brew', part)).filter((list) => list.length > 0);
  const casks = lists.filter(([first]) => first === '--cask').map((list) => ['brew', 'install', ...list]);
  const formulas = lists.filter(([first]) => first !== '--cask').flat();
  return formulas.length === 0 ? casks : [['brew', 'install', ...formulas], ...casks];
}

/**
 * @param {PackageManager} manager
 * @param {Part} part
 * @returns {string[]}
 */
function packagesOf(manager, part) {
  /** @type {Partial<Record<PackageManager, string[]>>} */
  const names = parts[part].packages;
  return names[manager] ?? [];
}

/**
 * @param {PackageManager} manager
 * @param {Part} part
 * @returns {string[][]}
 */
function beforeOf(manager, part) {
  /** @type {object} */
  const known = parts[part];
  /** @type {{ before?: Partial<Record<PackageManager, string[][]>> }} */
  const { before } = known;
  return before?.[manager] ?? [];
}

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
