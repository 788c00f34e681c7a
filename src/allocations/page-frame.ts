import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import {
  instructionFrame,
  instructionPage,
  type Instruction,
  type Instructions,
} from '../drafts/instructions.ts';
import type { CurrentUser, Page, Role } from '../web/route.ts';
import type { Allocations, Annexes } from './allocations.ts';
import type { Actor } from './ports.ts';

export interface AllocationsRoutesDeps {
  allocations: Allocations;
  annexes: Annexes;
  instructions: Pick<Instructions, 'findBySlug' | 'documentSeal' | 'signedVersion'>;
  messages: Messages;
  /** Display names of users; an erased person has none. */
  namesOf(userIds: string[]): Promise<Map<string, string>>;
  /** Names of the offices, by id. */
  officeNames(): Promise<Map<string, string>>;
  clock: { now(): Date };
}

/** Who reads the credits: everyone who works on instructions, and the auditor. */
export const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
export const drafters: readonly Role[] = ['drafter'];
export const dispatchers: readonly Role[] = ['dispatcher'];

export const slugParams = z.object({ slug: z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/) });

export function addressOf(slug: string, rest = ''): string {
  return `/instructions/${slug}/credits${rest}`;
}

export function actorOf(user: CurrentUser | undefined): Actor {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return { id: user.id, roles: user.roles };
}

/** Throws `not-found`. */
export async function findOrThrow(
  { instructions }: Pick<AllocationsRoutesDeps, 'instructions'>,
  slug: string,
): Promise<Instruction> {
  const instruction = await instructions.findBySlug(slug);
  if (instruction === undefined) throw new AppError('not-found', 'no such instruction');
  return instruction;
}

/** The header that every page of an instruction shares. */
export function frameOf(deps: AllocationsRoutesDeps, instruction: Instruction) {
  return instructionFrame(deps, instruction, 'credits');
}

/** Title and breadcrumb of a page about the credits of an instruction, or of the one `below` it that is named. */
export function pageOf(
  deps: AllocationsRoutesDeps,
  instruction: Instruction,
  model: Page['model'],
  below?: string,
) {
  const own = { label: deps.messages('allocations.title'), href: addressOf(instruction.slug) };
  const about = below === undefined ? { section: own.label } : { section: below, under: own };
  return instructionPage(deps, instruction, model, about);
}
