import { AppError } from '../kernel/errors.ts';
import { formatDay } from '../kernel/french-format.ts';
import type { FieldError } from '../kernel/outcome.ts';

/** Where an instruction stands, in the order of its way. */
export const states = ['draft', 'in_review', 'approved', 'signed', 'dispatched', 'closed'] as const;
export type State = (typeof states)[number];

/**
 * The one table of moves. Back to draft: a refused visa, the writing resumed, a correction by the signatory;
 * each voids the visas. The database's own trigger holds the same table.
 */
export const allowedMoves: Readonly<Record<State, readonly State[]>> = {
  draft: ['in_review'],
  in_review: ['approved', 'draft'],
  approved: ['signed', 'draft'],
  signed: ['dispatched'],
  dispatched: ['closed'],
  closed: [],
};

export function isState(value: string): value is State {
  return (states as readonly string[]).includes(value);
}

export function mayMove(from: State, to: State): boolean {
  return allowedMoves[from].includes(to);
}

/** Text and fields change in a draft only: what is frozen is read-only until somebody resumes the writing. */
export function isEditable(state: State): boolean {
  return state === 'draft';
}

/** From the signature on, for ever. */
export function isSigned(state: State): boolean {
  return state === 'signed' || state === 'dispatched' || state === 'closed';
}

/** The person who acts, as far as these rules ask. */
export interface Actor {
  id: string;
  name: string;
  roles: readonly string[];
}

export interface Standing {
  state: State;
  authorIds: readonly string[];
}

/** Why a person may not do something now: because of who they are, or of where the text stands. */
export interface Fault {
  code: 'forbidden' | 'conflict';
  key: string;
}

/** Throws what the rule found, if anything, with the sentence that the person reads. */
export function demand(fault: Fault | undefined): void {
  if (fault !== undefined) throw new AppError(fault.code, fault.key, { messageKey: fault.key });
}

/** A text is begun, and written, by drafters. */
export function faultOfBeginning(actor: Actor): Fault | undefined {
  return actor.roles.includes('drafter') ? undefined : { code: 'forbidden', key: 'drafts.role.drafter-only' };
}

/** A text, and the signatory who corrects it while it is a draft again, if one does. */
export interface Writable {
  state: State;
  correctedBy?: string | null;
}

/** An author's declaration: once the text is frozen a visa may already be theirs. */
export function faultOfDraftAct(actor: Actor, instruction: Writable): Fault | undefined {
  if (instruction.state !== 'draft')
    return faultOfBeginning(actor) ?? { code: 'conflict', key: 'drafts.state.not-a-draft' };
  if (instruction.correctedBy) return { code: 'conflict', key: 'drafts.state.being-corrected' };
  return faultOfBeginning(actor);
}

/** A text is written by drafters; one that its signatory corrects, by the signatory alone. */
export function faultOfEdit(actor: Actor, instruction: Writable): Fault | undefined {
  const { state, correctedBy = null } = instruction;
  const role = correctedBy === actor.id ? undefined : faultOfBeginning(actor);
  if (role !== undefined) return role;
  if (state === 'in_review' || state === 'approved') return { code: 'conflict', key: 'drafts.state.frozen' };
  if (!isEditable(state)) return { code: 'conflict', key: 'drafts.state.no-longer-editable' };
  if (correctedBy !== null && correctedBy !== actor.id)
    return { code: 'conflict', key: 'drafts.state.being-corrected' };
  return undefined;
}

/** Who writes a text submits it: a drafter, or the signatory who corrects it. */
export function faultOfFreeze(actor: Actor, instruction: Writable): Fault | undefined {
  if (instruction.state === 'draft') return faultOfEdit(actor, instruction);
  return faultOfDraftAct(actor, instruction);
}

/** Takes a frozen text back to writing: a drafter's, until it is signed. */
export function faultOfResuming(actor: Actor, { state }: Writable): Fault | undefined {
  const role = faultOfBeginning(actor);
  if (role !== undefined || mayMove(state, 'draft')) return role;
  const key = state === 'draft' ? 'drafts.state.already-a-draft' : 'drafts.state.no-longer-editable';
  return { code: 'conflict', key };
}

/** An approved text is signed by a signatory who is not one of its declared authors. */
export function faultOfSignature(actor: Actor, instruction: Standing): Fault | undefined {
  if (!actor.roles.includes('signatory')) return { code: 'forbidden', key: 'drafts.role.signatory-only' };
  if (instruction.authorIds.includes(actor.id)) return { code: 'forbidden', key: 'drafts.sign.own-text' };
  if (instruction.state !== 'approved') return { code: 'conflict', key: 'drafts.state.not-approved' };
  return undefined;
}

/** Name of the field that holds the letter's date, in every template. */
export const letterDateField = 'letterDate';

/** The day that the letter bears (`YYYY-MM-DD`); undefined: « à la date de la signature électronique ». */
export function letterDayOf(fields: Readonly<Record<string, string>>): string | undefined {
  const day = fields[letterDateField];
  return day === undefined || day === '' ? undefined : day;
}

/**
 * A letter that names a day is signed on that day, in Paris, or not at all: the frozen bytes cannot
 * be re-dated, so another day asks for another freeze.
 */
export function faultOfSigningDay(letterDay: string | undefined, today: string): FieldError | undefined {
  if (letterDay === undefined || letterDay === today) return undefined;
  return {
    field: '',
    key: letterDay > today ? 'drafts.sign.too-early' : 'drafts.sign.too-late',
    params: { day: formatDay(letterDay) },
  };
}
