import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes started with this word in their environment, by whoever, and all that descend from
 * them: an orphan keeps its environment, and Chromium's pages, which lose theirs, keep their parents.
 * Linux only (`/proc`). Those that have ended and only wait to be noticed do not count.
 */
export function processesMarked(word: string): number[] {
  const all = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const found = new Set(all.filter((pid) => read(`/proc/${pid}/environ`).includes(word)));
  for (let grown = true; grown;) {
    const children = all.filter((pid) => !found.has(pid) && found.has(parentOf(pid)));
    for (const pid of children) found.add(pid);
    grown = children.length > 0;
  }
  return [...found].filter(isAlive).map(Number);
}

export function isAlive(pid: number | string): boolean {
  const state = statusOf(String(pid))[0];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

function parentOf(pid: string): string {
  return statusOf(pid)[1] ?? '';
}

/** The fields of `stat` after the command's name: state, parent, … */
function statusOf(pid: string): string[] {
  const line = read(`/proc/${pid}/stat`);
  return line === '' ? [] : line.slice(line.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
