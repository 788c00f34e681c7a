import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { ownFolder } from './data-folder-owner.ts';
import { findProcess } from './process-facts.ts';
import { answersPing, socketPathFor } from './redis-socket.ts';

export type PrivateRedis = Awaited<ReturnType<typeof startPrivateRedis>>;

const restartDelayMs = 500;
const startDeadlineMs = 10_000;

/**
 * Starts a redis-server of our own on a unix socket (no TCP port), append-only file on, no eviction.
 * One owner per folder (`conflict` otherwise); one left by a killed owner is found by its pid file,
 * checked to be ours, and stopped first. It is started again when it dies, and a watchdog stops it
 * when this process is killed. `command` is the program's path.
 */
export async function startPrivateRedis(deps: { folder: string; command?: string; log: Log }) {
  const folder = resolve(deps.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = await ownFolder(join(folder, 'owner.json'));
  const files = {
    pid: join(folder, 'redis.pid'),
    log: join(folder, 'redis.log'),
    socket: socketPathFor(folder),
  };
  let stopping = false;
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawn(deps.command ?? 'redis-server', optionsFor(folder, files), {
      detached: true,
      stdio: 'ignore',
    });
    const failed = once(started, 'error').then(([error]) => Promise.reject(error as Error));
    failed.catch(() => undefined);
    if (started.pid === undefined) await failed;
    server = started;
    const watchdog = spawnWatchdog(started.pid ?? 0);
    started.once('exit', (code, signal) => {
      watchdog.kill('SIGKILL');
      if (stopping) return;
      deps.log.error({ code, signal }, 'the private Redis died and is started again');
      void pause(restartDelayMs).then(() => (stopping ? undefined : start().catch(logFailure)));
    });
    await Promise.race([untilAnswers(files.socket), failed, once(started, 'exit').then(() => undefined)]);
    if (!(await answersPing(files.socket))) {
      throw new AppError('unavailable', 'the private Redis did not start', {
        messageKey: 'queue.redis.did-not-start',
        params: { logFile: files.log },
      });
    }
  }

  function logFailure(error: unknown): void {
    deps.log.error({ error }, 'the private Redis did not start again');
  }

  async function stop(): Promise<void> {
    stopping = true;
    if (server !== undefined && server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      const patience = setTimeout(() => server?.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(patience);
    }
    rmSync(files.socket, { force: true });
    lock.release();
  }

  try {
    await stopLeftOver(files);
    await start();
  } catch (error) {
    await stop();
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new AppError('unavailable', 'redis-server is missing', {
      messageKey: 'queue.redis.no-program',
      cause: error,
    });
  }
  return { socketPath: files.socket, pid: () => server?.pid, stop };
}

function optionsFor(folder: string, files: { pid: string; log: string; socket: string }): string[] {
  // The log file is made first, readable by its owner alone.
  closeSync(openSync(files.log, 'a', 0o600));
  const options: Record<string, string> = {
    port: '0',
    unixsocket: files.socket,
    unixsocketperm: '700',
    dir: folder,
    pidfile: files.pid,
    logfile: files.log,
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

/**
 * A shell that waits for our end of its pipe to close, which happens however we end, SIGKILL included,
 * and then stops the server. In its own process group, so that Ctrl-C lets the workers finish first.
 */
function spawnWatchdog(pid: number): ChildProcess {
  const watchdog = spawn('/bin/sh', ['-c', `read -r _; kill -TERM ${pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  watchdog.stdin?.on('error', () => undefined);
  (watchdog.stdin as unknown as { unref?: () => void }).unref?.();
  return watchdog;
}

// The watchdog may need a moment after its master was killed, or may have been killed as well.
async function stopLeftOver(files: { pid: string; socket: string }): Promise<void> {
  const pid = readPid(files.pid);
  for (let waited = 0; pid !== undefined; waited += 50) {
    const facts = await findProcess(pid);
    // Its title names our socket; anything else only happens to have the same pid.
    if (facts === undefined || !facts.command.includes(files.socket)) break;
    process.kill(pid, waited < 5000 ? 'SIGTERM' : 'SIGKILL');
    await pause(50);
  }
  rmSync(files.socket, { force: true });
}

function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function untilAnswers(socket: string): Promise<void> {
  for (let waited = 0; waited < startDeadlineMs; waited += 20) {
    if (await answersPing(socket)) return;
    await pause(20);
  }
}
