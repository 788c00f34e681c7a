import type { Messages } from '../kernel/messages.ts';
import type { Archive, Reader, SearchAnswer, SearchQuery } from './archive.ts';
import { addressOf, asksSomething, queryOf, type Asked, type Facets } from './search-asked.ts';
import { resultModel } from './search-result.ts';
import { publicationStates } from './search/document.ts';
import type { SavedSearch } from './search/saved-searches.ts';
import { resultsOfPage } from './search/search.ts';

const nothing: SearchAnswer = { results: [], total: 0, leftOut: [] };

/** The search's page: what was asked, what was found, what it may be narrowed to, what this person keeps. */
export async function searchModel(
  archive: Archive,
  asked: Asked,
  given: {
    reader: Reader;
    saved: readonly SavedSearch[];
    /** The day (`YYYY-MM-DD`) on which it is asked, in Paris. */
    today: string;
    messages: Messages;
  },
) {
  const { reader, messages } = given;
  const facets = await archive.facets(reader);
  const query = queryOf(asked, facets.territories);
  const isAsked = asksSomething(query);
  const after = (asked.page - 1) * resultsOfPage;
  const answer = isAsked ? await archive.search({ ...query, after }, reader) : nothing;
  const tally = isAsked && answer.refused === undefined ? await archive.tally(query, reader) : undefined;
  const pages = Math.max(1, Math.ceil(answer.total / resultsOfPage));
  const shown = {
    ...{ corrected: await archive.corrected(), messages },
    standingOn: query.standingOn ?? given.today,
  };
  const href = (changed: Partial<Asked>) => `/recherche?${addressOf(asked, { page: 1, ...changed })}`;
  return {
    title: messages('archive.search.title'),
    words: asked.mots,
    isAsked,
    refusal: answer.refused && messages(`archive.search.refused.${answer.refused}`),
    leftOut: answer.leftOut.length === 0 ? undefined : answer.leftOut.join(', '),
    total: answer.total,
    isPlural: answer.total > 1,
    ...pending(archive.left(), facets.unread, messages),
    isFiltered: asksSomething({ ...query, words: '', source: undefined, year: undefined }),
    standingOn: asked.au,
    standing: query.standingOn,
    ...choicesOfAll(asked, { query, facets, messages }),
    tallies: tallyModel(tally, { asked, href, messages }),
    page: asked.page,
    pages,
    isPaged: pages > 1,
    previous: asked.page > 1 ? href({ page: asked.page - 1 }) : undefined,
    next: asked.page < pages ? href({ page: asked.page + 1 }) : undefined,
    results: answer.results.map((result) => resultModel(result, shown)),
    exports:
      answer.total === 0
        ? undefined
        : {
            csv: `/recherche/resultats.csv?${addressOf(asked, { page: 1 })}`,
            json: `/recherche/resultats.json?${addressOf(asked, { page: 1 })}`,
          },
    query: isAsked && answer.refused === undefined ? addressOf(asked, { page: 1 }) : '',
    saved: given.saved.map(({ id, name, query: kept }) => ({
      ...{ name, href: `/recherche?${kept}`, remove: `/recherche/enregistrees/${id}/supprimer` },
    })),
  };
}

/** What is not found yet, or by its title alone. */
function pending(left: number, unread: number, messages: Messages) {
  const words = (key: string, count: number) =>
    messages(`archive.search.pending.${key}${count > 1 ? 's' : ''}`, { count });
  return {
    pending: [
      ...(left === 0 ? [] : [words('document', left)]),
      ...(unread === 0 ? [] : [words('file', unread)]),
    ],
  };
}

function choicesOfAll(
  asked: Asked,
  { query, facets, messages }: { query: SearchQuery; facets: Facets; messages: Messages },
) {
  const words = (key: string) => (name: string) => messages(`${key}.${name}`);
  const every = (name: string) => messages(`archive.search.every-${name}`);
  const labelled = (from: readonly { name: string; label: string }[]) => (name: string) =>
    from.find((each) => each.name === name)?.label ?? name;
  const kinds = facets.kinds.map(({ name, title }) => ({ name, label: title }));
  const frames = facets.frames.map(({ key, label }) => ({ name: key, label }));
  const territories = facets.territories.map(({ id, label }) => ({ name: id, label }));
  const names = (from: readonly { name: string }[]) => from.map(({ name }) => name);
  return {
    types: choicesOf(facets.sources, query.source ?? '', every('type'), words('archive.search.type')),
    years: choicesOf(facets.years.map(String), String(query.year ?? ''), every('year')),
    states: choicesOf(facets.states, query.state ?? '', every('state'), words('drafts.state')),
    publications: choicesOf(
      ...([publicationStates, query.publication ?? '', every('publication')] as const),
      words('archive.search.publication'),
    ),
    kinds: choicesOf(names(kinds), asked.nature, every('kind'), labelled(kinds)),
    frames: choicesOf(names(frames), asked.cadre, every('frame'), labelled(frames)),
    territories: choicesOf(
      ...([names(territories), asked.territoire, every('territory'), labelled(territories)] as const),
    ),
    signatories: choicesOf(facets.signatories, asked.signataire, every('signatory')),
    signedYears: choicesOf(facets.signedIn.map(String), String(query.signedIn ?? ''), every('year')),
    orders: (['pertinence', 'date'] as const).map((value) => ({
      ...{ value, label: messages(`archive.search.order.${value}`), selected: value === asked.tri },
    })),
  };
}

function choicesOf(
  values: readonly string[],
  chosen: string,
  every: string,
  labelOf: (value: string) => string = (value) => value,
) {
  // What an address asks and nothing has any more is shown as asked.
  const all = chosen === '' || values.includes(chosen) ? values : [...values, chosen];
  const choices = all.map((value) => ({ value, label: labelOf(value), selected: value === chosen }));
  return [{ value: '', label: every, selected: chosen === '' }, ...choices];
}

/** The kinds of documents and the years that answer, each a link that narrows the search to it. */
function tallyModel(
  tally: Awaited<ReturnType<Archive['tally']>>,
  page: { asked: Asked; href: (changed: Partial<Asked>) => string; messages: Messages },
) {
  if (tally === undefined) return [];
  const { asked, href, messages } = page;
  const links = (
    name: 'type' | 'annee',
    counts: ReadonlyMap<string, number>,
    label: (value: string) => string,
  ) =>
    [...counts]
      .filter(([value]) => value !== '')
      .map(([value, count]) => ({
        ...{ label: label(value), count, current: asked[name] === value },
        href: href({ [name]: asked[name] === value ? '' : value }),
      }));
  const groups = [
    {
      id: 'par-type',
      title: messages('archive.search.by-type'),
      links: links('type', tally.sources, (value) => messages(`archive.search.types.${value}`)),
    },
    {
      id: 'par-annee',
      title: messages('archive.search.by-year'),
      links: links('annee', tally.years, (value) => value).toSorted((one, other) =>
        one.label < other.label ? 1 : -1,
      ),
    },
  ];
  return groups.filter((group) => group.links.length > 1 || group.links.some(({ current }) => current));
}
