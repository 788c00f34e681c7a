import type { Access, CurrentUser } from './route.ts';

/** Whether a visitor (undefined: not signed in) may use what is declared with this access. */
export function allows(access: Access, user: CurrentUser | undefined): boolean {
  if (access === 'public') return true;
  if (user === undefined) return false;
  return access === 'signed-in' || access.some((role) => user.roles.includes(role));
}
