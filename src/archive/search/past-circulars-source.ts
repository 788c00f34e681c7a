import type { Messages } from '../../kernel/messages.ts';
import type { PastCircular, PastCirculars, TextlessPages } from '../../past-circulars/past-circulars.ts';
import { actReaders } from './acts.ts';
import type { SearchableDocument, SearchSource } from './document.ts';

type Listed = PastCircular & TextlessPages;

/** Circulars from before Estafette, page by page; what was recognised on a page's picture is told as such. */
export function pastCircularsSource({
  pastCirculars,
  messages,
}: {
  pastCirculars: Pick<PastCirculars, 'list' | 'pagesOf'>;
  messages: Messages;
}): SearchSource {
  async function read(circular: Listed): Promise<SearchableDocument> {
    const { id, slug, title, year, signedOn, signatory, nor, subject = '' } = circular;
    const href = `/circulaires-anciennes/${slug}`;
    const pages = await pastCirculars.pagesOf(id);
    return {
      ...{ source: 'past-circular', reference: id, title, audience: actReaders },
      ...{ href, fileHref: `${href}/original.pdf`, year, signedOn, signatory },
      unread: unreadOf(circular),
      alsoTitle: [subject, nor ?? '', year ?? ''].join(' '),
      passages: pages
        .filter(({ text }) => text !== '')
        .map(({ page, text, recognised }) => ({
          heading: recognised ? messages('past-circulars.recognised-page') : '',
          ...{ page, text },
        })),
    };
  }

  return {
    name: 'past-circular',

    list: async () =>
      (await pastCirculars.list()).map((circular) => ({
        reference: circular.id,
        // Its file never changes: what is known of it may, and more of it may be recognised.
        stamp: `${circular.number} ${circular.recognised}`,
        read: () => read(circular),
      })),
  };
}

function unreadOf({ unreadable, textless, recognised, pages }: Listed): string | undefined {
  if (unreadable !== undefined) return unreadable === 'encrypted' ? 'encrypted' : 'unreadable';
  return textless === pages && recognised === 0 ? 'no-text' : undefined;
}
