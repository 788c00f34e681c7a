// What we may hand on: the licence of every module that production installs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './program.mjs';

/** @typedef {{ dev?: boolean, optional?: boolean, license?: string, link?: boolean }} LockedPackage */
/** @typedef {{ path: string, licence: string }} Licensed */

const permissive = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Zlib',
  'OFL-1.1',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
]);

/**
 * Modules that say it in a file instead of a field; read once by a person. The design system's file says MIT,
 * except the Marianne font, and its terms of use reserve its look to sites of the State: what that asks of us
 * stands in docs/decisions/0016-licences.md.
 */
const read = new Map([['@gouvfr/dsfr', 'MIT']]);

/** @returns {import('./program.mjs').CheckResult} */
export function checkLicences() {
  const modules = listLicences(
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')),
    readManifest,
  );
  const faults = modules.filter(({ licence }) => !isPermissive(licence));
  const lines = faults.map(({ path, licence }) => `${path}: ${licence}`);
  return {
    ok: modules.length > 0 && faults.length === 0,
    output: `${lines.join('\n')}\n${modules.length} modules read`,
  };
}

/**
 * @param {{ packages: Record<string, LockedPackage> }} lock
 * @param {(path: string) => any} manifestOf the module's own package.json, when it is installed
 * @returns {Licensed[]}
 */
export function listLicences(lock, manifestOf) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && entry.dev !== true)
    .map(([path, entry]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const licence = read.get(name) ?? entry.license ?? oldField(manifestOf(path));
      return { path, licence: licence ?? 'none declared' };
    });
}

/**
 * An SPDX expression passes when every part that must hold is permissive, or one of those to choose from.
 *
 * @param {string} licence
 * @returns {boolean}
 */
export function isPermissive(licence) {
  const plain = licence.replace(/^\((.*)\)$/, '$1');
  if (plain.includes(' OR ')) return plain.split(' OR ').some(isPermissive);
  if (plain.includes(' AND ')) return plain.split(' AND ').every(isPermissive);
  return permissive.has(plain);
}

/** @param {any} manifest */
function oldField(manifest) {
  const declared = manifest?.license ?? manifest?.licenses?.[0];
  return typeof declared === 'object' ? declared?.type : declared;
}

/** @param {string} path */
function readManifest(path) {
  try {
    return JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
