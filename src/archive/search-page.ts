import type { Messages } from '../kernel/messages.ts';
import { afterModel, states } from '../drafts/instructions.ts';
import type { Archive, Reader } from './archive.ts';
import { resultsOfPage, type SearchAnswer } from './search/search.ts';

/** What the address asks, as it was typed. */
export interface Asked {
  mots: string;
  annee: string;
  etat: string;
  nature: string;
  signataire: string;
  au: string;
  tri: 'pertinence' | 'date';
  page: number;
}

const nothing: SearchAnswer = { results: [], total: 0, leftOut: [] };

/** The search's page: what was asked, what was found. A filter that names nothing is not asked. */
export async function searchModel(
  archive: Archive,
  asked: Asked,
  { reader, messages }: { reader: Reader; messages: Messages },
) {
  const facets = await archive.facets(reader);
  const year = facets.years.find((candidate) => String(candidate) === asked.annee);
  const state = states.find((candidate) => candidate === asked.etat);
  const kind = facets.kinds.find(({ name }) => name === asked.nature)?.name;
  const signatory = facets.signatories.find((candidate) => candidate === asked.signataire);
  const standingOn = asked.au === '' ? undefined : asked.au;
  const filters = { year, state, kind, signatory, standingOn };
  const isAsked = asked.mots !== '' || Object.values(filters).some((value) => value !== undefined);
  const order = asked.tri === 'date' ? ('date' as const) : ('relevance' as const);
  const after = (asked.page - 1) * resultsOfPage;
  const answer = isAsked
    ? await archive.search({ words: asked.mots, ...filters, order, after }, reader)
    : nothing;
  const corrected = await archive.corrected();
  const pages = Math.max(1, Math.ceil(answer.total / resultsOfPage));
  return {
    title: messages('archive.search.title'),
    words: asked.mots,
    isAsked,
    refusal: answer.refused && messages(`archive.search.refused.${answer.refused}`),
    leftOut: answer.leftOut.length === 0 ? undefined : answer.leftOut.join(', '),
    total: answer.total,
    isPlural: answer.total > 1,
    isFiltered: kind !== undefined || signatory !== undefined || standingOn !== undefined,
    standingOn: asked.au,
    standing: standingOn,
    years: choicesOf(facets.years.map(String), asked.annee, messages('archive.search.every-year')),
    states: choicesOf(states, state, messages('archive.search.every-state'), (each) =>
      messages(`drafts.state.${each}`),
    ),
    kinds: choicesOf(
      facets.kinds.map(({ name }) => name),
      kind,
      messages('archive.search.every-kind'),
      (name) => facets.kinds.find((each) => each.name === name)?.title ?? name,
    ),
    signatories: choicesOf(facets.signatories, signatory, messages('archive.search.every-signatory')),
    orders: (['pertinence', 'date'] as const).map((value) => ({
      ...{ value, label: messages(`archive.search.order.${value}`), selected: value === asked.tri },
    })),
    page: asked.page,
    pages,
    isPaged: pages > 1,
    previous: asked.page > 1 ? addressOf(asked, asked.page - 1) : undefined,
    next: asked.page < pages ? addressOf(asked, asked.page + 1) : undefined,
    results: answer.results.map((result) => ({
      href: result.href,
      dossier: `/instructions/${result.slug}/dossier`,
      plainTitle: result.title.map(({ text }) => text).join(''),
      title: result.title,
      year: result.year ?? '',
      ...correctionModel(result, corrected, messages),
      signedOn: result.signedOn ?? undefined,
      section: result.section,
      passage: result.passage,
    })),
  };
}

function choicesOf(
  values: readonly string[],
  chosen: string | undefined,
  every: string,
  labelOf: (value: string) => string = (value) => value,
) {
  const choices = values.map((value) => ({ value, label: labelOf(value), selected: value === chosen }));
  return [{ value: '', label: every, selected: !values.includes(chosen ?? '') }, ...choices];
}

function addressOf(asked: Asked, page: number): string {
  const given = Object.entries({ ...asked, page: String(page) }).filter(([, value]) => value !== '');
  return `/recherche?${new URLSearchParams(given as [string, string][]).toString()}`;
}

/** The state of a result, and what replaced, repealed or amended it. */
function correctionModel(
  { reference, state }: { reference: string; state: string | null },
  corrected: Awaited<ReturnType<Archive['corrected']>>,
  messages: Messages,
) {
  const by = corrected.get(reference);
  if (by === undefined) return { state: messages(`drafts.state.${state}`) };
  return {
    state: messages(`drafts.state.${state}-${by.relation}`),
    corrected: afterModel(by, messages),
  };
}
