import type { Messages } from '../kernel/messages.ts';
import { withinPerimeter, type Perimeter } from '../kernel/perimeter.ts';
import { lineInWords, type JournalLine } from '../journal/journal.ts';
import type { Archive, NamesOfLines } from './archive.ts';

const shortHash = 12;

/** One line in French: who, when, what, and where its proof stands. */
export function lineRow(line: JournalLine, names: NamesOfLines, messages: Messages) {
  const ofTheDay = {
    user: (id: string) => names.users.get(id),
    office: (id: string) => names.offices.get(id),
  };
  return { ...placeOf(line), ...lineInWords(line, ofTheDay, messages) };
}

const placeOf = ({ line, at, hash }: JournalLine) => ({
  ...{ line, at },
  hash: hash.slice(0, shortHash),
  href: `/journal/${line}`,
});

/** A page of the journal; the lines about an instruction lead to its proof those who may read it. */
export function journalModel(
  read: Awaited<ReturnType<Archive['journalPage']>>,
  given: { readsProofs: boolean; perimeter: Perimeter | undefined; messages: Messages },
) {
  const { readsProofs, perimeter, messages } = given;
  return {
    title: messages('archive.journal.title'),
    total: read.total,
    ...(read.older === undefined ? {} : { older: `/journal?avant=${read.older}` }),
    ...(read.newer === undefined ? {} : { newer: `/journal?avant=${read.newer}` }),
    lines: read.lines.map((line) => {
      const [kind, id = ''] = line.subject.split(':');
      const instruction = kind === 'instruction' ? read.instructions.get(id) : undefined;
      const isOpen =
        perimeter === undefined ||
        (instruction !== undefined && withinPerimeter(perimeter, instruction.year));
      // What a mission does not open is said to exist: its place in the chain is nobody's secret.
      if (!isOpen) return { ...placeOf(line), actor: '—', sentence: messages('story.line.outside') };
      const about = instruction && {
        label: instruction.title,
        ...(readsProofs ? { href: `/instructions/${instruction.slug}/dossier` } : {}),
      };
      return { ...lineRow(line, read.names, messages), ...(about === undefined ? {} : { about }) };
    }),
  };
}
