import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { CurrentUser, Page, Role } from '../../web/route.ts';
import type { AskedAnswers } from '../answers.ts';
import type { AskingRequest, Composer, FramesPort } from './ports.ts';
import type { Questionnaires } from './questionnaires.ts';
import type { Questionnaire } from './questionnaires-store.ts';

export interface StaffRoutesDeps {
  questionnaires: Questionnaires;
  answers: Pick<AskedAnswers, 'board' | 'findAnswer'>;
  instructions: FramesPort;
  messages: Messages;
  clock: { now(): Date };
}

export const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
export const composers: readonly Role[] = ['drafter', 'dispatcher'];

export const staffParams = z.object({
  slug: z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/),
  request: z.uuid(),
});
export const elementParams = staffParams.extend({ key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/) });
export const anyFields = z.record(z.string().max(200), z.string().max(20_000));

type Params = z.infer<typeof staffParams>;

export function requestAddress({ slug, request }: Params, rest = ''): string {
  return `/instructions/${slug}/reponses/${request}${rest}`;
}

export function composingAddress(params: Params, rest = ''): string {
  return requestAddress(params, `/questionnaire${rest}`);
}

export function composerOf(user: CurrentUser | undefined): Composer {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return { id: user.id, roles: user.roles };
}

/** The questionnaire of a request of this instruction. Throws `not-found`. */
export async function findAsked(
  { questionnaires, instructions }: StaffRoutesDeps,
  params: Params,
): Promise<{ request: AskingRequest; questionnaire: Questionnaire; actTitle: string }> {
  const instruction = await instructions.findBySlug(params.slug);
  const request = await questionnaires.demandRequest(params.request);
  if (instruction === undefined || request.instructionId !== instruction.id)
    throw new AppError('not-found', 'no such request of this instruction');
  const questionnaire = await questionnaires.open(params.request);
  return { request, questionnaire, actTitle: instruction.title };
}

/** Title and breadcrumb of a page about a request's questionnaire, or of the one `below` it. */
export function framed(
  { messages }: StaffRoutesDeps,
  given: { params: Params; actTitle: string; title: string; below?: string },
  model: Page['model'],
): Page {
  const { params, actTitle, title, below } = given;
  const home = { label: messages('questionnaires.compose.list'), href: '/instructions' };
  const act = { label: actTitle, href: `/instructions/${params.slug}` };
  const asked = { label: messages('questionnaires.compose.asked'), href: requestAddress(params) };
  const own = { label: title, href: composingAddress(params) };
  return {
    title: below === undefined ? `${title} — ${actTitle}` : `${below} — ${title}`,
    breadcrumb: [home, act, asked, ...(below === undefined ? [] : [own])],
    model,
  };
}
