// What the last set-up has proved, so that the next one starts no process when nothing has moved.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A file as it is now, in a few words: another size or date means that it has to be tried again.
 *
 * @param {string} path
 */
export function fingerprint(path) {
  try {
    const { size, mtimeMs } = statSync(path);
    return `${path}:${size}:${Math.round(mtimeMs)}`;
  } catch {
    return `${path}:absent`;
  }
}

/** @param {string} root */
export function openStamp(root) {
  const file = join(root, 'node_modules/.estafette-setup.json');
  return {
    /**
     * @param {string} key
     * @param {string} value
     */
    holds(key, value) {
      return read(file)[key] === value;
    },
    /**
     * @param {string} key
     * @param {string} value
     */
    keep(key, value) {
      try {
        writeFileSync(file, JSON.stringify({ ...read(file), [key]: value }, null, 2));
      } catch {
        // Installed by somebody else and read-only here: what was proved is proved again next time.
      }
    },
  };
}

/**
 * @param {string} file
 * @returns {Record<string, string>}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
