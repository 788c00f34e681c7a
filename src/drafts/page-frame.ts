import type { Messages } from '../kernel/messages.ts';
import { AppError } from '../kernel/errors.ts';
import type { CurrentUser, Page, Role } from '../web/route.ts';
import { type Actor, type State } from './instruction.ts';
import type { Instruction, Instructions } from './instructions.ts';
import { tabsOf, type Tab } from './tabs.ts';

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

const badgeKinds: Record<State, 'new' | 'info' | 'success'> = {
  draft: 'new',
  in_review: 'info',
  approved: 'info',
  signed: 'success',
  dispatched: 'success',
  closed: 'success',
};

export function addressOf(slug: string, rest = ''): string {
  return `/instructions/${slug}${rest}`;
}

/**
 * « signée » when a person's own signature is on it, « scellée » when it bears a seal alone.
 * @param bears the mark, or `by-hand` of the sealed copy of a paper.
 */
export function stateLabel(messages: Messages, state: State, bears?: string): string {
  const words = { seal: 'sealed', 'by-hand': 'by-hand' }[bears ?? ''];
  return messages(`drafts.state.${state === 'signed' && words !== undefined ? words : state}`);
}

export function stateBadge(messages: Messages, state: State, mark?: string) {
  return { badgeKind: badgeKinds[state], stateLabel: stateLabel(messages, state, mark) };
}

/** The header that every page of an instruction shares: title, state, hash once frozen, tabs. */
export async function frameOf(
  { instructions, messages }: Pick<DraftsRoutesDeps, 'instructions' | 'messages'>,
  instruction: Instruction,
  current: Tab,
) {
  const seal = await instructions.documentSeal(instruction.id);
  return {
    title: instruction.title,
    stateLabel: stateLabel(messages, instruction.state, seal?.how === 'by-hand' ? seal.how : seal?.mark),
    badgeKind: badgeKinds[instruction.state],
    ...(seal === undefined ? {} : { sha256: seal.sha256 }),
    tabs: tabsOf(messages, instruction.slug, current),
  };
}

/** Title and breadcrumb of a page about an instruction; `mark` is what the document bears, for a page without frame. */
export function pageOf(
  messages: Messages,
  instruction: Instruction,
  model: Page['model'],
  section?: string,
  mark?: string,
): Pick<Page, 'title' | 'breadcrumb' | 'model'> {
  const list = { label: messages('drafts.list.title'), href: '/instructions' };
  const own = { label: instruction.title, href: addressOf(instruction.slug) };
  // The frame knows what the document bears: a text that only the seal is on is « scellée » everywhere.
  const frame = model['frame'] as { stateLabel?: string } | undefined;
  const state = frame?.stateLabel ?? stateLabel(messages, instruction.state, mark);
  return {
    title:
      section === undefined
        ? `${instruction.title} — ${state}`
        : `${section} — ${instruction.title}, ${state}`,
    breadcrumb: section === undefined ? [list] : [list, own],
    model,
  };
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
