import { lineInWords, userIdsIn } from '../journal/journal.ts';
import type { Messages } from '../kernel/messages.ts';
import { issuerOf } from './past-circular.ts';
import type { PastCircular, PastCirculars } from './past-circulars.ts';
import { address, factsInWords, stateBadge, stateOf } from './words-page.ts';

/** Pages of text on one page of the site. */
const pagesAtOnce = 10;
const shortHash = 12;

export interface CircularPageDeps {
  pastCirculars: PastCirculars;
  messages: Messages;
  namesOf(ids: string[]): Promise<Map<string, string>>;
}

/** A circular: what is known of it, its text from page `from` on, what happened to it. */
export async function circularModel(
  { pastCirculars, messages, namesOf }: CircularPageDeps,
  circular: PastCircular,
  { from, mayCorrect, mayPublish }: { from: number; mayCorrect: boolean; mayPublish: boolean },
) {
  const path = `${address}/${circular.slug}`;
  const pages = await pastCirculars.pagesOf(circular.id);
  const recognised = pages.filter((page) => page.recognised).length;
  const listed = { ...circular, ...(await pastCirculars.textlessOf(circular.id)) };
  const lines = await pastCirculars.journalOf(circular.id);
  const users = await namesOf(userIdsIn(lines));
  const names = { user: (id: string) => users.get(id), office: () => undefined };
  const first = Math.max(1, Math.min(from, pages.length));
  const shown = pages.slice(first - 1, first - 1 + pagesAtOnce);
  const next = first + pagesAtOnce;
  return {
    ...factsInWords(circular, messages),
    issuer: issuerOf(circular) ?? messages('past-circulars.issuer.unknown'),
    ...stateBadge(listed, messages),
    ...{ title: circular.title, subject: circular.subject, fileName: circular.fileName || undefined },
    ...{ sha256: circular.sha256, size: circular.bytes, importedAt: circular.importedAt },
    pages: circular.unreadable === undefined ? circular.pages : undefined,
    severalPages: circular.pages > 1,
    more: circular.more,
    file: `${path}/original.pdf`,
    correct: mayCorrect ? `${path}/corriger` : undefined,
    publish: mayPublish ? `/page-publique/publier/circulaire-ancienne/${circular.id}` : undefined,
    unreadable: circular.unreadable && messages(`extraction.reason.${circular.unreadable}`),
    recognised: recognised === 0 ? undefined : recognised,
    isWhollyRecognised: recognised === pages.length,
    isScanned: stateOf(listed) === 'scanned',
    due: listed.due,
    text: shown.map(({ page, text, recognised: guessed }) => ({
      ...{ page, guessed, paragraphs: text.split(/\n{2,}/).filter((paragraph) => paragraph !== '') },
    })),
    previous: first > 1 ? pageAddress(path, Math.max(1, first - pagesAtOnce)) : undefined,
    next: next <= pages.length ? pageAddress(path, next) : undefined,
    lines: lines.toReversed().map((line) => ({
      ...{ line: line.line, at: line.at, hash: line.hash.slice(0, shortHash) },
      ...lineInWords(line, names, messages),
    })),
  };
}

function pageAddress(path: string, page: number): string {
  return `${path}?page=${page}#texte`;
}
