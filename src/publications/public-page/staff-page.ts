import { formatBytes, formatDay } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { personParts } from '../../kernel/typed-field.ts';
import type { SubjectKind } from '../publication.ts';
import { addressOf } from './citizen-page.ts';
import { isEnded } from './instruction-source.ts';
import type { PublicPage } from './public-page.ts';
import type { PublicText } from './source.ts';
import { parisDay } from './words.ts';

/** How a kind of text is named in an address. */
export const kindsInPaths = {
  instruction: 'instruction',
  'circulaire-ancienne': 'past-circular',
  rapport: 'activity-report',
} as const satisfies Record<string, SubjectKind>;

export type KindInPath = keyof typeof kindsInPaths;

export function publishPath(kind: SubjectKind, id: string): string {
  const [name] = Object.entries(kindsInPaths).find(([, subjectKind]) => subjectKind === kind) ?? [''];
  return `/page-publique/publier/${name}/${id}`;
}

/** What staff see of the public page: what is there, what is not, and where each is changed. */
export async function staffModel(
  {
    page,
    listSigned,
  }: { page: PublicPage; listSigned(): Promise<{ id: string; title: string; signedOn: string }[]> },
  { mayPublish, messages }: { mayPublish: boolean; messages: Messages },
) {
  const { entries, designation } = await page.read();
  const listed = new Set(
    entries.filter(({ listing }) => listing.withdrawn === undefined).map(({ id }) => id),
  );
  const waiting = [
    ...(await listSigned()).map(({ id, title, signedOn }) => ({
      ...{ id, title, kind: 'instruction' as const },
      told: messages('public-page.said.signed', { on: formatDay(signedOn) }),
    })),
    ...(await page.reports.list()).map(({ id, title, part, bytes }) => ({
      ...{ id, title, kind: 'activity-report' as const, file: `/page-publique/rapports/${id}.pdf` },
      told: `${messages(`public-page.part.${part}`)}, ${formatBytes(bytes)}`,
    })),
  ].filter(({ id }) => !listed.has(id));
  return {
    title: messages('public-page.staff-title'),
    mayPublish,
    ...(designation && { designated: { reference: designation.reference, on: designation.datedOn } }),
    listed: entries.map(({ listing, title, effects }) => ({
      ...{ title, href: addressOf(listing.slug), kind: messages(`public-page.kind.${listing.subject.kind}`) },
      ...{
        on: parisDay(listing.withdrawn?.at ?? listing.listedAt),
        isWithdrawn: listing.withdrawn !== undefined,
      },
      effects: effects.map(({ relation }) => messages(`public-page.badge.${relation}`)),
      ...(mayPublish && {
        ...(listing.withdrawn === undefined
          ? { withdrawHref: `/page-publique/retirer/${listing.id}` }
          : { publishHref: publishPath(listing.subject.kind, listing.subject.id) }),
      }),
    })),
    waiting: waiting
      .filter(({ id }) => !entries.some((entry) => entry.id === id))
      .map(({ id, kind, title, told, ...rest }) => ({
        ...{ title, told, kind: messages(`public-page.kind.${kind}`) },
        ...('file' in rest && { file: rest.file }),
        ...(mayPublish && { publishHref: publishPath(kind, id) }),
      })),
  };
}

/** What everyone will read, told to who is about to make it public: the file cannot be changed any more. */
export function toBePublicModel(
  text: PublicText,
  { url, isDesignated, messages }: { url: string; isDesignated: boolean; messages: Messages },
) {
  const { title, bytes, sha256, pages, signatory, contact, html, words, effects } = text;
  const persons = contact === undefined ? [] : personParts.map((part) => contact[part]).filter(Boolean);
  return {
    title,
    file: messages(pages === undefined ? 'public-page.file' : 'public-page.file-with-pages', {
      size: formatBytes(bytes),
      pages: pages ?? 0,
    }),
    sha256,
    address: url,
    ...(signatory && { signatory: [signatory.name, signatory.quality].filter(Boolean).join(', ') }),
    hasText: html !== undefined || words.length > 0,
    persons: persons.join(', '),
    isInstruction: contact !== undefined,
    isEnded: isEnded(text),
    isChanged: effects.length > 0,
    isDesignated,
  };
}
