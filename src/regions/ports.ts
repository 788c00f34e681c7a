import type { Allocation } from '../allocations/allocations.ts';

/** An act that was sent, and that nothing replaced. */
export interface CurrentAct {
  instructionId: string;
  slug: string;
  title: string;
  /** `YYYY-MM-DD`: the last day to acknowledge. */
  deadlineOn: string;
  /** Acknowledgements are still awaited. */
  isOpen: boolean;
}

/** Where an office stands in an act's campaign. */
export interface ActLine {
  officeId: string;
  /** An acknowledgement is asked of it. */
  asked: boolean;
  acknowledgedAt: string | undefined;
  /** Its mail of the ledger: an answer to ours is shown beside it. */
  place: { campaignId: string; deliveryId: string } | undefined;
}

export interface ActsPort {
  /** Newest first. */
  listCurrent(): Promise<CurrentAct[]>;
  linesOf(instructionId: string): Promise<ActLine[]>;
}

export interface CreditsPort {
  /** The credits that the signed version bears; none when it bears none. */
  signedLines(instructionId: string): Promise<readonly Allocation[]>;
}

export interface OwedPort {
  /** What an act asks back, and where the territories of each office stand, in words. */
  owedOf(
    instructionId: string,
  ): Promise<{ officeId: string; title: string; dueOn: string; badge: string; state: string }[]>;
}
