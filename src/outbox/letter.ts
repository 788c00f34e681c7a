/** What a mail beside the ledger is for. */
export type LetterKind =
  | ('question-answer' | 'proposal-decided' | 'mailbox-replaced' | 'mailbox-announced' | 'regional-reminder')
  | ('answer-reminder' | 'answer-confirmation' | 'question-notice' | 'comment-mention')
  | 'publication-warning';

export type LetterState = 'pending' | 'sending' | 'ending' | 'accepted' | 'refused' | 'unknown';

/** A mail to write to an office, or to staff, as it is posted. */
export interface NewLetter {
  kind: LetterKind;
  /** Empty when it is about none. */
  officeId: string;
  /** `question:<id>`: the letters about one thing, to one office, are one thread. */
  about: string;
  /** What the journal's line of its end is about. */
  journalSubject: string;
  /** A user's id, or `office:<id>`. */
  writtenBy: string;
  address: string;
  /** Whom an answer reaches beside the service. */
  replyTo?: string[];
  subject: string;
  text: string;
  /** The mail of the ledger beside which an answer to this one is shown. */
  place?: { campaignId: string; deliveryId: string };
}

/** A mail that was written, and how far it got. */
export interface Letter extends Omit<NewLetter, 'address' | 'replyTo' | 'subject' | 'text'> {
  id: string;
  /** `<id@domain>`: the same at every attempt. */
  headerId: string;
  state: LetterState;
  attempts: number;
  writtenAt: string;
  changedAt: string;
  /** Undefined once it was erased. */
  words: LetterWords | undefined;
}

export interface LetterWords {
  address: string;
  replyTo: string[];
  subject: string;
  text: string;
  /** The last words of the mail server; empty before any. */
  serverReply: string;
}

const badges: Record<LetterState, string> = {
  ...{ pending: 'info', sending: 'info', ending: 'info' },
  ...{ accepted: 'success', refused: 'error', unknown: 'warning' },
};

/** The badge beside the words of a letter's state (`outbox.state.…`). */
export function badgeOfLetter(state: LetterState): string {
  return badges[state];
}
