import { formatShortInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { badgeOfLetter } from '../outbox/outbox.ts';
import {
  badgeOfQuestion,
  questionsAPage,
  topics,
  type Entry,
  type Question,
  type QuestionState,
} from './question.ts';
import type { QuestionThread } from './questions.ts';

interface Reader {
  messages: Messages;
  /** Display names of users; an erased person has none, and an office is not told any. */
  names: Map<string, string>;
  /** Titles of acts by their id. */
  acts: ReadonlyMap<string, { title: string; slug: string }>;
  timeZone?: string;
}

/** What one question is about, and where it stands, in words. */
export function headOf(question: Question, { messages, acts }: Pick<Reader, 'messages' | 'acts'>) {
  const { topic, state, instructionId } = question;
  const about = instructionId === undefined ? undefined : acts.get(instructionId)?.title;
  return {
    topic: messages(`questions.topic.${topic}`),
    about: about ?? messages('questions.general'),
    badge: badgeOfQuestion[state],
    state: messages(`questions.state.${state}`),
  };
}

/** A line of a list: `href` is where the question is read. */
export function lineOf({ question, entries }: QuestionThread, reader: Reader & { href: string }) {
  const last = entries.findLast(({ kind }) => kind === 'question' || kind === 'follow-up');
  const text = last?.words?.text ?? reader.messages('questions.erased');
  return {
    ...headOf(question, reader),
    href: reader.href,
    at: formatShortInstant(last?.writtenAt ?? question.askedAt, reader.timeZone),
    excerpt: text.length > 160 ? `${text.slice(0, 160).trimEnd()}…` : text,
  };
}

/** All that was said, in order; `forStaff` tells of the mails too. */
export function entriesModel({ entries, letters }: QuestionThread, reader: Reader & { forStaff: boolean }) {
  const { messages, forStaff } = reader;
  return entries.map((entry) => {
    const letter = entry.mailId === undefined ? undefined : letters.get(entry.mailId);
    const who = whoWrote(entry, reader);
    return {
      kind: messages(`questions.kind.${entry.kind}`),
      at: formatShortInstant(entry.writtenAt, reader.timeZone),
      fromOffice: entry.strength !== undefined,
      text: entry.words?.text ?? messages('questions.erased'),
      ...(who === undefined ? {} : { who }),
      ...(forStaff && entry.strength !== undefined
        ? { strength: messages(`questions.strength.${entry.strength}`) }
        : {}),
      ...(forStaff && entry.kind === 'answer'
        ? { mail: { words: letterWords(messages, letter), badge: letterBadge(letter) } }
        : {}),
    };
  });
}

function whoWrote(entry: Entry, { messages, names, forStaff }: Reader & { forStaff: boolean }) {
  if (entry.strength === undefined) return forStaff ? names.get(entry.writtenBy) : undefined;
  if (entry.words === undefined) return messages('questions.nobody');
  return `${entry.words.personName}, ${entry.words.personFunction}`;
}

type Letter = QuestionThread['letters'] extends Map<string, infer L> ? L | undefined : never;

function letterBadge(letter: Letter): string {
  return letter === undefined ? 'warning' : badgeOfLetter(letter.state);
}

function letterWords(messages: Messages, letter: Letter): string {
  if (letter === undefined) return messages('questions.letter.none');
  const state = messages(`outbox.state.${letter.state}`);
  return letter.words === undefined
    ? messages('questions.letter.erased', { state })
    : messages('questions.letter.state', { address: letter.words.address, state });
}

/** The subjects to choose from. */
export function topicChoices(messages: Messages, chosen: string | undefined) {
  return topics.map((value) => ({
    value,
    label: messages(`questions.topic.${value}`),
    selected: value === chosen,
  }));
}

const listOf = { asked: 'a-repondre', answered: 'repondues', closed: 'closes' } as const;

/** The address of a page of a list, from 1 on. */
function addressOfList(state: QuestionState, number = 1): string {
  const query = new URLSearchParams({
    ...(state === 'asked' ? {} : { liste: listOf[state] }),
    ...(number === 1 ? {} : { page: String(number) }),
  });
  return query.size === 0 ? '/questions' : `/questions?${query}`;
}

/** Where a page of a list stands among its pages; one that is too far is the last. */
export function pagesOf(state: QuestionState, { total, wanted }: { total: number; wanted: number }) {
  const pages = Math.max(1, Math.ceil(total / questionsAPage));
  const number = Math.min(wanted, pages);
  return {
    ...{ page: number, pages, hasPages: pages > 1 },
    ...(number === 1 ? {} : { previous: addressOfList(state, number - 1) }),
    ...(number === pages ? {} : { next: addressOfList(state, number + 1) }),
  };
}

/** The lists of questions by their state, each with how many it holds. */
export function tabsOf(messages: Messages, counts: Record<QuestionState, number>, current: QuestionState) {
  return (Object.keys(listOf) as QuestionState[]).map((state) => ({
    label: messages(`questions.filter.${state}`),
    href: addressOfList(state),
    count: counts[state],
    current: state === current,
  }));
}
