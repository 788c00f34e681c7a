import { z } from 'zod';
import { states } from '../drafts/instructions.ts';
import type { SearchQuery } from './archive.ts';
import { longestQuestion } from './search/question.ts';
import { publicationStates, sourceNames } from './search/document.ts';
import type { Searching } from './searching.ts';

export type Facets = Awaited<ReturnType<Searching['facets']>>;

// A wrong filter in an address asks for nothing; it is not worth an error page.
const filter = (longest: number, shape = /^\P{Cc}*$/u) =>
  z.string().trim().max(longest).regex(shape).catch('').default('');

/** What an address of the search asks, as it was typed. */
export const askedSchema = z.object({
  // What is too long for a question is shown back, and refused in words.
  mots: z
    .string()
    .trim()
    .transform((typed) => typed.slice(0, longestQuestion + 1))
    .catch('')
    .default(''),
  type: filter(20),
  annee: filter(4),
  etat: filter(20),
  publication: filter(20),
  nature: filter(80),
  cadre: filter(40),
  territoire: filter(10, /^[A-Z]{3}-\w+$/),
  signataire: filter(200),
  signee: filter(4),
  au: z.iso.date().catch('').default(''),
  tri: z.enum(['pertinence', 'date']).catch('pertinence').default('pertinence'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});

export type Asked = z.infer<typeof askedSchema>;

/**
 * What is looked for. A filter that nothing has any more finds nothing: to leave it out would answer another
 * question than the one that was kept.
 */
export function queryOf(asked: Asked, territories: Facets['territories']): SearchQuery {
  const { mots, type, annee, etat, publication, nature, cadre, territoire, signataire, signee, au } = asked;
  const within = territories.find(({ id }) => id === territoire)?.within ?? [territoire];
  return {
    words: mots,
    source: sourceNames.find((name) => name === type),
    year: yearOf(annee),
    state: states.find((name) => name === etat),
    publication: publicationStates.find((name) => name === publication),
    kind: nature || undefined,
    frame: cadre || undefined,
    territories: territoire === '' ? undefined : within,
    signatory: signataire || undefined,
    signedIn: yearOf(signee),
    standingOn: au || undefined,
    order: asked.tri === 'date' ? 'date' : 'relevance',
  };
}

const yearOf = (typed: string) => (/^\d{4}$/.test(typed) ? Number(typed) : undefined);

/** Whether anything at all is asked: an empty form shows what can be. */
export function asksSomething({ words, order: _order, ...filters }: SearchQuery): boolean {
  return words !== '' || Object.values(filters).some((value) => value !== undefined);
}

/** What follows `/recherche?` to ask the same, changed; what says nothing is left out. */
export function addressOf(asked: Asked, changed: Partial<Asked> = {}): string {
  const { page, tri, ...fields } = { ...asked, ...changed };
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  if (tri !== 'pertinence') given.push(['tri', tri]);
  if (page > 1) given.push(['page', String(page)]);
  return new URLSearchParams(given).toString();
}
