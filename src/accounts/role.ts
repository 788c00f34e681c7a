import type { FieldError } from '../kernel/outcome.ts';

/** What a person may do. The order is the circular's own way, then those who watch, those who keep house, and who watches over them. */
export const roles = [
  'drafter',
  'reviewer',
  'signatory',
  'dispatcher',
  'auditor',
  'administrator',
  'security',
] as const;
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
  if (administers && acts) return { field: 'role', key: 'accounts.role.administrators-do-not-act' };
  // Who reads what auditors opened is neither who grants roles, nor who is read, nor who acts.
  const watches = held.includes('security') || added === 'security';
  const isAlone = [...held, added].every((role) => role === 'security');
  return watches && !isAlone ? { field: 'role', key: 'accounts.role.security-stands-alone' } : undefined;
}
