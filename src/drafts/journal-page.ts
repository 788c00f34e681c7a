import { lineInWords, userIdsIn, type JournalLine } from '../journal/journal.ts';
import type { Instruction } from './instructions.ts';
import { addressOf, type DraftsRoutesDeps } from './page-frame.ts';

const shortHash = 12;

type NameReader = Pick<DraftsRoutesDeps, 'namesOf' | 'officeNames' | 'messages'>;

/** Lines of the journal in French, with the names of the day. */
export async function inWords(lines: JournalLine[], deps: NameReader) {
  const users = await deps.namesOf(userIdsIn(lines));
  const offices = await deps.officeNames();
  const names = { user: (id: string) => users.get(id), office: (id: string) => offices.get(id) };
  return lines.map((line) => ({
    line: line.line,
    at: line.at,
    ...lineInWords(line, names, deps.messages),
    hash: line.hash.slice(0, shortHash),
  }));
}

/** A page of an instruction's journal, newest line first, and the way to the others. */
export async function journalModel(
  instruction: Instruction,
  read: { lines: JournalLine[]; total: number; older: number | undefined },
  deps: NameReader,
) {
  const address = addressOf(instruction.slug, '/journal');
  return {
    total: read.total,
    lines: await inWords(read.lines, deps),
    ...(read.older === undefined ? {} : { older: `${address}?avant=${read.older}` }),
  };
}
