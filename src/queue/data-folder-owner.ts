import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { AppError } from '../kernel/errors.ts';
import { findProcess } from './process-facts.ts';

interface Owner {
  pid: number;
  /** When that process started: a pid alone may have been given to another program since. */
  startedAt: string;
}

/**
 * Makes this process the one owner of a folder, by a lock file. The lock of a process that is gone is
 * taken over; the lock of one that lives throws `conflict`.
 */
export async function ownFolder(lockFile: string): Promise<{ release(): void }> {
  const mine = JSON.stringify({
    pid: process.pid,
    startedAt: (await findProcess(process.pid))?.startedAt ?? '',
  } satisfies Owner);
  for (;;) {
    try {
      writeFileSync(lockFile, mine, { flag: 'wx' });
      return { release: () => releaseIfMine(lockFile, mine) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const standing = readFileSync(lockFile, 'utf8');
    const owner = parse(standing);
    if (owner !== undefined && (await findProcess(owner.pid))?.startedAt === owner.startedAt) {
      throw new AppError('conflict', 'the data folder has an owner', {
        messageKey: 'queue.redis.already-owned',
        params: { pid: owner.pid },
      });
    }
    setAside(lockFile, standing);
  }
}

// Two starters may see the same stale lock: whoever moved a fresh one away by mistake puts it back.
function setAside(lockFile: string, stale: string): void {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, lockFile);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function releaseIfMine(lockFile: string, mine: string): void {
  try {
    if (readFileSync(lockFile, 'utf8') === mine) rmSync(lockFile);
  } catch {
    // Already gone with its folder.
  }
}

function parse(text: string): Owner | undefined {
  try {
    const value = JSON.parse(text) as Partial<Owner>;
    return typeof value.pid === 'number' && typeof value.startedAt === 'string'
      ? { pid: value.pid, startedAt: value.startedAt }
      : undefined;
  } catch {
    return undefined;
  }
}
