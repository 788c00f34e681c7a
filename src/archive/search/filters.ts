import type { Knex } from 'knex';
import type { Perimeter } from '../../kernel/perimeter.ts';
import type { PublicationState, SourceName } from './document.ts';

/** Who asks: what their roles may not read, or what is outside of their perimeter, is as if it were not there. */
export interface Reader {
  roles: readonly string[];
  perimeter?: Perimeter | undefined;
}

/** What a search is narrowed to; a filter that is absent asks for nothing. */
export interface Filters {
  source?: SourceName | undefined;
  /** Of the budget. */
  year?: number | undefined;
  /** Of the signature, by its day in Paris. */
  signedIn?: number | undefined;
  state?: string | undefined;
  kind?: string | undefined;
  frame?: string | undefined;
  /** Any of these. */
  territories?: readonly string[] | undefined;
  signatory?: string | undefined;
  publication?: PublicationState | undefined;
  /** A day (`YYYY-MM-DD`, Paris) on which it was signed, and nothing had replaced it. */
  standingOn?: string | undefined;
}

/** Keeps, of a query over `search_documents as d`, what a reader may see. `audiences`: every one that there is. */
export function keepReadable(
  select: Knex.QueryBuilder,
  { roles, perimeter }: Reader,
  audiences: readonly string[],
): void {
  select.whereIn('d.audience', openTo(roles, audiences));
  // What has no year is outside of any bound.
  if (perimeter?.fromYear !== undefined) select.where('d.year', '>=', perimeter.fromYear);
  if (perimeter?.toYear !== undefined) select.where('d.year', '<=', perimeter.toYear);
}

/** Keeps all the rest: what `keepReadable` does not. Few documents, as a rule, that one index tells. */
export function keepUnreadable(
  select: Knex.QueryBuilder,
  { roles, perimeter }: Reader,
  audiences: readonly string[],
): void {
  const { fromYear, toYear } = perimeter ?? {};
  select.where((any) => {
    any.whereNotIn('d.audience', openTo(roles, audiences));
    if (fromYear !== undefined) any.orWhereNull('d.year').orWhere('d.year', '<', fromYear);
    if (toYear !== undefined) any.orWhereNull('d.year').orWhere('d.year', '>', toYear);
  });
}

const openTo = (roles: readonly string[], audiences: readonly string[]) =>
  audiences.filter((audience) => audience.split(' ').some((role) => roles.includes(role)));

/** Whether anything is asked beside words. */
export const asksFilters = (filters: Filters): boolean =>
  Object.values(filters).some((value) => value !== undefined);

/** Keeps what the filters ask for. */
export function keepAsked(select: Knex.QueryBuilder, filters: Filters): void {
  const { source, year, state, kind, frame, signatory, publication } = filters;
  for (const [column, value] of Object.entries({ source, year, state, kind, frame, signatory, publication }))
    if (value !== undefined) select.where(`d.${column}`, value);
  const { signedIn, standingOn, territories } = filters;
  if (signedIn !== undefined) select.whereBetween('d.signed_on', [`${signedIn}-01-01`, `${signedIn}-12-31`]);
  if (territories !== undefined)
    select.where((any) => {
      // A code is letters, digits and a hyphen: none of the signs that LIKE reads.
      for (const id of territories) any.orWhere('d.territories', 'like', `% ${id} %`);
    });
  if (standingOn !== undefined)
    select
      .where('d.signed_on', '<=', standingOn)
      .where((open) => void open.whereNull('d.replaced_on').orWhere('d.replaced_on', '>', standingOn));
}
