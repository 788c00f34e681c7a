import { parisDayOf } from '../../kernel/clock.ts';
import { formatHour, formatLongDay } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { lineInWords, type JournalLine } from '../../journal/journal.ts';
import { gather, pagesOf, type Moment } from '../timeline.ts';
import { createAddresses, storyKinds, type Addresses, type StoryKind } from './place.ts';
import { kindOf, proofsOf } from './places.ts';
import type { Story } from './story.ts';

/** What the address of a dossier asks of its timeline, as it was typed. */
export interface AskedStory {
  quoi: string;
  detail: string;
  page: number;
}

const shortHash = 12;

/** The timeline, as the dossier declares it: days of Paris, and in each what happened, who did it, what proves it. */
export function timelineModel(
  messages: Messages,
  { story, asked, readsComments }: { story: Story; asked: AskedStory; readsComments: boolean },
) {
  const { lines, counts } = linesOf(story);
  const kind = storyKinds.find((each) => messages(`story.address.${each}`) === asked.quoi);
  const shown = kind === undefined ? lines : lines.filter((each) => each.kind === kind);
  const pages = pagesOf(gather(shown.map(({ line }) => line)));
  const page = Math.min(asked.page, pages.length);
  const isOpen = asked.detail === 'oui';
  const address = (change: Partial<AskedStory>) => addressOf(story, { ...asked, page: 1, ...change });
  const words = createWords(messages, story, addressesOf(story, readsComments));
  const days = Map.groupBy(pages[page - 1] ?? [], ({ first }) => parisDayOf(new Date(first.at)));
  return {
    total: lines.length,
    kinds: [
      {
        label: messages('story.every-kind'),
        count: lines.length,
        href: address({ quoi: '' }),
        current: !kind,
      },
      ...storyKinds.map((each) => ({
        label: messages(`story.kind.${each}`),
        count: counts.get(each) ?? 0,
        href: address({ quoi: messages(`story.address.${each}`) }),
        current: each === kind,
      })),
    ].filter(({ count, current }) => count > 0 || current),
    isOpen,
    toggleHref: address({ detail: isOpen ? '' : 'oui', page }),
    hasGroups: (pages[page - 1] ?? []).some(({ lines: own }) => own.length > 1),
    ...(readsComments || !lines.some(({ line }) => line.type.startsWith('comment.'))
      ? {}
      : { withheld: messages('story.comments-withheld') }),
    days: [...days].map(([day, moments]) => ({
      id: `jour-${day}`,
      title: formatLongDay(day),
      moments: moments.map((moment) => words.momentOf(moment, isOpen)),
    })),
    page,
    pages: pages.length,
    ...(page > 1 ? { previous: address({ page: page - 1 }) } : {}),
    ...(page < pages.length ? { next: address({ page: page + 1 }) } : {}),
  };
}

export type TimelineModel = ReturnType<typeof timelineModel>;

/** Every line of the text's own story and those of other texts that concern it, in the journal's order. */
function linesOf(story: Story) {
  const own = story.lines.map((line) => ({ line, kind: kindOf(line) }));
  const others = story.relatedTold.map(({ line }) => ({ line, kind: 'effects' as const }));
  const lines = [...own, ...others].toSorted((one, other) => one.line.line - other.line.line);
  const counts = new Map<string, number>();
  for (const { kind } of lines) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return { lines, counts };
}

/** Addresses of a story's proofs, which the story itself tells whether they stand. */
export function addressesOf(story: Story, readsComments: boolean): Addresses {
  const receipts = story.lines.flatMap(({ type, data }) =>
    type === 'acknowledgement.receipt-sealed' ? [[data.acknowledgement, data.sha256] as const] : [],
  );
  return createAddresses({
    slug: story.instruction.slug,
    slugOf: (id) => story.titles.get(id)?.slug,
    receipts: new Map(receipts),
    keptAnswers: story.keptAnswers,
    readsComments,
  });
}

/** One line of a story as a page prints it: who, what, when, and each of its proofs. */
export function createWords(messages: Messages, story: Story, to: Addresses) {
  const names = {
    user: (id: string) => story.names.users.get(id),
    office: (id: string) => story.names.offices.get(id),
  };
  const otherOf = new Map(story.relatedTold.map(({ line, otherId }) => [line.line, otherId]));

  const persons = new Map(
    story.offices.flatMap(({ acknowledgements }) => acknowledgements.map(({ id, person }) => [id, person])),
  );

  /** Who acknowledged, in their own words; the journal knows only that the office did. */
  function personOf(acknowledgement: string): string | undefined {
    const person = persons.get(acknowledgement);
    if (person !== undefined) return `${person.name}, ${person.function}`;
    return persons.has(acknowledgement) ? messages('journal.erased') : undefined;
  }

  function eventOf(line: JournalLine) {
    const otherId = otherOf.get(line.line);
    const { actor, sentence } = lineInWords(line, names, messages);
    const person = 'acknowledgement' in line.data ? personOf(line.data.acknowledgement) : undefined;
    const title = otherId === undefined ? undefined : story.titles.get(otherId)?.title;
    const proofs = otherId === undefined ? proofsOf(line, to) : [to.other(otherId)].filter((each) => !!each);
    return {
      line: line.line,
      hour: formatHour(line.at),
      at: line.at,
      actor: person === undefined || !line.actor.startsWith('office:') ? actor : `${actor}, ${person}`,
      sentence: title === undefined ? sentence : messages(`story.related.${line.type}`, { title }),
      hash: line.hash.slice(0, shortHash),
      href: `/journal/${line.line}`,
      proofs: proofs.map(({ key, params, href, sha256 }) => ({
        label: messages(`story.proof.${key}`, params),
        href,
        ...(sha256 === undefined ? {} : { sha256: sha256.slice(0, shortHash) }),
      })),
    };
  }

  return {
    momentOf({ first, lines }: Moment, isOpen: boolean) {
      const event = { ...eventOf(first), kind: kindLabel(first) };
      const last = lines.at(-1) ?? first;
      if (lines.length === 1) return { ...event, isOpen, details: [] };
      const isOnePerson = lines.every(({ actor }) => actor === first.actor);
      return {
        ...event,
        isOpen,
        ...(formatHour(last.at) === event.hour ? {} : { until: formatHour(last.at) }),
        actor: isOnePerson ? event.actor : messages('story.several-actors'),
        sentence: messages('archive.moment.many', {
          ...{ sentence: event.sentence, others: lines.length - 1 },
          ...{ first: first.line, last: last.line },
        }),
        // The first line's own proofs stand with it, among the others.
        proofs: [],
        details: lines.map(eventOf),
      };
    },
  };

  function kindLabel(line: JournalLine): string {
    const kind: StoryKind | 'elsewhere' = otherOf.has(line.line) ? 'effects' : kindOf(line);
    return messages(`story.kind.${kind === 'elsewhere' ? 'text' : kind}`);
  }
}

function addressOf({ instruction }: Story, { quoi, detail, page }: AskedStory): string {
  const asked = new URLSearchParams();
  if (quoi !== '') asked.set('quoi', quoi);
  if (detail !== '') asked.set('detail', detail);
  if (page > 1) asked.set('page', String(page));
  const query = asked.toString();
  return `/instructions/${instruction.slug}/dossier${query === '' ? '' : `?${query}`}#recit`;
}
