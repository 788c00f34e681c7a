import type { Knex } from 'knex';

/** What an office's link opens, as dispatch tells it: one campaign's version, for one office. */
export interface OpenedLink {
  campaign: {
    id: string;
    instructionId: string;
    signedSha256: string;
    deadlineOn: string;
    openedAt: string;
  };
  deliveryId: string;
  officeId: string;
  officeName: string;
  timeZone: string;
  /** « cc » is for information: no acknowledgement is asked, and none is taken. */
  role: 'to' | 'cc';
  expiresOn: string;
  expired: boolean;
  /** Staff revoked it: another link holds in its place. */
  revoked: boolean;
}

/** A campaign, or the latest of an instruction. */
export type SentWhat = { campaignId: string } | { instructionId: string };

export interface DispatchPort {
  /** Undefined when no delivery has this token. */
  findByLinkToken(token: string): Promise<OpenedLink | undefined>;
  /** What an office was sent, without any link; undefined when it was written no mail. */
  findForOffice(officeId: string, of: SentWhat): Promise<OpenedLink | undefined>;
  /**
   * In the transaction that records acknowledgements: live pages learn of the change, and a mail whose
   * outcome was unknown is now known to have arrived, if it was held (`provesArrival`).
   */
  markAcknowledged(
    transaction: Knex.Transaction,
    acknowledgements: readonly {
      campaignId: string;
      deliveryId: string;
      officeId: string;
      acknowledgedAt: string;
      provesArrival: boolean;
    }[],
  ): Promise<void>;
}

/** The mail of a receipt, in the transaction that keeps it; it leaves with the next round. */
export interface ReceiptMailPort {
  planReceiptMail(
    transaction: Knex.Transaction,
    of: { deliveryId: string; acknowledgementId: string },
  ): Promise<unknown>;
}

/** A file that an office takes away beside the act. */
export interface Piece {
  name: string;
  type: string;
  bytes(): Promise<Uint8Array>;
}

/** What an act's credits are to one office, and the sealed notifications that tell it so. */
export interface OfficeCredits {
  figures: {
    name: string;
    lines: { name: string; isPart: boolean; commitmentAuthority: number; paymentAppropriation: number }[];
  }[];
  annexes: { title: string; name: string; size: number; sha256: string }[];
  /** The notifications, their manifest, its seal and its timestamp. */
  pieces: Piece[];
}

export interface CreditsPort {
  concerning(instructionId: string, officeId: string): Promise<OfficeCredits>;
}

/** What an act asks an office to send back; answering needs more than the link of a mail. */
export interface AskedPort {
  askedBy(instructionId: string, officeId: string): Promise<{ title: string; dueOn: string; href: string }[]>;
}

/** Where no credits are kept: an act has none. */
export const noCredits: CreditsPort = {
  concerning: async () => ({ figures: [], annexes: [], pieces: [] }),
};

/** What is shown of the act that was sent. */
export interface SignedVersion {
  slug: string;
  title: string;
  subject: string;
  sha256: string;
  /** « signature » or « seal »: a text that bears only the seal is never called signed. */
  mark: string;
  /** « by-hand »: signed with a pen, and the document is a sealed copy of the paper. */
  how: string;
  /** The instant of the electronic signature or seal; `signedOn` is the act's own day. */
  signedAt: string;
  signedOn: string;
  /** Null once erased. */
  signatoryName: string | null;
  /** Of a rectificatif: which act it corrects, and what changes. */
  corrects?:
    { relation: 'replaces' | 'amends'; title: string; signedOn: string; changes: string } | undefined;
  /** The twin of the PDF, written by our own renderer. */
  html: string;
  pdf(): Promise<Uint8Array>;
}

/** A rectificatif that was signed and sent; or the act that repeals the text, as staff recorded it. */
export interface Correction {
  relation: 'replaces' | 'amends' | 'repeals';
  title: string;
  changes: string;
  /** `YYYY-MM-DD`, in Paris. */
  sentOn: string;
}

export interface CorrectionsPort {
  /** What was sent to correct an act, oldest first. */
  correctionsOf(instructionId: string): Promise<Correction[]>;
}

/** Where nothing is ever corrected. */
export const noCorrections: CorrectionsPort = { correctionsOf: async () => [] };

export interface InstructionsPort {
  signedVersion(instructionId: string): Promise<SignedVersion | undefined>;
}
