import type { Role } from './role.ts';

export interface NewUser {
  login: string;
  givenName: string;
  familyName: string;
  function: string;
  email: string;
  /** At least 12 characters; none for an account that only a demonstration, or only ProConnect, opens. */
  password?: string | undefined;
  /** True when ProConnect is to open the account: it then needs no password, even in production. */
  withProConnect?: boolean;
  roles: Role[];
}
