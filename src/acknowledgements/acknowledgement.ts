import { saltedHash } from '../kernel/hash.ts';

/** In what quality a person acknowledges for the office. */
export const capacities = ['for-the-prefect', 'project-lead', 'by-delegation'] as const;
export type Capacity = (typeof capacities)[number];

/** Who acknowledges, as typed. */
export interface Person {
  name: string;
  function: string;
}

export interface Acknowledgement {
  id: string;
  officeId: string;
  campaignId: string;
  deliveryId: string;
  instructionId: string;
  /** SHA-256 of the signed PDF that is acknowledged. */
  sha256: string;
  acknowledgedAt: string;
  /** Its day in Paris. */
  acknowledgedOn: string;
  capacity: Capacity;
  personHash: string;
  /** Undefined once the person was erased. */
  person: Person | undefined;
  /** Declared by staff from a mail, which is its proof; absent when the office's own link was used. */
  declared?: { at: string; by: string; messageId: string; messageSha256: string };
}

/**
 * The same person, however it was typed: case, accents, punctuation and spaces apart. Name and
 * function are folded apart, so that no word slides from one into the other.
 */
export function foldPerson(person: Person): string {
  return `${fold(person.name)}|${fold(person.function)}`;
}

/** What the journal and the append-only table keep of a person. */
export function hashPerson(salt: string, person: Person): string {
  return saltedHash(salt, JSON.stringify([person.name, person.function]));
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
