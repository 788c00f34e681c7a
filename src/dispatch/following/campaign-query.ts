import { z } from 'zod';
import { roleFilters, stateFilters, type LineFilter } from './line-filter.ts';
import { addressOf } from '../page-frame.ts';

// The words of the addresses. What an old or a mistyped address says is let go: the page shows more, never less.
const orderWords = {
  departement: 'code',
  nom: 'name',
  etat: 'state',
  essais: 'attempts',
  date: 'changed',
  accuse: 'acknowledged',
} as const;
type OrderWord = keyof typeof orderWords;
const roleWords = { attribution: 'to', copie: 'cc', '': '' } as const;

/** What the address of the campaign's page, of its live events and of its exports may say. */
export const campaignQuery = z.object({
  etat: z.enum(stateFilters).catch(''),
  region: z
    .string()
    .regex(/^(REG-\d\d|COM)$/)
    .catch(''),
  role: z.enum(Object.keys(roleWords) as (keyof typeof roleWords)[]).catch(''),
  recherche: z.string().trim().max(100).catch(''),
  tri: z.enum(Object.keys(orderWords) as OrderWord[]).catch('departement'),
  sens: z.enum(['croissant', 'decroissant']).catch('croissant'),
});
export type CampaignQuery = z.output<typeof campaignQuery>;

export const orderOfColumns = Object.keys(orderWords) as OrderWord[];
export const stateChoices = stateFilters;
export const roleChoices = roleFilters.map((role) => ({
  role,
  word: role === 'to' ? 'attribution' : role === 'cc' ? 'copie' : '',
}));

export function filterOf(query: CampaignQuery): LineFilter {
  return {
    state: query.etat,
    region: query.region,
    role: roleWords[query.role],
    words: query.recherche,
    order: orderWords[query.tri],
    descending: query.sens === 'decroissant',
  };
}

/** The address of the same page under another filter; what is as at first is not said. */
export function filteredAddress(
  slug: string,
  query: CampaignQuery,
  change: Partial<CampaignQuery>,
  rest = '',
): string {
  const { tri, sens, ...filters } = { ...query, ...change };
  const said = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  if (tri !== 'departement') said.set('tri', tri);
  if (sens !== 'croissant') said.set('sens', sens);
  const words = said.toString();
  return addressOf(slug, words === '' ? rest : `${rest}?${words}`);
}

// What is asked of a date is the newest first.
const newestFirst: readonly OrderWord[] = ['essais', 'date', 'accuse'];

/** Where a column's title leads: the table in its order, or in the other direction when it already is. */
export function columnAddress(slug: string, query: CampaignQuery, tri: OrderWord): string {
  const usual = newestFirst.includes(tri) ? 'decroissant' : 'croissant';
  const other = usual === 'croissant' ? 'decroissant' : 'croissant';
  const sens = query.tri === tri && query.sens === usual ? other : usual;
  return filteredAddress(slug, query, { tri, sens });
}
