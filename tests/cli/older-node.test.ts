import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const launcher = new URL('../../bin/estafette.mjs', import.meta.url).pathname;

/** A Node of this machine that is not the one the project pins. */
async function findOlderNode(): Promise<string | undefined> {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']) {
    const node = join(folder, 'node');
    if (folder.includes('node_modules') || !existsSync(node)) continue;
    const { stdout } = await run(node, ['--version']);
    if (Number(/^v(\d+)/.exec(stdout)?.[1]) < 24) return node;
  }
  return undefined;
}

describe('the launcher', function () {
  this.timeout(180_000);

  it('goes on under the Node that the project pins, when an older one begins it', async function () {
    const older = await findOlderNode();
    // A machine whose only Node is recent has nothing to show here.
    if (older === undefined) this.skip();
    const { stdout } = await run(older, [launcher, '--help']);
    expect(stdout).to.match(/^Emploi\u00a0:/);
  });
});
