import type { Role } from './role.ts';

export interface NewUser {
  login: string;
  givenName: string;
  familyName: string;
  function: string;
  email: string;
  /** At least 12 characters; none for an account that only a demonstration opens. */
  password?: string | undefined;
  roles: Role[];
}
