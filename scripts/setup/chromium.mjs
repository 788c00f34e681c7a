// Where is a browser that can render? Used by the set-up (any Node ≥ 18, nothing installed yet) and by
// the server: no dependency, and the environment is an argument.
import {
  closeSync,
  constants,
  accessSync,
  openSync,
  readSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const commands = [
  'chromium',
  'google-chrome-stable',
  'google-chrome',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const macApplications = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/**
 * @typedef {{ kind: 'found', path: string, source: 'configuration' | 'system' | 'download' }
 *   | { kind: 'configured-missing', path: string }
 *   | { kind: 'snap', path: string }
 *   | { kind: 'absent' }} ChromiumSearch
 */

/**
 * Looks for a browser: CHROMIUM_PATH, then the PATH and macOS's applications, then what puppeteer downloaded.
 * A snap is never taken on its own account: it is confined, so it reads neither our pipe nor our folders.
 *
 * @param {Record<string, string | undefined>} environment CHROMIUM_PATH, PATH, PUPPETEER_CACHE_DIR
 * @param {{ platform?: string, home?: string }} [machine] for tests
 * @returns {ChromiumSearch}
 */
export function findChromium(environment, machine = {}) {
  const platform = machine.platform ?? process.platform;
  const home = machine.home ?? homedir();
  const configured = environment.CHROMIUM_PATH;
  if (configured !== undefined && configured !== '') {
    if (!isExecutable(configured)) return { kind: 'configured-missing', path: configured };
    return isSnap(configured)
      ? { kind: 'snap', path: configured }
      : { kind: 'found', path: configured, source: 'configuration' };
  }
  const candidates = [...onPath(environment.PATH ?? ''), ...(platform === 'darwin' ? onMac(home) : [])];
  const installed = candidates.filter(isExecutable);
  const usable = installed.find((path) => !isSnap(path));
  if (usable !== undefined) return { kind: 'found', path: usable, source: 'system' };
  const downloaded = downloads(
    environment.PUPPETEER_CACHE_DIR ?? join(home, '.cache', 'puppeteer'),
    platform,
  );
  const newest = downloaded.filter(isExecutable).at(-1);
  if (newest !== undefined) return { kind: 'found', path: newest, source: 'download' };
  const [snap] = installed;
  return snap === undefined ? { kind: 'absent' } : { kind: 'snap', path: snap };
}

/**
 * Is this Ubuntu's snap, or the shell script that its `chromium-browser` package puts in its place?
 *
 * @param {string} path an existing file
 */
export function isSnap(path) {
  try {
    const real = realpathSync(path);
    if (path.startsWith('/snap/') || real.startsWith('/snap/') || real.endsWith('/bin/snap')) return true;
    const start = firstBytes(real, 4096);
    return start.startsWith('#!') && start.includes('/snap/bin/');
  } catch {
    return false;
  }
}

/**
 * Does Chromium run inside its sandbox? It refuses to as root, so only there is it given up unasked,
 * and whoever starts it must say so.
 *
 * @param {{ asked?: 'on' | 'off' | undefined, userId?: number | undefined }} situation
 * @returns {{ enabled: boolean, reason: 'default' | 'asked' | 'root' }}
 */
export function chromiumSandbox({ asked, userId = process.getuid?.() }) {
  if (asked !== undefined) return { enabled: asked === 'on', reason: 'asked' };
  return userId === 0 ? { enabled: false, reason: 'root' } : { enabled: true, reason: 'default' };
}

/** @param {string} path */
function onPath(path) {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/** @param {string} home */
function onMac(home) {
  return ['/Applications', join(home, 'Applications')].flatMap((folder) =>
    macApplications.map((application) => join(folder, application)),
  );
}

/**
 * puppeteer's layout: CACHE/chrome/PLATFORM-VERSION/chrome-PLATFORM/chrome; oldest version first.
 *
 * @param {string} cache
 * @param {string} platform
 */
function downloads(cache, platform) {
  const root = join(cache, 'chrome');
  const binary =
    platform === 'darwin'
      ? 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'
      : platform === 'win32'
        ? 'chrome.exe'
        : 'chrome';
  const versions = entries(root).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return versions.flatMap((version) =>
    entries(join(root, version)).map((folder) => join(root, version, folder, binary)),
  );
}

/** @param {string} folder */
function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {string} path
 * @param {number} length
 */
function firstBytes(path, length) {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, length, 0));
  } finally {
    closeSync(file);
  }
}
