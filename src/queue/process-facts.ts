import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ProcessFacts {
  /** When it started, in the system's own words: a pid alone may have been given to another program since. */
  startedAt: string;
  command: string;
}

/** What the system knows of a process, or undefined when none has this pid. Linux tells by /proc (no `ps` in slim images), others by ps. */
export async function findProcess(pid: number): Promise<ProcessFacts | undefined> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

async function fromProc(pid: number): Promise<ProcessFacts | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // After the command in parentheses come: state (3rd field of the whole line), … start time (22nd).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    return { startedAt: fields[19] ?? '', command };
  } catch {
    return undefined;
  }
}

async function fromPs(pid: number): Promise<ProcessFacts | undefined> {
  const columns = (name: string) =>
    run('ps', ['-ww', '-o', `${name}=`, '-p', String(pid)]).catch(() => undefined);
  const [startedAt, command] = await Promise.all([columns('lstart'), columns('command')]);
  if (startedAt === undefined || command === undefined || command.stdout.trim() === '') return undefined;
  return { startedAt: startedAt.stdout.trim(), command: command.stdout.trim() };
}
