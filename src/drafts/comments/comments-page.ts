import { formatLongInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { excerptOf } from '../checks/excerpt.ts';
import type { Actor } from '../instruction.ts';
import { partsOf } from '../parts.ts';
import type { InstructionTemplate } from '../ports.ts';
import { faultOfResolving, mayChange } from './comment.ts';
import type { Thread } from './comments.ts';

/** Which threads are shown: the word in the address, and what it keeps. */
export const filters = {
  ouverts: 'open',
  miens: 'mine',
  bloquants: 'blocking',
  resolus: 'resolved',
  tous: 'all',
} as const;
export type Filter = keyof typeof filters;

/** The threads that a filter keeps, for the person who looks. */
export function filtered(threads: readonly Thread[], filter: Filter, userId: string): Thread[] {
  const isMine = ({ comments }: Thread) =>
    comments.some(({ authorId, mentions }) => authorId === userId || mentions.includes(userId));
  return threads.filter((thread) => {
    const isOpen = thread.resolvedAt === null;
    switch (filters[filter]) {
      case 'open':
        return isOpen;
      case 'mine':
        return isOpen && isMine(thread);
      case 'blocking':
        return isOpen && thread.blocking;
      case 'resolved':
        return !isOpen;
      case 'all':
        return true;
    }
  });
}

/** The links between the filters, with how many each one keeps. */
export function filterModel(
  messages: Messages,
  threads: readonly Thread[],
  { filter: current, userId, address }: { filter: Filter; userId: string; address: string },
) {
  return (Object.keys(filters) as Filter[]).map((filter) => ({
    label: messages(`comments.filter.${filters[filter]}`),
    count: filtered(threads, filter, userId).length,
    href: filter === 'ouverts' ? address : `${address}?filtre=${filter}`,
    current: filter === current,
  }));
}

/** One thread as the page prints it. `formKey` makes one form of one answer. */
export function threadModel(
  thread: Thread,
  given: {
    template: Pick<InstructionTemplate, 'fields' | 'sections'>;
    messages: Messages;
    nameOf: (userId: string) => string;
    actor: Actor;
    mayWrite: boolean;
    authorIds: readonly string[];
    slug: string;
    formKey: string;
  },
) {
  const { messages, nameOf, actor, mayWrite, slug } = given;
  const { anchor, resolvedAt, resolvedBy } = thread;
  const isOpen = resolvedAt === null;
  const part = partsOf(given.template as InstructionTemplate).find(({ name }) => name === anchor.part);
  const quote = excerptOf(anchor.firstQuote);
  return {
    id: thread.id,
    number: thread.number,
    where: part?.label ?? messages('comments.whole'),
    href: `/instructions/${slug}/texte${hashOf(thread)}`,
    action: `/instructions/${slug}/commentaires/${thread.id}`,
    quote,
    gone: anchor.gone,
    changed: !anchor.gone && quote !== '' && anchor.quote !== anchor.firstQuote,
    blocking: thread.blocking && isOpen,
    isOpen,
    ...(resolvedAt !== null && {
      resolved: messages('comments.resolved-by', {
        name: nameOf(resolvedBy ?? ''),
        at: formatLongInstant(resolvedAt),
      }),
    }),
    mayWrite,
    mayResolve: !isOpen || faultOfResolving(actor, thread, given.authorIds) === undefined,
    formKey: given.formKey,
    comments: thread.comments.map((comment) => ({
      id: comment.id,
      author: nameOf(comment.authorId),
      at: comment.writtenAt,
      edited: comment.editedAt !== null,
      words: comment.words ?? '',
      ...(comment.words === null && {
        lost: messages(`comments.${comment.withdrawnAt === null ? 'erased' : 'withdrawn'}`),
      }),
      to:
        comment.mentions.length === 0 || comment.words === null
          ? ''
          : messages('comments.to', { names: comment.mentions.map(nameOf).join(', ') }),
      mayChange: mayWrite && mayChange(actor, comment, thread),
    })),
  };
}

function hashOf({ id, anchor: { part, from, gone } }: Thread): string {
  const [, form, key] = /^(fields|sections)\[(.+)\]$/.exec(part ?? '') ?? [];
  if (form === 'fields') return `#champ-${part}`;
  if (form === undefined) return '';
  return from === null || gone ? `#rubrique-${key}` : `#passage-${id}`;
}

/** « @Anne Roux » in what is written names her; the longest name wins. */
export function namedIn(words: string, people: readonly { id: string; name: string }[]): string[] {
  const named = new Set<string>();
  for (const [, after = ''] of words.matchAll(/@([^@]{1,80})/gu)) {
    const [person] = people
      .filter(({ name }) => after.toLocaleLowerCase('fr').startsWith(name.toLocaleLowerCase('fr')))
      .toSorted((one, other) => other.name.length - one.name.length);
    if (person !== undefined) named.add(person.id);
  }
  return [...named];
}
