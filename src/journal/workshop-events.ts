/** What happens to a text while it is written and reviewed; see `JournalEvents`. */
export interface WorkshopEvents {
  /** An earlier revision became the content again, as revision `revision`. */
  'instruction.restored': { instruction: string; revision: number; from: number };
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
}
