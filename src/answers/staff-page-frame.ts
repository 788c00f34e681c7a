import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import {
  instructionFrame,
  instructionPage,
  type Instruction,
  type Instructions,
} from '../drafts/instructions.ts';
import type { CurrentUser, Page, Role } from '../web/route.ts';
import type { AskedAnswers, Board } from './answers.ts';
import { staffAddress } from './paths.ts';
import type { Actor } from './ports.ts';

export interface StaffAnswersDeps {
  answers: AskedAnswers;
  instructions: Pick<Instructions, 'findBySlug' | 'documentSeal'>;
  messages: Messages;
  /** Names of the offices, by id, in the order of the departments. */
  officeNames(): Promise<Map<string, string>>;
  clock: { now(): Date };
}

/** Who reads what is asked and what came: everyone who works on instructions, and the auditor. */
export const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
/** Who asks, and changes what is asked. */
export const askers: readonly Role[] = ['drafter', 'dispatcher'];

export function isAsker(user: CurrentUser | undefined): boolean {
  return user?.roles.some((role) => askers.includes(role)) ?? false;
}

export function actorOf(user: CurrentUser | undefined): Actor {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return { id: user.id, roles: user.roles };
}

/** Throws `not-found`. */
export async function findActOrThrow(deps: StaffAnswersDeps, slug: string): Promise<Instruction> {
  const instruction = await deps.instructions.findBySlug(slug);
  if (instruction === undefined) throw new AppError('not-found', 'no such instruction');
  return instruction;
}

/** A request of that instruction, and everything under it. Throws `not-found`. */
export async function findBoardOrThrow(
  deps: StaffAnswersDeps,
  params: { slug: string; request: string },
): Promise<{ act: Instruction; board: Board }> {
  const act = await findActOrThrow(deps, params.slug);
  const board = await deps.answers.board(params.request);
  if (board?.instruction.id !== act.id) throw new AppError('not-found', 'no such request');
  return { act, board };
}

/** A page under the tab « Réponses attendues »; `title` is its own, below that of the tab. */
export async function staffPage(
  deps: StaffAnswersDeps,
  act: Instruction,
  model: Page['model'],
  title?: string,
): Promise<Pick<Page, 'title' | 'breadcrumb' | 'model'>> {
  const frame = await instructionFrame(deps, act, 'answers');
  const own = { label: deps.messages('answers.requests.title'), href: staffAddress(act.slug) };
  const about = title === undefined ? { section: own.label } : { section: title, under: own };
  return instructionPage(deps, act, { frame, ...model }, about);
}
