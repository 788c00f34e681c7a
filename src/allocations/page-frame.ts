import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { tabsOf, type Instruction, type Instructions } from '../drafts/instructions.ts';
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
export async function frameOf(
  { instructions, messages }: Pick<AllocationsRoutesDeps, 'instructions' | 'messages'>,
  { id, slug, title, state }: Instruction,
) {
  const seal = await instructions.documentSeal(id);
  const done = ['signed', 'dispatched', 'closed'].includes(state);
  const isSealed = state === 'signed' && seal?.mark === 'seal';
  return {
    title,
    stateLabel: messages(`drafts.state.${isSealed ? 'sealed' : state}`),
    badgeKind: done ? 'success' : state === 'draft' ? 'new' : 'info',
    ...(seal === undefined ? {} : { sha256: seal.sha256 }),
    tabs: tabsOf(messages, slug, 'credits'),
  };
}

/** Title and breadcrumb of a page about the credits of an instruction; `below` the tab itself when asked. */
export function pageOf(
  messages: Messages,
  { title, slug, state }: Instruction,
  model: Page['model'],
  below?: string,
): Pick<Page, 'title' | 'breadcrumb' | 'model'> {
  const own = messages('allocations.title');
  return {
    title: `${below ?? own} — ${title}, ${messages(`drafts.state.${state}`)}`,
    breadcrumb: [
      { label: messages('drafts.list.title'), href: '/instructions' },
      { label: title, href: `/instructions/${slug}` },
      ...(below === undefined ? [] : [{ label: own, href: addressOf(slug) }]),
    ],
    model,
  };
}
