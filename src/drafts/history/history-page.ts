import { parisDayOf } from '../../kernel/clock.ts';
import type { Instructions } from '../instructions.ts';
import { addressOf, type DraftsRoutesDeps } from '../page-frame.ts';

type Read = Awaited<ReturnType<Instructions['historyPage']>>;

const mostTitles = 4;

/** The revisions by day, newest first, and the form that compares two of them. */
export async function historyModel(
  { messages, namesOf }: Pick<DraftsRoutesDeps, 'messages' | 'namesOf'>,
  slug: string,
  { total, older, revisions }: Read,
) {
  const names = await namesOf(revisions.map(({ savedBy }) => savedBy));
  const lines = revisions.map(({ number, savedAt, savedBy, changed, frozen, restoredFrom }) => ({
    day: parisDayOf(new Date(savedAt)),
    number,
    at: savedAt,
    by: names.get(savedBy) ?? messages('journal.erased'),
    changed: changedSentence(messages, changed, restoredFrom),
    marks: frozen.flatMap((version) => marksOf(messages, version)),
    href: addressOf(slug, `/historique/${number}`),
    ...(number === 1 ? {} : { before: addressOf(slug, `/historique/${number - 1}/${number}`) }),
    ...(number === total ? {} : { now: addressOf(slug, `/historique/${number}/${total}`) }),
  }));
  const days = [...new Set(lines.map(({ day }) => day))];
  return {
    total,
    days: days.map((day) => ({ day, revisions: lines.filter((line) => line.day === day) })),
    ...(total < 2
      ? {}
      : { compare: { action: addressOf(slug, '/historique/comparer'), from: total - 1, to: total } }),
    ...(older === undefined ? {} : { older: addressOf(slug, `/historique?avant=${older}`) }),
  };
}

function changedSentence(
  messages: DraftsRoutesDeps['messages'],
  changed: string[] | undefined,
  restoredFrom: number | undefined,
): string {
  const restored = restoredFrom === undefined ? [] : [messages('history.restored', { number: restoredFrom })];
  if (changed === undefined) return messages('history.first');
  const more = changed.length - mostTitles;
  const parts = changed.slice(0, mostTitles).join(', ');
  const told =
    changed.length === 0
      ? messages('history.nothing-changed')
      : more <= 0
        ? parts
        : messages(more === 1 ? 'history.and-one' : 'history.and-more', { parts, count: more });
  return [...restored, told].join(' ');
}

function marksOf(
  messages: DraftsRoutesDeps['messages'],
  { version, voidedAt, visas, refusals, signedAt }: Read['revisions'][number]['frozen'][number],
) {
  const mark = (kind: string, key: string, params: Record<string, number> = {}) => ({
    kind,
    label: messages(`history.mark-of.${key}`, params),
  });
  return [
    mark('info', voidedAt === null ? 'frozen' : 'voided', { version }),
    ...(visas > 0 ? [mark('info', visas === 1 ? 'visa' : 'visas', { count: visas })] : []),
    ...(refusals > 0 ? [mark('warning', 'refused')] : []),
    ...(signedAt === null ? [] : [mark('success', 'signed')]),
  ];
}
