import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const launcher = new URL('../../bin/estafette.mjs', import.meta.url).pathname;

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * The real command in a process of its own, with nothing of this one's environment but its PATH.
 * @param options.readsNothing whoever reads its standard output is gone before it writes.
 */
export async function runCli(
  args: string[],
  options: { environment?: Record<string, string>; input?: string; readsNothing?: boolean } = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.environment },
  });
  child.stdin.end(options.input ?? '');
  if (options.readsNothing === true) child.stdout.destroy();
  const [stdout, stderr, code] = await Promise.all([
    options.readsNothing === true ? '' : text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { code, stdout, stderr };
}
