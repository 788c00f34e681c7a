/** What is done so that the journal can be held against something else than itself; see `JournalEvents`. */
export interface ProofEvents {
  /** A timestamp of the line `anchored` and its hash; `tokenSha256`: of the token (RFC 3161). */
  'journal.anchored': {
    anchored: number;
    hash: string;
    cause: 'day' | 'day-end' | 'signature' | 'close' | 'asked';
    tokenSha256: string;
    stampedAt: string;
    service: string;
  };
  /** The clock shows an earlier instant than the line before: lines keep their order, and this one says it. */
  'journal.clock-went-back': { previousAt: string };
  /** Rows of append-only tables as they were first seen; `sha256`: of their own hashes, in order. */
  'rows.sealed': { batch: string; rows: number; sha256: string };
}
