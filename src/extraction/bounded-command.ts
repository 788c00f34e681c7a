import { spawn, type ChildProcess } from 'node:child_process';

/** What a command may cost. Times are of the wall and of the processor alike, in milliseconds; sizes in bytes. */
export interface CommandBounds {
  deadlineMs: number;
  memoryBytes: number;
  /** What it may say on its standard output. */
  outputBytes: number;
}

export type CommandEnd =
  | { end: 'done'; output: Buffer }
  /** It gave up by itself: its code, and the last words of what it complained of. */
  | { end: 'failed'; code: number | null; complaint: string }
  | { end: 'too-long' | 'too-heavy' | 'too-much-output' | 'too-many-complaints' | 'absent' };

/** A file made to be wrong everywhere is complained of by the hundred megabytes: nobody reads past this. */
const complaintBytes = 256_000;
const absentCode = 127;

// The shell only sets limits, then becomes the command: one process. A system without a limit goes on without it,
// under the deadline. The address space is bounded, so that what asks for gigabytes is refused them at once.
const limited =
  'ulimit -c 0; ulimit -v "$1" 2>/dev/null || :; ulimit -t "$2" 2>/dev/null || :; shift 2; exec "$@"';

/**
 * Runs a command that reads a file nobody vouches for: bounded in time, memory and output, without the environment's
 * secrets, in a process group of its own that is killed whole. Never throws: `absent` says that it is not on `path`.
 */
export async function runBounded(
  command: readonly string[],
  options: { path: string; folder: string; bounds: CommandBounds },
): Promise<CommandEnd> {
  const { bounds, folder, path } = options;
  const kibibytes = String(Math.floor(bounds.memoryBytes / 1024));
  const seconds = String(Math.ceil(bounds.deadlineMs / 1000));
  const child = spawn('/bin/sh', ['-c', limited, 'sh', kibibytes, seconds, ...command], {
    cwd: folder,
    // One thread: tesseract's several make a small page slower, and two files are read at once.
    env: { PATH: path, HOME: folder, TMPDIR: folder, LC_ALL: 'C.UTF-8', OMP_THREAD_LIMIT: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stopped: CommandEnd | undefined;
  const stop = (end: 'too-long' | 'too-much-output' | 'too-many-complaints') => {
    stopped ??= { end };
    killGroup(child);
  };
  const timer = setTimeout(() => stop('too-long'), bounds.deadlineMs);
  const output: Buffer[] = [];
  let said = 0;
  let complained = 0;
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.length;
    if (said > bounds.outputBytes) stop('too-much-output');
    else output.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complained += chunk.length;
    complaint = (complaint + chunk.toString('latin1')).slice(-2000);
    if (complained > complaintBytes) stop('too-many-complaints');
  });
  try {
    const { code, signal } = await ended(child);
    if (stopped !== undefined) return stopped;
    if (code === 0) return { end: 'done', output: Buffer.concat(output) };
    if (code === absentCode) return { end: 'absent' };
    if (signal === 'SIGXCPU' || signal === 'SIGKILL') return { end: 'too-long' };
    if (signal === 'SIGABRT' || /out of memory|bad_alloc/i.test(complaint)) return { end: 'too-heavy' };
    return { end: 'failed', code, complaint };
  } finally {
    clearTimeout(timer);
  }
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: absentCode, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

function killGroup(child: ChildProcess): void {
  try {
    // The group's number is its first process's: whatever that started goes with it.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
