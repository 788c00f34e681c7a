import type { Messages } from '../kernel/messages.ts';
import { lineInWords, type JournalLine } from '../journal/journal.ts';
import type { Archive, NamesOfLines } from './archive.ts';

const shortHash = 12;

/** One line in French: who, when, what, and where its proof stands. */
export function lineRow(line: JournalLine, names: NamesOfLines, messages: Messages) {
  const ofTheDay = {
    user: (id: string) => names.users.get(id),
    office: (id: string) => names.offices.get(id),
  };
  return {
    line: line.line,
    at: line.at,
    ...lineInWords(line, ofTheDay, messages),
    hash: line.hash.slice(0, shortHash),
    href: `/journal/${line.line}`,
  };
}

/** A page of the journal; the lines about an instruction lead to its proof those who may read it. */
export function journalModel(
  read: Awaited<ReturnType<Archive['journalPage']>>,
  { readsProofs, messages }: { readsProofs: boolean; messages: Messages },
) {
  return {
    title: messages('archive.journal.title'),
    total: read.total,
    ...(read.older === undefined ? {} : { older: `/journal?avant=${read.older}` }),
    ...(read.newer === undefined ? {} : { newer: `/journal?avant=${read.newer}` }),
    lines: read.lines.map((line) => {
      const [kind, id = ''] = line.subject.split(':');
      const instruction = kind === 'instruction' ? read.instructions.get(id) : undefined;
      const about = instruction && {
        label: instruction.title,
        ...(readsProofs ? { href: `/instructions/${instruction.slug}/dossier` } : {}),
      };
      return { ...lineRow(line, read.names, messages), ...(about === undefined ? {} : { about }) };
    }),
  };
}
