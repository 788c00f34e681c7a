#!/usr/bin/env node
// Makes a fresh clone ready: `node scripts/setup.mjs [--for=test]`. Called before every npm script.
// Plain JavaScript without dependencies: it runs on any Node from 18 on, before anything is installed.
// Silent, and under a tenth of a second, when there is nothing to do.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { searchSentence, tryBrowser } from './setup/browser.mjs';
import { findChromium } from './setup/chromium.mjs';
import { installParts } from './setup/install-parts.mjs';
import { ensureModules } from './setup/modules.mjs';
import { ensureCommand, ensureNode } from './setup/node.mjs';
import { findPackageManager, isUbuntu } from './setup/package-managers.mjs';
import { ensureSqlite } from './setup/sqlite.mjs';
import { fingerprint, openStamp } from './setup/stamp.mjs';
import { frenchSeconds, run, say, SetupError, step } from './setup/steps.mjs';
import { listMissing, partsThatHelpTests, partsToRun, partsToTest } from './setup/system-parts.mjs';
import { ensureTokenModule, tokenBinding, usesToken } from './setup/token-module.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const environment = process.env;
const person = {
  root: process.getuid?.() === 0,
  terminal: process.stdin.isTTY === true && environment.CI !== 'true',
  path: environment.PATH ?? '',
};
const started = Date.now();
const stamp = openStamp(root);

try {
  if (process.platform === 'win32')
    throw new SetupError('Estafette s’installe sous Linux et macOS ; sous Windows, utilisez WSL.');
  await setUp(process.argv.includes('--for=test') ? partsToTest : partsToRun);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

/** @param {import('./setup/system-parts.mjs').Part[]} wanted */
async function setUp(wanted) {
  await ensureModules(root);
  ensureCommand(root);
  let done = 0;

  const pinned = join(root, 'node_modules/.bin/node');
  const native = () =>
    `${fingerprint(pinned)} ${fingerprint(join(root, 'node_modules/sqlite3/build/Release/node_sqlite3.node'))}`;
  if (!stamp.holds('native', native())) {
    const node = await ensureNode(root);
    await ensureSqlite(root, node, () => installParts(listMissing(['compiler'], person), person));
    stamp.keep('native', native());
    done += 1;
  }

  const compiled = () => `${fingerprint(pinned)} ${fingerprint(tokenBinding(root))}`;
  if ((wanted === partsToTest || usesToken(environment)) && !stamp.holds('token', compiled())) {
    await ensureTokenModule(root, pinned, () => installParts(listMissing(['compiler'], person), person));
    stamp.keep('token', compiled());
    done += 1;
  }

  const missing = listMissing(wanted, { path: person.path, platform: process.platform });
  const browserFromSystem = needsChromium() && installsChromium();
  if (missing.length > 0 || browserFromSystem) {
    await installParts(browserFromSystem ? [...missing, 'chromium'] : missing, person);
    done += 1;
  }
  if (wanted === partsToTest) done += await helpTests();
  if (needsChromium()) await downloadChromium();

  const found = findChromium(environment);
  if (found.kind !== 'found') throw new SetupError(searchSentence(found));
  const asked =
    environment.CHROMIUM_SANDBOX === 'on' || environment.CHROMIUM_SANDBOX === 'off'
      ? environment.CHROMIUM_SANDBOX
      : undefined;
  const tried = `${fingerprint(found.path)} sandbox=${asked ?? 'default'} root=${String(person.root)}`;
  if (!stamp.holds('browser', tried)) {
    await tryBrowser(found.path, { asked });
    stamp.keep('browser', tried);
    done += 1;
  }
  if (done > 0) say(`tout est prêt (${frenchSeconds(Date.now() - started)}).`);
}

/** Gives how many steps there were. A refusal is said once, and stops nobody. */
async function helpTests() {
  const helpful = partsThatHelpTests(findPackageManager(person.path), person);
  const missing = listMissing(helpful, { path: person.path, platform: process.platform });
  if (missing.length === 0 || stamp.holds('helpful', missing.join())) return 0;
  try {
    await installParts(missing, person);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`${error.message}\nLes tests qui s’en servent seront passés, et le diront.`);
    stamp.keep('helpful', missing.join());
  }
  return 1;
}

function needsChromium() {
  const { kind } = findChromium(environment);
  return kind === 'absent' || kind === 'snap';
}

/** Only where the system has a Chromium that is not a snap, and may be asked for it. */
function installsChromium() {
  const manager = findPackageManager(person.path);
  if (manager === undefined || (manager === 'apt' && isUbuntu())) return false;
  return person.root ? manager !== 'brew' : person.terminal;
}

/** The browser's makers' own download, into the person's cache: neither root nor a question is needed. */
async function downloadChromium() {
  const tool = join(root, 'node_modules/.bin/puppeteer');
  const node = join(root, 'node_modules/.bin/node');
  const args = [
    tool,
    'browsers',
    'install',
    'chrome',
    ...(person.root && isUbuntu() ? ['--install-deps'] : []),
  ];
  const { ok } = await step('téléchargement de Chrome par puppeteer (environ 170 Mo)', () =>
    run(node, args, { cwd: root, deadlineMs: 15 * 60_000 }),
  );
  if (ok) return;
  const manager = findPackageManager(person.path);
  if (manager !== undefined && !(manager === 'apt' && isUbuntu())) {
    say('le téléchargement n’a pas abouti.');
    await installParts(['chromium'], person);
  }
}
