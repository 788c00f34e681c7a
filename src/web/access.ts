import type { Access, CurrentOffice, CurrentUser } from './route.ts';

/** Whether a visitor (undefined: nobody signed in, no office entered) may use what is declared with this access. */
export function allows(
  access: Access,
  { user, office }: { user: CurrentUser | undefined; office?: CurrentOffice | undefined },
): boolean {
  if (access === 'public') return true;
  // Staff do not act for an office, nor an office for staff, be they in the same browser.
  if (access === 'office') return office !== undefined;
  // A program's token is looked at by a guard of its own.
  if (access === 'bearer') return false;
  if (user === undefined) return false;
  return access === 'signed-in' || access.some((role) => user.roles.includes(role));
}
