import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClamd } from '../../src/answers/clamd.ts';
import { until } from '../until.ts';

const program = '/usr/sbin/clamd';

/** Why clamd cannot be started here; undefined when it can. */
export function whyNoClamd(): string | undefined {
  return existsSync(program) ? undefined : 'clamd is not installed';
}

/**
 * The test file of antivirus makers (eicar.org), which harms nobody; in two pieces, so that no antivirus takes
 * this file for it.
 */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** A clamd of our own, that knows the test file alone and asks nothing of the network. */
export async function startClamd(options: { mostBytes?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'clamd-'));
  const socket = join(folder, 'clamd.ctl');
  const settings = join(folder, 'clamd.conf');
  // A signature of content (ClamAV, « Extended signature format »): any file, anywhere in it.
  writeFileSync(join(folder, 'tests.ndb'), `Tests.Eicar:0:*:${Buffer.from(eicar).toString('hex')}\n`);
  writeFileSync(
    settings,
    [
      ...[`LocalSocket ${socket}`, `DatabaseDirectory ${folder}`, 'Foreground yes', 'MaxThreads 2'],
      ...[`StreamMaxLength ${options.mostBytes ?? 25_000_000}`, 'OfficialDatabaseOnly no', ''],
    ].join('\n'),
  );
  const child = spawn(program, ['--config-file', settings], { stdio: 'ignore' });
  const antivirus = createClamd({ address: { path: socket } });
  await until(async () => (await antivirus.scan(new Uint8Array())).state === 'clean');
  return {
    address: { path: socket },
    async stop(): Promise<void> {
      if (child.exitCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
