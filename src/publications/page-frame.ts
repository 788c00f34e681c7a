import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import {
  instructionFrame,
  instructionPage,
  type Instruction,
  type Instructions,
} from '../drafts/instructions.ts';
import type { CurrentUser, Page, Role } from '../web/route.ts';
import type { Actor } from './ports.ts';
import { recorders } from './publication.ts';
import type { PublicPage, Publications } from './publications.ts';

export interface ClockPagesDeps {
  publications: Publications;
  page: Pick<PublicPage, 'listEntries'>;
  instructions: Pick<Instructions, 'findBySlug' | 'documentSeal' | 'listSigned'>;
  messages: Messages;
  /** Display names of users; an erased person has none. */
  namesOf(userIds: string[]): Promise<Map<string, string>>;
  clock: { now(): Date };
}

/** Who reads where a text was published: everyone who works on instructions, and the auditor. */
export const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];

export const addressOf = (slug: string, rest = ''): string => `/instructions/${slug}/publication${rest}`;

export const mayRecord = (user: CurrentUser | undefined): boolean =>
  recorders.some((role) => user?.roles.includes(role) ?? false);

export function actorOf(user: CurrentUser | undefined): Actor {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return { id: user.id, roles: user.roles };
}

/** Throws `not-found`. */
export async function findActOrThrow(deps: ClockPagesDeps, slug: string): Promise<Instruction> {
  const instruction = await deps.instructions.findBySlug(slug);
  if (instruction === undefined) throw new AppError('not-found', 'no such instruction');
  return instruction;
}

/** A page under the tab « Publication »; `title` is its own, below that of the tab. */
export async function clockPage(
  deps: ClockPagesDeps,
  act: Instruction,
  model: Page['model'],
  title?: string,
): Promise<Pick<Page, 'title' | 'breadcrumb' | 'model'>> {
  const frame = await instructionFrame(deps, act, 'publication');
  const own = { label: deps.messages('publications.title'), href: addressOf(act.slug) };
  const about = title === undefined ? { section: own.label } : { section: title, under: own };
  return instructionPage(deps, act, { frame, ...model }, about);
}
