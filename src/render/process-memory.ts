import { readdirSync, readFileSync } from 'node:fs';

/**
 * Bytes of memory that a process and all that descend from it hold for themselves (what they share is
 * counted for none). Zero where there is no `/proc`: the limit is then the machine's.
 */
export function memoryOfFamily(pid: number): number {
  let pids: string[];
  try {
    pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  } catch {
    return 0;
  }
  const family = new Set([String(pid)]);
  const parents = new Map(pids.map((one) => [one, parentOf(one)]));
  for (let grown = true; grown;) {
    const size = family.size;
    for (const [one, parent] of parents) if (family.has(parent)) family.add(one);
    grown = family.size > size;
  }
  return [...family].reduce((sum, one) => sum + ownMemoryOf(one), 0);
}

function parentOf(pid: string): string {
  const line = read(`/proc/${pid}/stat`);
  // The command's name, between brackets, may hold anything.
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[1] ?? '';
}

function ownMemoryOf(pid: string): number {
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // It has just ended.
    return '';
  }
}
