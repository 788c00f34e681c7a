import { formatBytes, formatCount, formatDay, formatLongInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import type { Instruction } from '../../drafts/instructions.ts';
import { page, redirect, type Reply } from '../../web/route.ts';
import type { CorrectedRecipients } from './corrected-recipients.ts';
import type { DeparturePlan } from './departure-plan.ts';
import { notificationsModel } from './notifications.ts';
import type { Preparation } from './preparing.ts';
import { addressOf, counted, findSubject, frameOf, pageOf, type DispatchRoutesDeps } from '../page-frame.ts';
import { remindersAhead } from '../reminding/ladder-page.ts';

/** The questions of a preparation, one page each, in order. */
export const steps = ['recipients', 'mail', 'checks', 'departure'] as const;
export type Step = (typeof steps)[number];

const paths: Record<Step, string> = {
  recipients: '/preparation/destinataires',
  mail: '/preparation/courriel',
  checks: '/preparation/controles',
  departure: '/preparation/depart',
};

export function addressOfStep(slug: string, step: Step): string {
  return addressOf(slug, paths[step]);
}

/** The page that follows a step; after the last one, the page that confirms. */
export function addressAfter(slug: string, step: Step): string {
  const next = steps[steps.indexOf(step) + 1];
  return next === undefined ? addressOf(slug, '/confirmer') : addressOfStep(slug, next);
}

/** Where the steps are, in words, and where they lead; read by the « preparing-steps » partial. */
function stepperOf(messages: Messages, slug: string, step: Step) {
  const index = steps.indexOf(step);
  const next = steps[index + 1];
  return {
    step: index + 1,
    steps: steps.length,
    label: messages(`preparing.step.${step}`),
    ...(next === undefined ? {} : { next: messages(`preparing.step.${next}`) }),
    links: steps.map((each) => ({
      label: messages(`preparing.step.${each}`),
      href: addressOfStep(slug, each),
      current: each === step,
    })),
  };
}

/** A page of the preparation, or its refused form. */
export async function stepPage(
  deps: DispatchRoutesDeps,
  instruction: Instruction,
  step: Step,
  model: Record<string, unknown>,
  errors?: FieldError[],
): Promise<Reply> {
  const { messages } = deps;
  const title = messages(`preparing.title.${step}`);
  const shown = {
    frame: await frameOf(deps, instruction),
    stepper: stepperOf(messages, instruction.slug, step),
    title,
    back: addressOf(instruction.slug),
    ...model,
  };
  const content = await pageOf(deps, instruction, shown, { title, below: true });
  if (errors === undefined) return page(`dispatch/preparing-${step}`, content);
  return page(`dispatch/preparing-${step}`, { ...content, errors }, 422);
}

export interface Prepared {
  instruction: Instruction;
  preparation: Preparation;
}

/**
 * What a step works on; without a preparation in one of these states there is nothing to do here, and the
 * reader is led to the page that says where things stand.
 */
export async function findPrepared(
  deps: DispatchRoutesDeps,
  slug: string,
  states: readonly Preparation['state'][] = ['open'],
): Promise<Prepared | { elsewhere: Reply }> {
  const { instruction, campaign } = await findSubject(deps, slug);
  const preparation = await deps.preparing.find(instruction.id);
  if (campaign !== undefined || preparation === undefined || !states.includes(preparation.state))
    return { elsewhere: redirect(addressOf(slug)) };
  return { instruction, preparation };
}

/** What a departure will do, in numbers: each a sentence. */
export function pointsOf(messages: Messages, plan: DeparturePlan, dueAt: string | undefined): string[] {
  const notifications = notificationsModel(messages, plan.signed.slug, plan);
  const count = (role: string) => plan.offices.filter((each) => each.role === role).length;
  const missing = plan.offices.filter(({ office }) => office.contacts.length === 0).length;
  const copies = count('cc');
  const at = dueAt === undefined ? '' : formatLongInstant(dueAt);
  return [
    ...(copies === 0 ? [] : [counted(messages, 'preparing.confirm.copies', copies)]),
    missing === 0
      ? messages('preparing.confirm.all-reachable')
      : counted(messages, 'preparing.confirm.unreachable', missing),
    messages(`preparing.confirm.directory-${plan.isDayChosen ? 'chosen' : 'departure'}`, {
      day: formatDay(plan.recipientsOn),
    }),
    messages('preparing.confirm.deadline', { day: formatDay(plan.deadlineOn) }),
    messages(`preparing.confirm.${plan.pdfBy === 'link' ? 'by-link' : 'attached'}`, {
      size: formatBytes(plan.pdf.byteLength),
    }),
    ...(notifications === undefined ? [] : [notifications.sentence]),
    remindersAhead(messages, { openedAt: plan.leavesAt.toISOString(), deadlineOn: plan.deadlineOn }),
    dueAt === undefined ? messages('preparing.confirm.now') : messages('preparing.confirm.later', { at }),
  ];
}

/** « Vous allez écrire à 106 préfectures pour attribution. » */
export function headlineOf(messages: Messages, plan: DeparturePlan): string {
  const count = plan.offices.filter(({ role }) => role === 'to').length;
  return count === 1
    ? messages('preparing.confirm.to-one')
    : messages('preparing.confirm.to-many', { count: formatCount(count) });
}

/** Of a rectificatif: to whom it is proposed. */
export function correctedSentence(messages: Messages, { title, offices }: CorrectedRecipients): string {
  return messages('preparing.recipients.corrected', { title, count: formatCount(offices.length) });
}
