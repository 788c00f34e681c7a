import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { answerLine, answersIn, type Answer } from './answer-line.ts';

/** An answer that stands in a file, until the ledger has it. */
export interface KeptAnswer {
  /** The ledger has it. */
  recorded(): void;
  /** This process gives up telling the ledger: the next sweep, of whichever process, finds it in the file. */
  leave(): void;
}

/** What is left to read: the file of a process that is gone, or of one that lives. */
export interface AnswerFile {
  name: string;
  ownerLives: boolean;
  answers: Answer[];
}

interface Segment {
  name: string;
  descriptor: number;
  bytes: number;
  /** Answers that the ledger does not have yet. */
  waiting: number;
}

const longestSegment = 256 * 1024;

/**
 * The answers of mail servers, written to a private file the moment they are read: a worker that is killed
 * before the ledger has them takes none with it. A file has one writer, which empties it once the ledger has
 * all that it holds; others only read it, and remove it when its writer is gone. Not synchronised with the
 * disk: what the system was given outlives the process, and a machine that stops within the few milliseconds
 * before the ledger's own commit leaves a mail unknown, never sent twice. Without a folder nothing is kept.
 */
export function createAnswerFiles(deps: { folder: string | undefined; log: Log }) {
  const { folder, log } = deps;
  const own = new Map<string, Segment>();
  let current: Segment | undefined;

  function begin(within: string): Segment {
    mkdirSync(within, { recursive: true, mode: 0o700 });
    const name = `${process.pid}-${newId()}.answers`;
    const segment = { name, descriptor: openSync(join(within, name), 'ax', 0o600), bytes: 0, waiting: 0 };
    own.set(name, segment);
    return segment;
  }

  /** The segment to write to; another one when it is long, or when someone took this process for gone. */
  function segmentIn(within: string): Segment {
    const last = current;
    if (last !== undefined && last.bytes < longestSegment && fstatSync(last.descriptor).nlink > 0)
      return last;
    current = begin(within);
    if (last?.waiting === 0) remove(last);
    return current;
  }

  function remove(segment: Segment): void {
    own.delete(segment.name);
    if (current === segment) current = undefined;
    closeSync(segment.descriptor);
    removeFile(segment.name);
  }

  function removeFile(name: string): void {
    try {
      unlinkSync(join(folder ?? '', name));
    } catch (error) {
      // Another sweep may have been here.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  /** Neither a full disk nor a folder that is gone may hold a mail back: the ledger is told all the same. */
  function orSay<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      log.error({ error }, 'the file of answers could not be written');
      return undefined;
    }
  }

  function write(within: string, answer: Answer): Segment {
    const segment = segmentIn(within);
    const line = Buffer.from(answerLine(answer));
    const written = writeSync(segment.descriptor, line);
    segment.bytes += written;
    if (written < line.length) {
      current = undefined;
      throw new Error('an answer was cut short');
    }
    segment.waiting += 1;
    return segment;
  }

  function finish(segment: Segment): void {
    segment.waiting -= 1;
    if (segment.waiting > 0 || !own.has(segment.name)) return;
    if (segment !== current) return remove(segment);
    ftruncateSync(segment.descriptor);
    segment.bytes = 0;
  }

  return {
    /** Writes an answer down before anything else can happen. Never throws. */
    keep(answer: Answer): KeptAnswer {
      const segment = folder === undefined ? undefined : orSay(() => write(folder, answer));
      return {
        recorded: () => void (segment && orSay(() => finish(segment))),
        leave() {
          if (segment === undefined) return;
          own.delete(segment.name);
          if (current === segment) current = undefined;
        },
      };
    },

    /** What other processes, or this one before it gave up, left to read. */
    async list(): Promise<AnswerFile[]> {
      if (folder === undefined) return [];
      const names = await readdir(folder).catch(() => []);
      const files = await Promise.all(
        names
          .filter((name) => name.endsWith('.answers') && !own.has(name))
          .map(async (name) => {
            const ownerLives = lives(Number(name.split('-')[0]));
            const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
            return text === undefined ? undefined : { name, ownerLives, answers: answersIn(text) };
          }),
      );
      return files.filter((file) => file !== undefined);
    },

    /** The ledger has all that this file holds, and its writer is gone. */
    discard: (name: string) => void orSay(() => removeFile(name)),

    /** At a clean stop nothing stays behind but what the ledger does not have. */
    close(): void {
      for (const segment of [...own.values()]) {
        if (segment.waiting === 0) orSay(() => remove(segment));
      }
    },
  };
}

export type AnswerFiles = ReturnType<typeof createAnswerFiles>;

/** Whether a process of this number works here; one of our own number was another, before. */
function lives(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
