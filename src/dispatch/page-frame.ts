import { AppError } from '../kernel/errors.ts';
import type { Clock } from '../kernel/clock.ts';
import { formatCount } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import {
  instructionFrame,
  instructionPage,
  type Instruction,
  type Instructions,
} from '../drafts/instructions.ts';
import type { CurrentUser, Page, Role } from '../web/route.ts';
import type { Campaign, Dispatch } from './dispatch.ts';
import type { Actor, AnnexesPort, InboxPort, ProofsPort, QuestionsPort } from './ports.ts';
import type { Preparing } from './preparing/preparing.ts';
import type { Statements } from './following/statements.ts';
import type { Reminding } from './reminding/reminding.ts';

export interface DispatchRoutesDeps {
  dispatch: Dispatch;
  preparing: Preparing;
  reminding: Reminding;
  instructions: Pick<Instructions, 'documentSeal' | 'findBySlug' | 'signedVersion'>;
  messages: Messages;
  /** Display names of users; an erased person has none. */
  namesOf(userIds: string[]): Promise<Map<string, string>>;
  /** Where a user writes from; undefined when they gave no address. */
  mailOf(userId: string): Promise<string | undefined>;
  clock: Clock;
  statements: Pick<Statements, 'find' | 'pdf'>;
  /** What came back from each office. */
  inbox?: InboxPort;
  /** What each office asked from its page. */
  questions?: QuestionsPort;
  /** What each office received beside the act. */
  annexes?: Pick<AnnexesPort, 'officeAnnexes'>;
  /** What proves each acknowledgement, and visits of the links. */
  proofs?: ProofsPort;
}

/** Who reads a campaign: everyone who works on instructions, and the auditor. */
export const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
export const dispatchers: readonly Role[] = ['dispatcher'];

export function addressOf(slug: string, rest = ''): string {
  return `/instructions/${slug}/diffusion${rest}`;
}

export function actorOf(user: CurrentUser | undefined): Actor {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return { id: user.id, roles: user.roles };
}

export function isDispatcher(user: CurrentUser | undefined): boolean {
  return user?.roles.includes('dispatcher') ?? false;
}

/** The instruction and the campaign of its signed version, if it was opened. Throws `not-found`. */
export async function findSubject(deps: DispatchRoutesDeps, slug: string) {
  const instruction = await deps.instructions.findBySlug(slug);
  if (instruction === undefined) throw new AppError('not-found', 'no such instruction');
  return { instruction, campaign: await deps.dispatch.findCampaignOf(instruction.id) };
}

/** The same, on pages that make no sense before the campaign was opened. */
export async function findOpened(
  deps: DispatchRoutesDeps,
  slug: string,
): Promise<{ instruction: Instruction; campaign: Campaign }> {
  const { instruction, campaign } = await findSubject(deps, slug);
  if (campaign === undefined) {
    throw new AppError('not-found', 'no campaign', { messageKey: 'dispatch.campaign.unknown' });
  }
  return { instruction, campaign };
}

/** The header that every page of an instruction shares. */
export function frameOf(
  deps: Pick<DispatchRoutesDeps, 'instructions' | 'messages'>,
  instruction: Instruction,
) {
  return instructionFrame(deps, instruction, 'dispatch');
}

/** Title and breadcrumb of a page about the dispatch of an instruction, or of one `below` it. */
export function pageOf(
  deps: Pick<DispatchRoutesDeps, 'instructions' | 'messages'>,
  instruction: Instruction,
  model: Page['model'],
  { title, below = false }: { title?: string; below?: boolean } = {},
) {
  const { messages } = deps;
  const list = { label: messages('dispatch.page.list'), href: addressOf(instruction.slug) };
  const section = title ?? messages('dispatch.page.title');
  return instructionPage(deps, instruction, model, { section, ...(below ? { under: list } : {}) });
}

/** A model without its empty texts: pages declare them optional, and a leaf is never empty. */
export function printed<Value extends object>(value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, text]) => text !== '')) as Partial<Value>;
}

/** The sentence of `key-none`, `key-one` or `key-many`; undefined when there is none for zero. */
export function counted(
  messages: Messages,
  key: string,
  count: number,
  params: Record<string, string> = {},
): string {
  const form = count === 0 ? 'none' : count === 1 ? 'one' : 'many';
  return messages(`${key}-${form}`, { count: formatCount(count), ...params });
}
