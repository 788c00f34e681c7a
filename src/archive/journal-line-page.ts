import type { Messages } from '../kernel/messages.ts';
import { lineInWords, sealOf } from '../journal/journal.ts';
import type { Archive } from './archive.ts';

type Found = NonNullable<Awaited<ReturnType<Archive['journalLine']>>>;

/** One line of the journal: in words, then as it is sealed, so that anyone can make its hash again. */
export function journalLineModel({ line, instruction, hasNext, names }: Found, messages: Messages) {
  const ofTheDay = {
    user: (id: string) => names.users.get(id),
    office: (id: string) => names.offices.get(id),
  };
  const seal = sealOf(line);
  const number = line.line;
  return {
    title: messages('story.line.title', { line: number }),
    at: line.at,
    ...lineInWords(line, ofTheDay, messages),
    type: line.type,
    hash: line.hash,
    isIntact: seal.hash === line.hash,
    sealed: seal.text,
    previousHash: line.previousHash,
    ...(number > 1 ? { previous: placeOf(number - 1) } : {}),
    ...(hasNext ? { next: placeOf(number + 1) } : {}),
    ...(instruction === undefined
      ? {}
      : {
          about: {
            label: instruction.title,
            href: `/instructions/${instruction.slug}/dossier#ligne-${number}`,
          },
        }),
  };
}

const placeOf = (line: number) => ({ line, href: `/journal/${line}` });
