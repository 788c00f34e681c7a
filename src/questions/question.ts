/** What a question may be about. */
export const topics = ['text', 'credits', 'calendar', 'answers', 'dispatch', 'other'] as const;
export type Topic = (typeof topics)[number];

/** `asked`: the office waits. `closed`: it was ended without an answer, with a reason. */
export const questionStates = ['asked', 'answered', 'closed'] as const;
export type QuestionState = (typeof questionStates)[number];

/** `question` is the first, `follow-up` any other word of the office. */
export type EntryKind = 'question' | 'follow-up' | 'answer' | 'closing';

export interface Question {
  id: string;
  officeId: string;
  instructionId: string | undefined;
  topic: Topic;
  state: QuestionState;
  askedAt: string;
  changedAt: string;
}

/** What was said, by either side. */
export interface Entry {
  id: string;
  /** From 1 on. */
  number: number;
  kind: EntryKind;
  writtenAt: string;
  /** A user's id, or `office:<id>`. */
  writtenBy: string;
  /** What the office's page was entered with; undefined of staff. */
  strength: 'code' | 'proconnect' | undefined;
  /** The letter that took an answer to the office; undefined when it could not be written to. */
  mailId: string | undefined;
  /** Undefined once it was erased. */
  words: { text: string; personName: string; personFunction: string } | undefined;
}

export const longestQuestion = 4_000;
export const longestAnswer = 10_000;
export const longestReason = 1_000;
/** Questions and what follows them, of one office. */
export const mostQuestions = { anHour: 10, aDay: 30 };
/** How many a page of the list shows. */
export const questionsAPage = 50;

export const badgeOfQuestion: Record<QuestionState, 'new' | 'success' | 'info'> = {
  asked: 'new',
  answered: 'success',
  closed: 'info',
};

/** What the journal's lines about a question are about. */
export function journalSubjectOf({ officeId, instructionId }: Pick<Question, 'officeId' | 'instructionId'>) {
  return instructionId === undefined ? `office:${officeId}` : `instruction:${instructionId}`;
}
