/** What happens to a text while it is written and reviewed; see `JournalEvents`. */
export interface WorkshopEvents {
  /** An earlier revision became the content again, as revision `revision`. */
  'instruction.restored': { instruction: string; revision: number; from: number };
  /** Goes on in another version of its template, from revision `revision`; `aside`: texts without a place in it. */
  'instruction.template-updated': {
    instruction: string;
    revision: number;
    template: string;
    fromVersion: string;
    version: string;
    fromSha256: string;
    templateSha256: string;
    aside: number;
  };
  /** Begun from the text of the year before: `from` is its instruction, `fromRevision` what was copied. */
  'instruction.rolled-over': { instruction: string; from: string; fromRevision: number; fromYear: number };
  /** An administrator's circuit of visas; texts under review keep the one that they were submitted to. */
  'circuit.defined': { circuit: string; version: number; steps: number; definitionSha256: string };
  'circuit.retired': { circuit: string };
  /** `user` is away, `taker` gives visas in their place; days in Paris, both included. */
  'delegation.declared': {
    delegation: string;
    user: string;
    taker: string;
    fromOn: string;
    untilOn: string;
  };
  'delegation.ended': { delegation: string; user: string; taker: string };
  'visa.reminded': { instruction: string; version: number; step: number; user: string; number: number };
  /** The document went out to a body that has no account here. */
  'outside.transmitted': {
    instruction: string;
    version: number;
    step: number;
    sentOn: string;
    wordsHash: string;
  };
  /** `decision`: what the service does of the body's opinion. */
  'outside.opinion-recorded': {
    instruction: string;
    version: number;
    step: number;
    opinion: 'favourable' | 'reserved' | 'unfavourable';
    decision: 'given' | 'refused';
    givenOn: string;
    fileSha256: string;
    wordsHash: string;
  };
  /** By a signatory who was to sign it, and who is not an author for that. */
  'instruction.correction-begun': { instruction: string; version: number };
  'instruction.correction-left': { instruction: string };
  /** Passages that somebody must read again before the text is submitted. */
  'passages.marked': { instruction: string; count: number };
  'passages.confirmed': { instruction: string; passages: string[] };
  'passages.reopened': { instruction: string; passages: string[] };
  /** What people say of a text, beside it. `blocking`: it holds the submission until its thread is resolved. */
  'comment.written': {
    instruction: string;
    thread: string;
    comment: string;
    blocking: boolean;
    wordsHash: string;
  };
  'comment.edited': { instruction: string; thread: string; comment: string; wordsHash: string };
  'comment.withdrawn': { instruction: string; thread: string; comment: string };
  'comment.resolved': { instruction: string; thread: string };
  'comment.reopened': { instruction: string; thread: string };
  /** Staff recorded that another act of that day repeals it; `by`: that act's id, if it is in the archive. */
  'instruction.repeal-recorded': {
    instruction: string;
    repeal: string;
    repealedOn: string;
    by: string;
    wordsHash: string;
  };
  /** The record was wrong: the text stands as before it. */
  'instruction.repeal-taken-back': { instruction: string; repeal: string; wordsHash: string };
}
