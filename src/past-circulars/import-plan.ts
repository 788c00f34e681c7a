import { problemAt, readKnownFile, type ImportProblem } from './known-file.ts';
import { readKnownLine, type KnownLine } from './known-line.ts';

/** What a CSV and the names of a folder's files would do. With a problem, nothing at all is done. */
export interface ImportPlan {
  problems: ImportProblem[];
  /** Odd, and taken all the same. */
  warnings: ImportProblem[];
  /** Each line with the name that its file really has in the folder. */
  found: (KnownLine & { name: string })[];
  /** Lines whose file is not there. */
  linesWithoutFile: KnownLine[];
  /** Files that no line speaks of. */
  filesWithoutLine: string[];
}

/**
 * Puts the lines beside the files, by their names: an accent may be written in two ways, which look the same.
 * `nors`: those already known, with the title of what bears them.
 */
export function planImport(given: {
  csv: Uint8Array;
  names: readonly string[];
  nors: ReadonlyMap<string, string>;
  /** Day in Paris. */
  today: string;
}): ImportPlan {
  const file = readKnownFile(given.csv);
  const problems = [...file.problems];
  const warnings: ImportProblem[] = [];
  const lines: KnownLine[] = [];
  for (const fileLine of file.lines) {
    const read = readKnownLine(fileLine, given.today);
    problems.push(...read.problems);
    warnings.push(...read.warnings);
    if (read.known !== undefined) lines.push(read.known);
  }
  problems.push(...namedTwice(lines));
  warnings.push(...sameNors(lines, given.nors));
  const byName = new Map(given.names.map((name) => [plainName(name), name]));
  const found = lines.flatMap((line) => {
    const name = byName.get(plainName(line.file));
    return name === undefined ? [] : [{ ...line, name }];
  });
  const spoken = new Set(found.map(({ name }) => name));
  const byLine = (one: ImportProblem, other: ImportProblem) => one.line - other.line;
  return {
    problems: problems.sort(byLine),
    warnings: problems.length > 0 ? [] : warnings.sort(byLine),
    found,
    linesWithoutFile: lines.filter(({ file: name }) => !byName.has(plainName(name))),
    filesWithoutLine: given.names.filter((name) => !spoken.has(name)),
  };
}

function plainName(name: string): string {
  return name.normalize('NFC').replaceAll('\\', '/').replace(/^\.\//, '');
}

function namedTwice(lines: readonly KnownLine[]): ImportProblem[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ line, file }) => {
    const other = first.get(plainName(file));
    if (other !== undefined) return problemAt(line, 'file', file, 'file-twice', { other });
    first.set(plainName(file), line);
    return [];
  });
}

/** Numbers are allotted elsewhere, and copied: two circulars may bear one, which is worth a look. */
function sameNors(lines: readonly KnownLine[], nors: ReadonlyMap<string, string>): ImportProblem[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ line, facts: { nor, title } }) => {
    if (nor === undefined) return [];
    const other = first.get(nor);
    if (other !== undefined) return problemAt(line, 'nor', nor, 'nor-twice', { other });
    first.set(nor, line);
    const bearer = nors.get(nor);
    return bearer === undefined || bearer === title
      ? []
      : problemAt(line, 'nor', nor, 'nor-known', { title: bearer });
  });
}
