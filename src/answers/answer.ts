import { saltedHash } from '../kernel/hash.ts';
import type { DocumentKind } from './request.ts';

/** What the content of an answer is: a file of that kind, or canonical text (a day, a questionnaire's JSON). */
export type ContentKind = DocumentKind | 'date' | 'questionnaire';

/** Answers of one office, for all its territories: each department of a region may be corrected a few times. */
export const mostAnswers = { anHour: 40, aDay: 120 };

/** What the antivirus says of a file; what is not a file has none. */
export type ScanState = 'clean' | 'unscanned' | 'infected';

/** Who gave an answer, as they wrote it. */
export interface Person {
  name: string;
  function: string;
}

/** One version of what a territory answers; the latest counts. */
export interface Answer {
  id: string;
  requestId: string;
  territoryId: string;
  /** From 1 on. */
  number: number;
  officeId: string;
  givenAt: string;
  /** The day by the office's own clock. */
  givenOn: string;
  strength: 'code' | 'proconnect';
  contentKind: ContentKind;
  /** Of the content's bytes. */
  sha256: string;
  bytes: number;
  /** Undefined once erased. */
  person: Person | undefined;
  /** As the office named it; empty when there is none or it was erased. */
  fileName: string;
  scan: { state: ScanState; reason: string } | undefined;
}

/** Where the answer of a territory stands. `blocked`: the antivirus found something in what was received. */
export type AnswerState = 'awaited' | 'draft' | 'late' | 'blocked' | 'received' | 'replaced';

/** States that say that something is still owed. */
export const owingStates: readonly AnswerState[] = ['awaited', 'draft', 'late', 'blocked'];

/**
 * @param given.answers versions of one territory, oldest first.
 * @param given.today by the office's own clock.
 */
export function stateOfAnswer(given: {
  answers: readonly Answer[];
  begun: boolean;
  dueOn: string;
  today: string;
}): AnswerState {
  const latest = given.answers.at(-1);
  if (latest !== undefined)
    return latest.scan?.state === 'infected' ? 'blocked' : latest.number > 1 ? 'replaced' : 'received';
  if (given.today > given.dueOn) return 'late';
  return given.begun ? 'draft' : 'awaited';
}

/** Received after the last day, as it stands now: a day that was moved later makes it timely. */
export function isLate({ givenOn }: Pick<Answer, 'givenOn'>, dueOn: string): boolean {
  return givenOn > dueOn;
}

/**
 * Whether one more version is taken: until the last day, whatever came; then a first one, or what follows a late
 * one or a blocked file. What was received in time stays as it was on that day, unless staff move the day.
 * @param given.answers versions of one territory, oldest first.
 * @param given.today by the office's own clock.
 */
export function takesOneMore(given: { answers: readonly Answer[]; dueOn: string; today: string }): boolean {
  const latest = given.answers.at(-1);
  if (latest === undefined || given.today <= given.dueOn) return true;
  return isLate(latest, given.dueOn) || latest.scan?.state === 'infected';
}

/** What the journal keeps of who gave it. */
export function hashPerson(salt: string, { name, function: role }: Person): string {
  return saltedHash(salt, `${name}\n${role}`);
}
