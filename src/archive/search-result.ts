import { afterModel } from '../drafts/instructions.ts';
import { formatDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Archive, SearchResult } from './archive.ts';

type Corrected = Awaited<ReturnType<Archive['corrected']>>;

/** One result as the page shows it. `standingOn`: the day for which it is said to stand, or not to. */
export function resultModel(
  result: SearchResult,
  { corrected, standingOn, messages }: { corrected: Corrected; standingOn: string; messages: Messages },
) {
  const { source, slug, instructionTitle, year, page, fileHref } = result;
  const isAct = source === 'instruction';
  const by = isAct ? corrected.get(result.reference) : undefined;
  const stateKey = by === undefined ? result.state : `${result.state}-${by.relation}`;
  return {
    href: result.href,
    type: messages(`archive.search.type.${source}`),
    title: result.title,
    plainTitle: result.title.map(({ text }) => text).join(''),
    facts: [
      ...(year === null ? [] : [messages('archive.search.budget', { year })]),
      ...(isAct && stateKey !== null ? [messages(`drafts.state.${stateKey}`)] : []),
      ...(isAct || source === 'past-circular' ? standingWords(result, standingOn, messages) : []),
    ].join(' – '),
    ...(by === undefined ? {} : { corrected: afterModel(by, messages) }),
    ...(instructionTitle === null || slug === null
      ? {}
      : { instruction: { title: instructionTitle, href: `/instructions/${slug}` } }),
    ...(isAct && slug !== null ? { dossier: `/instructions/${slug}/dossier` } : {}),
    section: result.section,
    ...(page === null || fileHref === null
      ? {}
      : { page: { number: page, href: `${fileHref}#page=${page}` } }),
    passage: result.passage,
    ...(result.unread === null ? {} : { unread: messages(`archive.search.unread.${result.unread}`) }),
  };
}

/** Whether it was signed and nothing replaced it on a day, and whether it was published: never what follows in law. */
function standingWords(
  { source, signedOn, replacedOn, publication, publishedOn }: SearchResult,
  on: string,
  messages: Messages,
): string[] {
  if (signedOn === null) return [];
  const isStanding = signedOn <= on && (replacedOn === null || replacedOn > on);
  // Of an act that was signed elsewhere nobody here knows what replaced it.
  const key = source === 'past-circular' ? 'signed-elsewhere' : isStanding ? 'standing' : 'signed';
  const params = { signed: formatDay(signedOn), on: formatDay(on) };
  const published =
    publication === 'published' && publishedOn !== null
      ? messages('archive.search.publication.published-on', { on: formatDay(publishedOn) })
      : publication && messages(`archive.search.publication.${publication}`);
  return [messages(`archive.search.standing.${key}`, params), ...(published ? [published] : [])];
}
