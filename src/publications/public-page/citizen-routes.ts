import { z } from 'zod';
import type { Messages } from '../../kernel/messages.ts';
import { file, route, sharedPage, type Reply, type Route } from '../../web/route.ts';
import { addressOf, documentModel, listModel } from './citizen-page.ts';
import { atomOf } from './feed.ts';
import { openDataOf } from './open-data.ts';
import type { PublicPage } from './public-page.ts';
import type { ShelfEntry } from './shelf.ts';
import { parisDay } from './words.ts';

const slugParams = z.object({ slug: z.string().max(300) });

/** What everyone may read, without an account: the list, each text, its file, a feed and the same as data. */
export function createCitizenRoutes({ page, messages }: { page: PublicPage; messages: Messages }): Route[] {
  const { sources } = page;
  const home = { label: messages('public-page.title'), href: '/circulaires' };

  /** Of an address that was never given, or whose text was taken away: it keeps answering, and says so. */
  function absent(entry: ShelfEntry | undefined): Reply {
    const withdrawn = entry?.listing.withdrawn;
    const title = messages(`public-page.absent.${withdrawn === undefined ? 'unknown' : 'withdrawn'}`);
    const model = {
      title,
      ...(entry !== undefined &&
        withdrawn !== undefined && {
          withdrawn: {
            title: entry.title,
            on: parisDay(withdrawn.at),
            reason: withdrawn.reason ?? messages('publications.erased'),
          },
        }),
    };
    const told = { title, breadcrumb: [home], model };
    return sharedPage('publications/public-absent', told, {}, withdrawn === undefined ? 404 : 410);
  }

  const text = (value: string, type: string, name: string, modifiedAt: string) =>
    file(Buffer.from(value), { type, name, inline: true, shared: { modifiedAt } });

  return [
    route({
      method: 'get',
      path: '/circulaires',
      access: 'public',
      async handle() {
        const read = await page.read();
        const model = listModel(read, messages);
        return sharedPage(
          'publications/public-list',
          { title: model.title, model },
          { modifiedAt: read.updatedAt },
        );
      },
    }),
    route({
      method: 'get',
      path: '/circulaires.atom',
      access: 'public',
      async handle() {
        const read = await page.read();
        const feed = atomOf({ ...read, url: page.publicUrl() }, messages);
        return text(feed, 'application/atom+xml; charset=utf-8', 'circulaires.atom', read.updatedAt);
      },
    }),
    route({
      method: 'get',
      path: '/circulaires.json',
      access: 'public',
      async handle() {
        const read = await page.read();
        const data = JSON.stringify(openDataOf({ ...read, url: page.publicUrl() }), undefined, 2);
        return text(`${data}\n`, 'application/json; charset=utf-8', 'circulaires.json', read.updatedAt);
      },
    }),
    route({
      method: 'get',
      path: '/circulaires/:slug.pdf',
      access: 'public',
      params: slugParams,
      async handle({ params: { slug } }) {
        const entry = await page.find(slug);
        if (entry === undefined || entry.listing.withdrawn !== undefined) return absent(entry);
        const { subject, listedAt: modifiedAt } = entry.listing;
        const bytes = await sources[subject.kind]?.bytesOf(subject.id);
        if (bytes === undefined) return absent(undefined);
        const shared = { modifiedAt };
        return file(bytes, { type: 'application/pdf', name: `${slug}.pdf`, inline: true, shared });
      },
    }),
    route({
      method: 'get',
      path: '/circulaires/:slug',
      access: 'public',
      params: slugParams,
      async handle({ params: { slug } }) {
        const { entries, designation } = await page.read();
        const entry = entries.find(({ listing }) => listing.slug === slug);
        if (entry === undefined || entry.listing.withdrawn !== undefined) return absent(entry);
        const { subject } = entry.listing;
        const found = await sources[subject.kind]?.find(subject.id);
        if (found === undefined) return absent(undefined);
        const instructions = entries.filter(
          ({ listing }) => listing.subject.kind === 'instruction' && listing.withdrawn === undefined,
        );
        const addresses = new Map(
          instructions.map(({ slug: own, listing }) => [own, addressOf(listing.slug)]),
        );
        const model = documentModel({ entry, text: found, designation }, addresses, messages);
        const told = { title: model.title, breadcrumb: [home], model };
        return sharedPage('publications/public-text', told, { modifiedAt: entry.updatedAt });
      },
    }),
  ];
}
