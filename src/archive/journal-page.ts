import { formatDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { JournalLine, JournalReport } from '../journal/journal.ts';
import type { Archive, NamesOfLines } from './archive.ts';
import { sentenceOf } from './sentences.ts';

const shortHash = 12;
const mostFaults = 100;

/** One line in French: who, when, what, and where its proof stands. */
export function lineRow(line: JournalLine, names: NamesOfLines, messages: Messages) {
  const { key, params } = sentenceOf(line, {
    user: (id) => names.users.get(id) ?? messages('archive.journal.somebody'),
    office: (id) => names.offices.get(id) ?? messages('archive.journal.some-office'),
    day: formatDay,
    word: (code) => messages(`archive.word.${code}`),
  });
  return {
    line: line.line,
    at: line.at,
    actor: actorOf(line.actor, names, messages),
    sentence: messages(key, params),
    hash: line.hash.slice(0, shortHash),
  };
}

function actorOf(actor: string, names: NamesOfLines, messages: Messages): string {
  if (actor === 'system') return messages('archive.journal.system');
  if (actor.startsWith('office:')) {
    return names.offices.get(actor.slice('office:'.length)) ?? messages('archive.journal.some-office');
  }
  return names.users.get(actor) ?? messages('archive.journal.somebody');
}

/** A page of the journal; the lines about an instruction lead to its proof. */
export function journalModel(read: Awaited<ReturnType<Archive['journalPage']>>, messages: Messages) {
  return {
    title: messages('archive.journal.title'),
    total: read.total,
    ...(read.older === undefined ? {} : { older: `/journal?avant=${read.older}` }),
    ...(read.newer === undefined ? {} : { newer: `/journal?avant=${read.newer}` }),
    lines: read.lines.map((line) => {
      const [kind, id = ''] = line.subject.split(':');
      const instruction = kind === 'instruction' ? read.instructions.get(id) : undefined;
      const about = instruction && {
        href: `/instructions/${instruction.slug}/dossier`,
        label: instruction.title,
      };
      return { ...lineRow(line, read.names, messages), ...(about === undefined ? {} : { about }) };
    }),
  };
}

export function verificationModel(report: JournalReport, messages: Messages) {
  return {
    title: messages('archive.journal.verified-title'),
    valid: report.valid,
    lines: report.lines,
    head: report.head,
    faultCount: report.faults.length,
    hidden: Math.max(0, report.faults.length - mostFaults),
    faults: report.faults
      .slice(0, mostFaults)
      .map(({ line, kind }) => ({ line, sentence: messages(`archive.fault.${kind}`) })),
  };
}
