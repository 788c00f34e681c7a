import type { FieldError } from '../kernel/outcome.ts';

/** What a person may do. The order is the circular's own way, then those who watch and those who keep house. */
export const roles = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor', 'administrator'] as const;
export type Role = (typeof roles)[number];

const actingRoles: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher'];

export function isRole(value: string): value is Role {
  return (roles as readonly string[]).includes(value);
}

/**
 * Separation of duties: who grants roles holds none of those that act on an instruction.
 * Gives the fault, or undefined when the role may be added to those already held.
 */
export function faultOfGrant(held: readonly Role[], added: Role): FieldError | undefined {
  const administers = held.includes('administrator') || added === 'administrator';
  const acts = [...held, added].some((role) => actingRoles.includes(role));
  return administers && acts ? { field: 'role', key: 'accounts.role.administrators-do-not-act' } : undefined;
}
