#!/usr/bin/env node
// The `estafette` command: makes sure the clone is set up, then goes on under the Node that the project pins.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const root = dirname(dirname(here));
const pinned = join(root, 'node_modules/.bin/node');

if (!existsSync(pinned) || !existsSync(join(root, 'node_modules/.estafette-setup.json'))) {
  // On standard error, so that `--json` stays alone on standard output.
  const setup = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs')], { stdio: ['inherit', 2, 2] });
  if (setup.status !== 0) process.exit(1);
}

if (realpathSync(pinned) === realpathSync(process.execPath)) {
  // Types stripped and code compiled once: most of a start is the loading of modules. A folder that may not be
  // written to is no fault, the modules are then compiled at each start.
  nodeModule.enableCompileCache(join(root, 'node_modules/.cache/estafette'));
  await import('../src/cli/main.ts');
} else {
  goOnUnder(pinned);
}

/** @param {string} node */
function goOnUnder(node) {
  const child = spawn(node, [here, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // Ctrl-C reaches the whole group already: a second one would read as « at once ».
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('close', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
