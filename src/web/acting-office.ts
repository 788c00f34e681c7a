import { AppError } from '../kernel/errors.ts';
import type { CurrentOffice } from './route.ts';

/** The office that entered. Throws `sign-in-required`, which a route that asks for an office never meets. */
export function demandOffice(office: CurrentOffice | undefined): CurrentOffice {
  if (office === undefined) throw new AppError('sign-in-required', 'no office entered');
  return office;
}

/** Who acts for it, as a form shows them: what was typed, else the name that ProConnect told. */
export function actingPerson(
  { holder }: Pick<CurrentOffice, 'holder'>,
  typed: Readonly<Record<string, string>>,
): { name: string; function: string } {
  const known = holder === undefined ? '' : `${holder.givenName} ${holder.familyName}`;
  return { name: typed['name'] ?? known, function: typed['function'] ?? '' };
}
