import type { FileKind } from '../kernel/file-kind.ts';
import type { FieldError } from '../kernel/outcome.ts';

/** What may be asked: a file, a day, or the answers to a typed questionnaire. */
export const requestKinds = ['file', 'date', 'questionnaire'] as const;
export type RequestKind = (typeof requestKinds)[number];

/**
 * Who owes an answer. `departments`: each department, and each overseas collectivity, which has none;
 * `regions`: each region; `all`: both; `offices`: the territories of some offices, their region apart.
 */
export const audiences = ['departments', 'regions', 'all', 'offices'] as const;
export type Audience = (typeof audiences)[number];

/** The kinds of file that a request may take; a picture of a page is none of them. */
export const documentKinds = ['pdf', 'docx', 'xlsx', 'odt'] as const satisfies FileKind[];
export type DocumentKind = (typeof documentKinds)[number];

/** What staff write of a request. */
export interface RequestDraft {
  kind: RequestKind;
  title: string;
  guidance: string;
  audience: Audience;
  /** Of `offices` only; empty otherwise. */
  officeIds: string[];
  /** `YYYY-MM-DD`: the last day, by each office's own clock. */
  dueOn: string;
  /** Of `file` only; empty otherwise. */
  acceptedKinds: DocumentKind[];
}

/** Something that an instruction asks back. */
export interface AnswerRequest extends RequestDraft {
  id: string;
  instructionId: string;
  /** Whether offices that owe are reminded by mail. */
  reminders: boolean;
  createdAt: string;
  createdBy: string;
  withdrawnAt: string | undefined;
}

/** Where a request stands: prepared with its text, asked since it was sent, or withdrawn. */
export type RequestState = 'prepared' | 'asked' | 'withdrawn';

export function stateOfRequest({ withdrawnAt }: AnswerRequest, instructionState: string): RequestState {
  if (withdrawnAt !== undefined) return 'withdrawn';
  return isSent(instructionState) ? 'asked' : 'prepared';
}

export function isSent(instructionState: string): boolean {
  return instructionState === 'dispatched' || instructionState === 'closed';
}

/** What contradicts itself in a request; `today` is a day in Paris. */
export function findRequestFaults(draft: RequestDraft, today: string): FieldError[] {
  const faults: FieldError[] = [];
  if (draft.dueOn <= today) faults.push({ field: 'dueOn', key: 'answers.due.past' });
  if (draft.kind === 'file' && draft.acceptedKinds.length === 0)
    faults.push({ field: 'acceptedKinds', key: 'answers.kinds.none' });
  if (draft.audience === 'offices' && draft.officeIds.length === 0)
    faults.push({ field: 'officeIds', key: 'answers.offices.none' });
  return faults;
}

/** A request without what its kind and its audience do not use. */
export function tidied(draft: RequestDraft): RequestDraft {
  return {
    ...draft,
    officeIds: draft.audience === 'offices' ? [...new Set(draft.officeIds)].toSorted() : [],
    acceptedKinds:
      draft.kind === 'file' ? documentKinds.filter((kind) => draft.acceptedKinds.includes(kind)) : [],
  };
}
