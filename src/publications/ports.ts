/** What this room asks of the drafts. */
export interface InstructionsPort {
  /** Every signed act, the latest first; some of them by their ids. */
  listSigned(ids?: readonly string[]): Promise<SignedAct[]>;
}

export interface SignedAct {
  id: string;
  slug: string;
  title: string;
  /** `YYYY-MM-DD`. */
  signedOn: string;
}

/** Who acts, as far as these rules ask. */
export interface Actor {
  id: string;
  roles: readonly string[];
}
