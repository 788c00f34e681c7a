import { saltedHash } from '../kernel/hash.ts';

/** In what quality a person acknowledges for the office. */
export const capacities = ['for-the-prefect', 'project-lead', 'by-delegation'] as const;
export type Capacity = (typeof capacities)[number];

/** What vouches for the person: nothing but what was typed, or ProConnect. */
export type Strength = 'declared' | 'authenticated';

/** How it came: the mail's link, the office's page after a one-time code or ProConnect, or what staff were told. */
export type Means = 'link' | 'code' | 'proconnect' | 'mail' | ConsignedMeans;

/** What staff write down of what they heard or hold in their hands. */
export const consignedMeans = ['telephone', 'paper', 'post'] as const;
export type ConsignedMeans = (typeof consignedMeans)[number];

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
  /** When it was written down; of a mail, when that mail came. */
  acknowledgedAt: string;
  /** Its day in Paris; of what staff were told, the day on which they were. */
  acknowledgedOn: string;
  strength: Strength;
  means: Means;
  capacity: Capacity;
  personHash: string;
  /** Undefined once the person was erased. */
  person: Person | undefined;
  /** Declared by staff from a mail, which is its proof; absent when the office's own link was used. */
  declared?: { at: string; by: string; messageId: string; messageSha256: string };
  /** Recorded by staff, who were told by telephone or hold a paper; its scan, when there is one. */
  consigned?: Consigned;
  /** Of the identity that ProConnect told; kept apart, erasable. */
  identityHash?: string;
}

export interface Consigned {
  at: string;
  by: string;
  reasonHash: string;
  scanSha256?: string;
}

/** Who ProConnect says that a person is. */
export interface Identity {
  /** Whose word it is, and the name by which it knows the person; empty where that was not kept. */
  issuer: string;
  subject: string;
  givenName: string;
  usualName: string;
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

/** The same of who ProConnect says that it was. */
export function hashIdentity(salt: string, { issuer, subject, givenName, usualName }: Identity): string {
  return saltedHash(salt, JSON.stringify([issuer, subject, givenName, usualName]));
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
