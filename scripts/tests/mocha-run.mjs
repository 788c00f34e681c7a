// One run of mocha: what it counted so far, and how it ended.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countsOf, secondsOf } from './verdict.mjs';

/** What modules compiled to, kept from one run to the next and given to the commands that tests start. */
const compiled = 'node_modules/.cache/estafette';

/**
 * @param {{ root: string, args: string[], live: boolean }} options `live`: its words go to our output at once,
 * else they are kept for `words()`.
 */
export function startMocha({ root, args, live }) {
  const folder = mkdtempSync(join(tmpdir(), 'estafette-tests-'));
  const file = join(folder, 'counts');
  writeFileSync(file, '');
  writeFileSync(`${file}-seconds`, '');
  const said = join(folder, 'words');
  const output = live ? undefined : openSync(said, 'w');
  const reporter = join(root, 'scripts/tests/counting-reporter.cjs');
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/mocha/bin/mocha.js'), '--reporter', reporter, ...args],
    {
      cwd: root,
      stdio: ['ignore', output ?? 'inherit', output ?? 'inherit'],
      env: { ...process.env, ESTAFETTE_TEST_COUNTS: file, NODE_COMPILE_CACHE: join(root, compiled) },
    },
  );
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.on('close', resolve));
  return {
    ended,
    counts: () => countsOf(readFileSync(file, 'utf8')),
    seconds: () => secondsOf(readFileSync(`${file}-seconds`, 'utf8')),
    kill: () => child.kill('SIGKILL'),
    words: () => (live ? '' : readFileSync(said, 'utf8')),
    forget() {
      if (output !== undefined) closeSync(output);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
