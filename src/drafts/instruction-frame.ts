import type { Messages } from '../kernel/messages.ts';
import type { Page } from '../web/route.ts';
import { endsText, type Effect } from './corrections.ts';
import type { State } from './instruction.ts';
import type { Instruction, Instructions } from './instructions.ts';
import { tabsOf, type Tab } from './tabs.ts';

interface FrameDeps {
  instructions: Pick<Instructions, 'documentSeal'>;
  messages: Messages;
}

/** What the document bears, as `documentSeal` tells it. */
type Seal = { mark?: string; how?: string; corrected?: Effect } | undefined;

const badgeKinds: Record<State, 'new' | 'info' | 'success'> = {
  draft: 'new',
  in_review: 'info',
  approved: 'info',
  signed: 'success',
  dispatched: 'success',
  closed: 'success',
};

/**
 * « signée » when a person's own signature is on it, « scellée » when it bears the service's seal alone,
 * « signée à la main » when it is the sealed copy of a paper. A text that was replaced, repealed or amended
 * says so, in every list and on every page.
 */
export function stateLabel(messages: Messages, state: State, seal: Seal): string {
  if (seal?.corrected !== undefined) return messages(`drafts.state.${state}-${seal.corrected}`);
  if (state !== 'signed') return messages(`drafts.state.${state}`);
  if (seal?.how === 'by-hand') return messages('drafts.state.by-hand');
  return messages(`drafts.state.${seal?.mark === 'seal' ? 'sealed' : state}`);
}

export function stateBadge(messages: Messages, state: State, seal: Seal) {
  const badgeKind = endsText(seal?.corrected) ? 'warning' : badgeKinds[state];
  return { badgeKind, stateLabel: stateLabel(messages, state, seal) };
}

/** In a list, what replaced, repealed or amended a text. */
export function afterModel(
  { relation, title, slug }: { relation: Effect; title: string; slug: string | undefined },
  messages: Messages,
) {
  return {
    ended: endsText(relation),
    words: messages(`drafts.list.${relation}-by`),
    title,
    ...(slug === undefined ? {} : { href: `/instructions/${slug}` }),
  };
}

/** The header that every page of an instruction shares: title, state, hash once signed, tabs. */
export async function instructionFrame(
  { instructions, messages }: FrameDeps,
  { id, slug, title, state }: Instruction,
  current: Tab,
) {
  const seal = await instructions.documentSeal(id);
  return {
    title,
    ...stateBadge(messages, state, seal),
    ...(seal === undefined ? {} : { sha256: seal.sha256 }),
    tabs: tabsOf(messages, slug, current),
  };
}

/**
 * Title and breadcrumb of a page about an instruction: what the page is, of what, in which state.
 * @param about.section what the page is, when it is not the instruction's first.
 * @param about.under the page above, when it is not the instruction's first.
 */
export async function instructionPage(
  { instructions, messages }: FrameDeps,
  { id, slug, title, state }: Instruction,
  model: Page['model'],
  { section, under }: { section?: string; under?: { label: string; href: string } } = {},
): Promise<Pick<Page, 'title' | 'breadcrumb' | 'model'>> {
  const own = { label: title, href: `/instructions/${slug}` };
  const said = stateLabel(messages, state, await instructions.documentSeal(id));
  return {
    title: section === undefined ? `${title} — ${said}` : `${section} — ${title}, ${said}`,
    breadcrumb: [
      { label: messages('drafts.list.title'), href: '/instructions' },
      ...(section === undefined ? [] : [own]),
      ...(under === undefined ? [] : [under]),
    ],
    model,
  };
}
