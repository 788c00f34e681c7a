import { z } from 'zod';
import { parisDayOf } from '../../kernel/clock.ts';
import { formatLongInstant } from '../../kernel/french-format.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import type { Instruction } from '../../drafts/instructions.ts';
import { day } from '../../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../../web/route.ts';
import { createChecksRoutes } from './checks-routes.ts';
import { createConfirmingRoutes } from './confirming-routes.ts';
import { createDepartureRoutes } from './departure-routes.ts';
import { createMailPreviewRoutes } from './mail-preview-routes.ts';
import { notificationsModel } from './notifications.ts';
import { createNotificationsRoutes } from './notifications-routes.ts';
import { faultOfDeadline } from '../opening.ts';
import {
  actorOf,
  addressOf,
  dispatchers,
  findSubject,
  frameOf,
  isDispatcher,
  pageOf,
  type DispatchRoutesDeps,
} from '../page-frame.ts';
import { addressOfStep, correctedSentence, headlineOf, pointsOf } from './preparing-page.ts';
import type { Preparation } from './preparing.ts';
import { createRecipientsRoutes } from './recipients-routes.ts';
import { slugParams } from '../route-params.ts';

const body = z.object({
  deadlineOn: day(),
  next: z.enum(['confirmer', 'destinataires']).catch('confirmer'),
});

/** Before the campaign: where its preparation stands, and the short way to send to every office at once. */
export function createOpeningRoutes(deps: DispatchRoutesDeps) {
  const { preparing, instructions, messages, clock } = deps;
  const today = () => parisDayOf(clock.now());

  /** The page of a campaign that is not opened yet. `deadlineOn` is what was typed. */
  async function openingPage(
    instruction: Instruction,
    user: CurrentUser | undefined,
    given: { deadlineOn?: string; errors?: FieldError[] } = {},
  ): Promise<Reply> {
    const signed = await instructions.signedVersion(instruction.id);
    const preparation = signed && (await preparing.find(instruction.id));
    const wished = given.deadlineOn ?? signed?.fields['acknowledgementDeadline'] ?? '';
    const deadlineOn =
      given.errors !== undefined || faultOfDeadline(wished, today()) === undefined
        ? wished
        : inTwoWeeks(today());
    const offices = signed === undefined ? [] : await preparing.listOffices();
    const corrected = await preparing.correctedRecipients(instruction.id);
    const model = {
      frame: await frameOf(deps, instruction),
      isSigned: signed !== undefined,
      mayOpen: signed !== undefined && isDispatcher(user),
      ...(preparation === undefined ? {} : { preparation: await standing(instruction.slug, preparation) }),
      ...(signed === undefined ? {} : await notificationsOf(instruction.slug, signed, preparation)),
      offices: offices.length,
      ...(corrected === undefined ? {} : { corrected: correctedSentence(messages, corrected) }),
      beginAction: addressOf(instruction.slug, '/preparation'),
      deadlineOn,
      documentHref: `/instructions/${instruction.slug}/document`,
    };
    const content = await pageOf(deps, instruction, model);
    if (given.errors === undefined) return page('dispatch/opening', content);
    return page('dispatch/opening', { ...content, errors: given.errors }, 422);
  }

  /** A text with credits: where its notifications stand, and the way to them. */
  async function notificationsOf(
    slug: string,
    signed: { instructionId: string; sha256: string },
    preparation: Preparation | undefined,
  ) {
    const plan = preparation && (await preparing.plan(preparation));
    const model = notificationsModel(messages, slug, plan ?? (await preparing.notificationsOf(signed)));
    if (model === undefined) return {};
    const { sentence, href, link, isMade } = model;
    return { notifications: { sentence, href, link, isMade } };
  }

  /** What is prepared, and what may be done about it. */
  async function standing(slug: string, preparation: Preparation) {
    const { state, dueAt, heldBy } = preparation;
    const plan = await preparing.plan(preparation);
    return {
      isOpen: state === 'open',
      isScheduled: state === 'scheduled',
      ...(state === 'held'
        ? {
            held: {
              at: formatLongInstant(dueAt ?? ''),
              reason: messages(`preparing.held.${heldBy ?? 'refused'}`),
            },
          }
        : {}),
      leavesAt: dueAt === undefined ? '' : formatLongInstant(dueAt),
      headline: plan === undefined ? '' : headlineOf(messages, plan),
      points: plan === undefined ? [] : pointsOf(messages, plan, dueAt).map((text) => ({ text })),
      resumeHref: addressOfStep(slug, 'recipients'),
      confirmHref: addressOf(slug, '/confirmer'),
      moveHref: addressOfStep(slug, 'departure'),
      path: addressOf(slug, '/preparation'),
    };
  }

  const routes: Route[] = [
    route({
      method: 'post',
      path: '/instructions/:slug/diffusion/preparation',
      access: dispatchers,
      params: slugParams,
      body,
      async handle({ params, form, typed, user }) {
        const { instruction, campaign } = await findSubject(deps, params.slug);
        if (campaign !== undefined) return redirect(addressOf(params.slug));
        const deadlineOn = typed['deadlineOn'] ?? '';
        if (!form.ok) return openingPage(instruction, user, { deadlineOn, errors: form.errors });
        const outcome = await preparing.begin(actorOf(user), instruction.id, form.value.deadlineOn);
        if (!outcome.ok) return openingPage(instruction, user, { deadlineOn, errors: outcome.errors });
        return redirect(
          form.value.next === 'confirmer'
            ? addressOf(params.slug, '/confirmer')
            : addressOfStep(params.slug, 'recipients'),
        );
      },
    }),
    ...createRecipientsRoutes(deps),
    ...createMailPreviewRoutes(deps),
    ...createNotificationsRoutes(deps),
    ...createChecksRoutes(deps),
    ...createDepartureRoutes(deps),
    ...createConfirmingRoutes(deps),
  ];
  return { routes, openingPage };
}

function inTwoWeeks(today: string): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + 14 * 86_400_000).toISOString().slice(0, 10);
}
