import { formatBytes } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Designation } from './designations.ts';
import { isEnded } from './instruction-source.ts';
import type { ShelfEntry } from './shelf.ts';
import type { PublicText } from './source.ts';
import { effectWords, kindWords, parisDay } from './words.ts';

export const addressOf = (slug: string): string => `/circulaires/${slug}`;

/** The list that everyone reads, year by year. */
export function listModel(
  {
    entries,
    designation,
    updatedAt,
  }: { entries: readonly ShelfEntry[]; designation: Designation | undefined; updatedAt: string },
  messages: Messages,
) {
  const years = [...Map.groupBy(entries, ({ year }) => year)].map(([year, texts]) => ({
    year: year === undefined ? messages('public-page.year-unknown') : String(year),
    anchor: `annee-${year ?? 'inconnue'}`,
    texts: texts.map((entry) => textModel(entry, messages)),
  }));
  return {
    title: messages('public-page.title'),
    updatedAt,
    years,
    ...designatedModel(designation),
    fields: fieldNames.map((name) => ({ name, words: messages(`public-page.field.${name}`) })),
  };
}

/** Whether a text designates the page: the notice of R. 312-10 is shown then, and only then. */
function designatedModel(designation: Designation | undefined) {
  if (designation === undefined) return {};
  const { reference, datedOn, url } = designation;
  return { designated: { reference, on: datedOn, url } };
}

function textModel(entry: ShelfEntry, messages: Messages) {
  const { listing, title, signedOn } = entry;
  const shared = {
    ...{ title, href: addressOf(listing.slug), kind: kindWords(entry, messages) },
    ...badgeOf(entry, messages),
    ...(signedOn !== undefined && { signedOn }),
  };
  if (listing.withdrawn !== undefined) return { ...shared, withdrawnOn: parisDay(listing.withdrawn.at) };
  return {
    ...shared,
    listedOn: parisDay(listing.listedAt),
    effects: entry.effects.map((effect) => effectWords(effect, messages)),
    pdf: {
      href: `${addressOf(listing.slug)}.pdf`,
      label: messages('public-page.download', { size: formatBytes(listing.bytes) }),
      sha256: listing.sha256,
    },
  };
}

/** What a reader must not miss: that a text was taken away, or that another took its place. */
function badgeOf(entry: ShelfEntry, messages: Messages) {
  if (entry.listing.withdrawn !== undefined)
    return { badge: { kind: 'warning', label: messages('public-page.badge.withdrawn') } };
  const [effect] = entry.effects;
  if (effect === undefined) return {};
  const label = messages(`public-page.badge.${effect.relation}`);
  return { badge: { kind: isEnded(entry) ? 'warning' : 'info', label } };
}

/** The page of one text: its facts, its file, its words. `addresses`: of the public instructions, by their own slug. */
export function documentModel(
  { entry, text, designation }: { entry: ShelfEntry; text: PublicText; designation: Designation | undefined },
  addresses: ReadonlyMap<string, string>,
  messages: Messages,
) {
  const { listing, title, signedOn, updatedAt } = entry;
  const link = (slug: string | undefined) => {
    const href = slug === undefined ? undefined : addresses.get(slug);
    return href === undefined ? {} : { href };
  };
  const { signatory, corrects, nor, markKey, html, words, pages } = text;
  return {
    title,
    kind: kindWords(entry, messages),
    ...badgeOf(entry, messages),
    effects: entry.effects.map((effect) => ({ words: effectWords(effect, messages), ...link(effect.slug) })),
    ...(corrects && {
      corrects: {
        words: messages(`public-page.corrects.${corrects.relation}`, { title: corrects.title }),
        ...link(corrects.slug),
      },
    }),
    facts: [
      ...(signedOn === undefined ? [] : [{ label: messages('public-page.fact.signed'), day: signedOn }]),
      ...(signatory === undefined
        ? []
        : [
            {
              label: messages('public-page.fact.signatory'),
              words: [signatory.name, signatory.quality].filter(Boolean).join(', '),
            },
          ]),
      ...(nor === undefined ? [] : [{ label: 'NOR', words: nor }]),
      { label: messages('public-page.fact.listed'), day: parisDay(listing.listedAt) },
      { label: messages('public-page.fact.updated'), day: parisDay(updatedAt) },
    ],
    elsewhere: entry.elsewhere.map(({ site, url, publishedOn }) => ({
      words: messages('public-page.elsewhere', { site: site ?? '' }),
      ...{ url: url ?? '', on: publishedOn ?? '' },
    })),
    pdf: {
      href: `${addressOf(listing.slug)}.pdf`,
      label: messages('public-page.download', { size: formatBytes(listing.bytes) }),
      sha256: listing.sha256,
      ...(pages !== undefined && { pages }),
      ...(markKey !== undefined && { mark: messages(markKey) }),
    },
    ...designatedModel(designation),
    ...(html !== undefined && { html }),
    hasRecognisedWords: text.hasRecognisedWords ?? false,
    words: words.filter((each) => each.trim() !== '').map((each) => each.trim()),
  };
}

const fieldNames = [
  ...['updatedAt', 'url', 'feed', 'designation', 'texts', 'id', 'kind', 'part', 'title', 'year', 'signedOn'],
  ...['publishedOn', 'withdrawnOn', 'pdf', 'effects', 'elsewhere'],
];
