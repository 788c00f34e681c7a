import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { page, redirect, route, type Route } from '../../web/route.ts';
import { storyModel } from './office-story-page.ts';
import type { OfficeStory } from '../dispatch.ts';
import { letterStanding } from '../reminding/ladder-page.ts';
import {
  actorOf,
  addressOf,
  counted,
  dispatchers,
  findOpened,
  frameOf,
  isDispatcher,
  pageOf,
  readers,
  type DispatchRoutesDeps,
} from '../page-frame.ts';
import { noAnnexes, noInbox, noProofs, noQuestions } from '../ports.ts';
import { createConsigningRoutes } from './consigning-routes.ts';
import { createLinkRoutes } from './link-routes.ts';
import { officeParams } from '../route-params.ts';

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

  const mailsOf = ({ deliveries, reminders }: OfficeStory) => [...deliveries, ...reminders];

  /** The letters about this office, under whichever of its region they stand. */
  async function lettersOf(campaignId: string, slug: string, officeId: string) {
    const letters = (await deps.reminding.letters.list(campaignId)).filter(({ offices }) =>
      offices.some((told) => told.officeId === officeId),
    );
    return letters.map((letter) => ({
      href: addressOf(slug, `/relances/courriers/${letter.id}`),
      title: messages(`reminders.kind.${letter.kind}`),
      ...letterStanding(messages, letter),
    }));
  }

  return [
    ...createLinkRoutes(deps, findStory),
    ...createConsigningRoutes(deps, findStory),
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/:office',
      access: readers,
      params: officeParams,
      async handle({ params, user }) {
        const { instruction, campaign, story } = await findStory(params.slug, params.office);
        const { officeAnnexes } = deps.annexes ?? noAnnexes;
        const proofs = deps.proofs ?? noProofs;
        const model = {
          frame: await frameOf(deps, instruction),
          ...storyModel(messages, {
            story,
            annexes: await officeAnnexes(campaign.signedSha256, story.officeId),
            returns: await (deps.inbox ?? noInbox).ofOffice(campaign.id, story.officeId),
            questions: await (deps.questions ?? noQuestions).toldOf(story.officeId, instruction.id),
            letters: await lettersOf(campaign.id, params.slug, story.officeId),
            instructionHref: `/instructions/${params.slug}`,
            names: await deps.namesOf(decidersOf(story)),
            path: addressOf(params.slug, `/${story.officeId}`),
            back: addressOf(params.slug),
            steers: isDispatcher(user) && ['open', 'paused'].includes(campaign.state),
            acts: isDispatcher(user),
            consigns: isDispatcher(user) && story.role === 'to' && story.deliveries.length > 0,
            proofs: await proofs.proofsOf(story.acknowledgements.map(({ id }) => id)),
            visits: await proofs.visitsOf(mailsOf(story).map(({ id }) => id)),
          }),
        };
        const title = messages('dispatch.page.office-title', { office: story.officeName });
        return page('dispatch/office', await pageOf(deps, instruction, model, { title, below: true }));
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
        const delivery = mailsOf(story).find(({ id, state }) => id === query.envoi && state === 'unknown');
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
        return page('web/confirm', await pageOf(deps, instruction, model, { title, below: true }));
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
        const delivery = form.ok ? mailsOf(story).find(({ id }) => id === form.value.delivery) : undefined;
        if (delivery === undefined) return redirect(path, messages('dispatch.resend.not-unknown'));
        const outcome = await dispatch.resend(actorOf(user), delivery.id);
        return redirect(path, messages(outcome.ok ? 'dispatch.resend.done' : (outcome.errors[0]?.key ?? '')));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/:office/reessayer',
      access: dispatchers,
      params: officeParams,
      async handle({ params }) {
        const { instruction, story } = await findStory(params.slug, params.office);
        const path = addressOf(params.slug, `/${params.office}`);
        const title = messages('dispatch.retry.office-title', { office: story.officeName });
        const deferred = story.deliveries.filter(({ state }) => state === 'deferred').length;
        const point = deferred > 0 ? 'point-deferred' : 'point-unreachable';
        const model = {
          title,
          question: messages('dispatch.retry.question'),
          points: [{ text: counted(messages, `dispatch.retry.${point}`, Math.max(1, deferred)) }],
          action: `${path}/reessayer`,
          hidden: [],
          submit: messages('dispatch.retry.submit'),
          back: path,
        };
        return page('web/confirm', await pageOf(deps, instruction, model, { title, below: true }));
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

/** Whoever decided something of what the story tells. */
function decidersOf({ contacts, acknowledgements }: OfficeStory): string[] {
  return [
    ...contacts.flatMap(({ decisions, links }) => [
      ...decisions.map(({ decidedBy }) => decidedBy),
      ...links.map(({ madeBy }) => madeBy),
    ]),
    ...acknowledgements.flatMap(({ consigned }) => (consigned === undefined ? [] : [consigned.by])),
  ];
}
