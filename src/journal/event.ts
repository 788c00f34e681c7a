import type { AccessEvents } from './access-events.ts';
import type { DispatchEvents } from './dispatch-events.ts';
import type { OfficeEvents } from './office-events.ts';
import type { PastCircularEvents } from './past-circular-events.ts';
import type { ProofEvents } from './proof-events.ts';
import type { PublicationEvents } from './publication-events.ts';
import type { WorkshopEvents } from './workshop-events.ts';

interface AllocationsSet {
  instruction: string;
  table: number;
  territories: number;
  contentSha256: string;
  commitmentAuthority: number;
  paymentAppropriation: number;
}

interface VisaDecided {
  instruction: string;
  version: number;
  sha256: string;
  reasonHash: string;
  /** Of the version's circuit; absent from lines written before there were any. */
  step?: number;
  /** The person who was away, for whom it was given. */
  onBehalfOf?: string;
}

/**
 * Everything that can happen, and what the journal keeps of it. Ids and hashes only: a name, an
 * address or a text never enters the chain (they live in erasable side tables).
 */
export interface JournalEvents
  extends
    AccessEvents,
    DispatchEvents,
    OfficeEvents,
    PastCircularEvents,
    ProofEvents,
    PublicationEvents,
    WorkshopEvents {
  'installation.born': { nature: string };
  'user.created': { user: string };
  'user.password-changed': { user: string };
  'user.disabled': { user: string };
  'user.enabled': { user: string };
  /** ProConnect may open the account, for whoever first comes with that address. */
  'user.pro-connect-allowed': { user: string; emailHash: string };
  'user.pro-connect-linked': { user: string };
  'user.pro-connect-forbidden': { user: string };
  'user.second-factor-enrolled': { user: string };
  'user.second-factor-reset': { user: string };
  'user.recovery-code-used': { user: string };
  'user.recovery-codes-renewed': { user: string };
  'role.granted': { user: string; role: string };
  'role.revoked': { user: string; role: string };
  'session.opened': { user: string };
  'session.closed': { user: string };
  'instruction.created': {
    instruction: string;
    year: number;
    kind: string;
    template: string;
    templateSha256: string;
  };
  'instruction.saved': { instruction: string; revision: number; contentSha256: string };
  'instruction.author-declared': { instruction: string; user: string };
  'instruction.frozen': {
    instruction: string;
    version: number;
    revision: number;
    sha256: string;
    /** Absent from lines written before there were circuits; empty for the built-in one. */
    circuit?: string;
    /** Of the circuit as it is pinned to this version. */
    circuitSha256?: string;
  };
  'instruction.freeze-voided': { instruction: string; version: number; sha256: string; cause: string };
  'visa.given': VisaDecided;
  'visa.refused': VisaDecided;
  'instruction.approved': { instruction: string; version: number; sha256: string };
  'instruction.signed': {
    instruction: string;
    version: number;
    frozenSha256: string;
    sha256: string;
    mark: string;
    level: string;
    certificateSha256: string;
    /** Absent from lines written when there was one way only: here. */
    how?: 'here' | 'outside' | 'by-hand';
    /** The act's day; of a paper signed by hand, not the seal's. */
    signedOn?: string;
    /** Key of the sentence that tells why the level is lower than the one aimed at. */
    loweredBy?: string;
  };
  /** Another copy of the signed act, whose archive timestamp holds longer; `number` counts from 1. */
  'instruction.renewed': {
    instruction: string;
    number: number;
    previousSha256: string;
    sha256: string;
    keptUntil: string;
  };
  /** `reason` is the key of a sentence; written when a failure begins, not at each attempt. */
  'instruction.renewal-failed': { instruction: string; sha256: string; reason: string };
  'instruction.closed': { instruction: string };
  'instruction.amendment-begun': {
    instruction: string;
    corrects: string;
    correctedSha256: string;
    relation: 'replaces' | 'amends';
  };
  /** In a draft that was never frozen. */
  'instruction.amendment-changed': { instruction: string; relation: 'replaces' | 'amends' };
  /** `by`: the rectificatif that was sent; `sha256`: of its signed file. */
  'instruction.corrected': {
    instruction: string;
    by: string;
    sha256: string;
    relation: 'replaces' | 'amends';
  };
  /** `altered`: hashes separated by spaces, empty when every document is what it was. */
  'archive.documents-checked': { documents: number; altered: string };
  /** `days` before the end, 0 once it is past; `of` is a certificate's hash, or that of a kept copy. */
  'archive.end-announced': {
    kind: 'signature' | 'seal' | 'timestamps' | 'document';
    of: string;
    endsAt: string;
    days: number;
  };
  /** Amounts in cents; the table itself is kept under its content's hash. */
  'allocations.imported': AllocationsSet;
  'allocations.removed': AllocationsSet;
  'annexes.asked': { instruction: string; sha256: string; annexes: number };
  /** `timestampedAt`: empty when no timestamp authority is configured. */
  'annexes.sealed': {
    instruction: string;
    sha256: string;
    annexes: number;
    manifestSha256: string;
    timestampedAt: string;
  };
  'directory.imported': { offices: number; contacts: number; fileSha256: string };
  'contact.added': { office: string; contact: string; addressHash: string };
  'contact.ended': { office: string; contact: string };
  /** Declared by staff from a mail, whose bytes have that hash. */
  'acknowledgement.declared': {
    acknowledgement: string;
    campaign: string;
    office: string;
    sha256: string;
    personHash: string;
    message: string;
    messageSha256: string;
  };
  'acknowledgement.recorded': {
    acknowledgement: string;
    campaign: string;
    office: string;
    sha256: string;
    personHash: string;
    /** Absent, as `means`, from lines written when the mail's link was the only way. */
    strength?: 'declared' | 'authenticated';
    means?: string;
    /** Of who ProConnect says that it was. */
    identityHash?: string;
  };
}

export type JournalEventType = keyof JournalEvents;

/** `actor` is a user's id, `office:ID` for a prefecture, or `system`. `subject` is `kind:id`. */
export type JournalEvent = {
  [Type in JournalEventType]: { type: Type; actor: string; subject: string; data: JournalEvents[Type] };
}[JournalEventType];

/** A line as it stands in the chain. */
export type JournalLine = JournalEvent & { line: number; at: string; previousHash: string; hash: string };
