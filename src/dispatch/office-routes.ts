import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { formatShortInstant } from '../kernel/french-format.ts';
import { page, redirect, route, type CurrentUser, type Route } from '../web/route.ts';
import { badgeOfStanding, viewOfLine } from './campaign-page.ts';
import type { OfficeStory } from './dispatch.ts';
import {
  actorOf,
  addressOf,
  dispatchers,
  findOpened,
  frameOf,
  isDispatcher,
  pageOf,
  readers,
  type DispatchRoutesDeps,
} from './page-frame.ts';
import { officeParams } from './route-params.ts';

const resendQuery = z.object({ envoi: z.string().max(50).catch('') });

/** One office's story in a campaign, and what a dispatcher may do about it. */
export function createOfficeRoutes(deps: DispatchRoutesDeps): Route[] {
  const { dispatch, messages } = deps;

  async function findStory(slug: string, officeId: string) {
    const { instruction, campaign } = await findOpened(deps, slug);
    const story = await dispatch.officeStory(campaign.id, officeId);
    if (story === undefined) throw new AppError('not-found', 'the office is not in this campaign');
    return { instruction, campaign, story };
  }

  function contactModel(
    contact: OfficeStory['contacts'][number],
    given: { story: OfficeStory; names: Map<string, string>; path: string; steers: boolean },
  ) {
    const { delivery, address, attempts, decisions } = contact;
    const zone = given.story.timeZone;
    return {
      rank: delivery.rank,
      address: address ?? messages('dispatch.page.erased'),
      state: messages(`dispatch.state.${delivery.state}`),
      messageId: delivery.messageId,
      ...(delivery.dueAt === undefined ? {} : { dueAt: formatShortInstant(delivery.dueAt) }),
      attempts: attempts.map((attempt) => ({
        number: attempt.number,
        at: formatShortInstant(attempt.endedAt),
        localAt: formatShortInstant(attempt.endedAt, zone),
        outcome: messages(`dispatch.outcome.${attempt.outcome}`),
        reply: attempt.reply ?? messages('dispatch.page.erased'),
      })),
      decisions: decisions.map((decision) => ({
        at: formatShortInstant(decision.decidedAt),
        by: given.names.get(decision.decidedBy) ?? messages('dispatch.page.erased'),
      })),
      ...(delivery.state === 'unknown' && given.steers
        ? { resendHref: `${given.path}/renvoyer?envoi=${delivery.id}` }
        : {}),
    };
  }

  function storyModel(
    story: OfficeStory,
    names: Map<string, string>,
    slug: string,
    user: CurrentUser | undefined,
  ) {
    const path = addressOf(slug, `/${story.officeId}`);
    const steers = isDispatcher(user);
    const deferred = story.deliveries.some(({ state }) => state === 'deferred');
    const view = viewOfLine(messages, story);
    return {
      name: story.officeName,
      officeHref: `/prefectures/${story.officeId}`,
      badge: badgeOfStanding[story.standing],
      standing: view.standing,
      ...(view.detail === '' ? {} : { detail: view.detail }),
      ...(story.regionName === undefined ? {} : { region: story.regionName }),
      ...(story.acknowledgedAt === undefined ? {} : { acknowledgedAt: story.acknowledgedAt }),
      elsewhere: story.timeZone !== 'Europe/Paris',
      timeZone: story.timeZone,
      mayRetry: steers && (deferred || story.standing === 'unreachable'),
      retryAction: `${path}/reessayer`,
      contacts: story.contacts.map((contact) => contactModel(contact, { story, names, path, steers })),
      back: addressOf(slug),
    };
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/:office',
      access: readers,
      params: officeParams,
      async handle({ params, user }) {
        const { instruction, campaign, story } = await findStory(params.slug, params.office);
        const deciders = story.contacts.flatMap(({ decisions }) =>
          decisions.map(({ decidedBy }) => decidedBy),
        );
        const model = {
          frame: frameOf(messages, instruction, campaign.signedSha256),
          ...storyModel(story, await deps.namesOf(deciders), params.slug, user),
        };
        const title = messages('dispatch.page.office-title', { office: story.officeName });
        return page('dispatch/office', pageOf(messages, instruction, model, { title, below: true }));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/:office/renvoyer',
      access: dispatchers,
      params: officeParams,
      query: resendQuery,
      async handle({ params, query }) {
        const { instruction, story } = await findStory(params.slug, params.office);
        const path = addressOf(params.slug, `/${params.office}`);
        const delivery = story.deliveries.find(({ id, state }) => id === query.envoi && state === 'unknown');
        if (delivery === undefined) return redirect(path, messages('dispatch.resend.not-unknown'));
        const title = messages('dispatch.resend.title', { office: story.officeName });
        const model = {
          title,
          question: messages('dispatch.resend.question'),
          points: ['twice', 'journal'].map((point) => ({ text: messages(`dispatch.resend.point-${point}`) })),
          action: `${path}/renvoyer`,
          hidden: [{ name: 'delivery', value: delivery.id }],
          submit: messages('dispatch.resend.submit'),
          back: path,
        };
        return page('dispatch/confirm', pageOf(messages, instruction, model, { title, below: true }));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/diffusion/:office/renvoyer',
      access: dispatchers,
      params: officeParams,
      body: z.object({ delivery: z.uuid('form.invalid') }),
      async handle({ params, form, user }) {
        const { story } = await findStory(params.slug, params.office);
        const path = addressOf(params.slug, `/${params.office}`);
        // A delivery of another office or campaign is not this page's to send again.
        const delivery = form.ok ? story.deliveries.find(({ id }) => id === form.value.delivery) : undefined;
        if (delivery === undefined) return redirect(path, messages('dispatch.resend.not-unknown'));
        const outcome = await dispatch.resend(actorOf(user), delivery.id);
        return redirect(path, messages(outcome.ok ? 'dispatch.resend.done' : (outcome.errors[0]?.key ?? '')));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/diffusion/:office/reessayer',
      access: dispatchers,
      params: officeParams,
      body: z.object({}),
      async handle({ params, user }) {
        const { campaign } = await findStory(params.slug, params.office);
        const outcome = await dispatch.retry(actorOf(user), campaign.id, params.office);
        const key = outcome.ok ? 'dispatch.retry.done' : (outcome.errors[0]?.key ?? '');
        return redirect(addressOf(params.slug, `/${params.office}`), messages(key));
      },
    }),
  ];
}
