import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import type { CurrentUser, Role } from '../web/route.ts';
import type { Actor } from './instruction.ts';
import type { Instruction, Instructions } from './instructions.ts';

export {
  afterModel,
  instructionFrame as frameOf,
  instructionPage as pageOf,
  stateBadge,
  stateLabel,
} from './instruction-frame.ts';

/** Who reads instructions. The administrator keeps house and reads none. */
export const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];

export interface DraftsRoutesDeps {
  instructions: Instructions;
  messages: Messages;
  /** Display names of users; an erased person has none. */
  namesOf(userIds: string[]): Promise<Map<string, string>>;
  /** Names of the offices, by id. */
  officeNames(): Promise<Map<string, string>>;
  /** Everyone who has an account, to declare authors among them. */
  listPeople(): Promise<{ id: string; name: string; roles: readonly string[] }[]>;
  /** The present instant, for the letter's date. */
  clock: { now(): Date };
}

export function addressOf(slug: string, rest = ''): string {
  return `/instructions/${slug}${rest}`;
}

export function actorOf(user: CurrentUser | undefined): Actor {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return { id: user.id, name: user.name, roles: user.roles };
}

/** Throws `not-found`. */
export async function findOrThrow(instructions: Instructions, slug: string): Promise<Instruction> {
  const instruction = await instructions.findBySlug(slug);
  if (instruction === undefined) throw new AppError('not-found', 'no such instruction');
  return instruction;
}
