import type { Messages } from '../../kernel/messages.ts';
import type { ShelfEntry } from './shelf.ts';
import { kindWords, standingWords } from './words.ts';

interface FeedInput {
  entries: readonly ShelfEntry[];
  feedId: string;
  updatedAt: string;
  /** Where the site is, without a last stroke. */
  url: string;
}

/**
 * The public page as an Atom feed (RFC 4287). Ids are `urn:uuid:` (RFC 4122): they are given with the address and
 * stay the same wherever the site moves. What was taken away stays in the feed, and says so.
 */
export function atomOf({ entries, feedId, updatedAt, url }: FeedInput, messages: Messages): string {
  const link = (rel: string, type: string, href: string, more: Record<string, string | number> = {}) =>
    element('link', { rel, type, href, ...more });
  const lines = entries.flatMap((entry) => {
    const { listing, title, updatedAt: changedAt } = entry;
    const page = `${url}/circulaires/${listing.slug}`;
    const kind = kindWords(entry, messages);
    const summary = [kind, ...standingWords(entry, messages)];
    return [
      '  <entry>',
      `    ${element('id', {}, `urn:uuid:${listing.addressId}`)}`,
      `    ${element('title', {}, title)}`,
      `    ${element('published', {}, secondsOf(listing.listedAt))}`,
      `    ${element('updated', {}, secondsOf(changedAt))}`,
      `    ${link('alternate', 'text/html', page)}`,
      ...(listing.withdrawn === undefined
        ? [`    ${link('enclosure', 'application/pdf', `${page}.pdf`, { length: listing.bytes })}`]
        : []),
      `    ${element('category', { term: listing.subject.kind, label: kind })}`,
      `    ${element('summary', { type: 'text' }, `${summary.join('. ')}.`)}`,
      '  </entry>',
    ];
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">',
    `  ${element('id', {}, `urn:uuid:${feedId}`)}`,
    `  ${element('title', {}, messages('public-page.title'))}`,
    `  ${element('updated', {}, secondsOf(updatedAt))}`,
    `  ${link('self', 'application/atom+xml', `${url}/circulaires.atom`)}`,
    `  ${link('alternate', 'text/html', `${url}/circulaires`)}`,
    `  <author>${element('name', {}, 'MILDECA')}</author>`,
    `  ${element('generator', {}, 'Estafette')}`,
    ...lines,
    '</feed>',
    '',
  ].join('\n');
}

/** RFC 3339, as RFC 4287 asks, without the fraction that some readers do not take. */
function secondsOf(instant: string): string {
  return instant.replace(/\.\d+Z$/, 'Z');
}

function element(name: string, attributes: Record<string, string | number>, text?: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(String(value))}"`);
  const start = `<${name}${written.join('')}`;
  return text === undefined ? `${start}/>` : `${start}>${escape(text)}</${name}>`;
}

/** XML 1.0 has no other control characters than tabs and ends of lines. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
