import { z } from 'zod';
import { parisDayOf } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { formatDay } from '../../kernel/french-format.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import type { Instruction } from '../../drafts/instructions.ts';
import { noFields } from '../../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import type { Campaign } from '../campaigns-store.ts';
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
} from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { ladderModel, whenOf } from './ladder-page.ts';
import { dayOfStep, stepKinds, type LadderStep } from './ladder.ts';
import { createLetterRoutes } from './letter-routes.ts';
import { proposeLetter } from './letter-proposal.ts';

const whens = ['deadline-before', 'deadline-after', 'sending-after'] as const;

const stepParams = slugParams.extend({ step: z.string().regex(/^([1-9]\d?|nouvelle)$/) });
const body = z.object({
  kind: z.enum(stepKinds).default('reminder'),
  workingDays: z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, 'reminders.not-a-number'),
  when: z.enum(whens, { error: 'form.required' }),
  state: z.enum(['on', 'off']).default('on'),
});
type Form = z.output<typeof body>;

/** The ladder, and what a dispatcher changes of it before a step leaves. */
export function createLadderRoutes(deps: DispatchRoutesDeps): Route[] {
  const { messages, reminding, clock } = deps;
  const path = '/instructions/:slug/diffusion/relances';
  const pathOf = (slug: string) => addressOf(slug, '/relances');

  async function outlookOf(campaign: Campaign) {
    const outlook = await reminding.outlook(campaign.id);
    if (outlook === undefined) throw new AppError('not-found', 'no campaign');
    return outlook;
  }

  const chosenOf = ({ workingDays, when, state }: Form) => ({
    anchor: when === 'sending-after' ? ('sending' as const) : ('deadline' as const),
    workingDays: when === 'deadline-before' ? -Number(workingDays) : Number(workingDays),
    state,
  });

  async function stepPage(
    instruction: Instruction,
    campaign: Campaign,
    step: string,
    typed: Record<string, string> = {},
    errors?: FieldError[],
  ): Promise<Reply> {
    const { steps } = await outlookOf(campaign);
    const own = steps.find((each) => String(each.step) === step);
    if (own === undefined && step !== 'nouvelle')
      throw new AppError('not-found', 'no such step', { messageKey: 'reminders.unknown-step' });
    const title = own === undefined ? messages('reminders.add') : messages('reminders.edit', { step });
    const when = typed['when'] ?? (own === undefined ? 'deadline-after' : wordOf(own));
    const choice = (value: string, label: string, selected: boolean) => ({ value, label, selected });
    const kind = typed['kind'] ?? own?.kind ?? 'reminder';
    const state = typed['state'] ?? own?.state ?? 'on';
    const model = {
      ...{ title, isNew: own === undefined, hasLeft: (own?.met ?? 0) > 0 },
      ...(own === undefined
        ? {}
        : { now: messages('reminders.now', { when: whenOf(messages, own), day: formatDay(own.on) }) }),
      action: `${pathOf(instruction.slug)}/etapes/${step}`,
      workingDays: typed['workingDays'] ?? String(Math.abs(own?.workingDays ?? 5)),
      whens: whens.map((each) => choice(each, messages(`reminders.choice.${each}`), each === when)),
      kinds: stepKinds.map((each) => choice(each, messages(`reminders.kind.${each}`), each === kind)),
      states: (['on', 'off'] as const).map((each) =>
        choice(each, messages(`reminders.choice.${each}`), each === state),
      ),
      back: pathOf(instruction.slug),
    };
    const content = await pageOf(deps, instruction, model, { title, below: true });
    if (errors === undefined) return page('dispatch/reminder-step', content);
    return page('dispatch/reminder-step', { ...content, errors }, 422);
  }

  return [
    route({
      method: 'get',
      path,
      access: readers,
      params: slugParams,
      async handle({ params, user }) {
        const { instruction, campaign } = await findOpened(deps, params.slug);
        const mayChange = isDispatcher(user) && ['open', 'paused'].includes(campaign.state);
        const model = {
          frame: await frameOf(deps, instruction),
          ...ladderModel(messages, {
            slug: params.slug,
            outlook: await outlookOf(campaign),
            letters: await reminding.letters.list(campaign.id),
            waiting: await reminding.letters.countWaiting(campaign.id),
            mayChange,
            today: parisDayOf(clock.now()),
          }),
        };
        const title = messages('reminders.title');
        return page('dispatch/reminders', await pageOf(deps, instruction, model, { title, below: true }));
      },
    }),
    route({
      method: 'post',
      path,
      access: dispatchers,
      params: slugParams,
      body: noFields,
      async handle({ params, user }) {
        const { campaign } = await findOpened(deps, params.slug);
        const outcome = await reminding.planUsual(actorOf(user), campaign.id);
        const key = outcome.ok ? 'reminders.planned' : (outcome.errors[0]?.key ?? '');
        return redirect(pathOf(params.slug), messages(key));
      },
    }),
    route({
      method: 'get',
      path: `${path}/etapes/:step`,
      access: dispatchers,
      params: stepParams,
      async handle({ params }) {
        const { instruction, campaign } = await findOpened(deps, params.slug);
        return stepPage(instruction, campaign, params.step);
      },
    }),
    route({
      method: 'post',
      path: `${path}/etapes/:step`,
      access: dispatchers,
      params: stepParams,
      body,
      async handle({ params, form, typed, user }) {
        const { instruction, campaign } = await findOpened(deps, params.slug);
        if (!form.ok) return stepPage(instruction, campaign, params.step, typed, form.errors);
        const chosen = chosenOf(form.value);
        const { kind } = form.value;
        const outcome =
          params.step === 'nouvelle'
            ? await reminding.addStep(actorOf(user), campaign.id, { kind, ...chosen })
            : await reminding.changeStep(actorOf(user), campaign.id, Number(params.step), chosen);
        if (!outcome.ok) return stepPage(instruction, campaign, params.step, typed, outcome.errors);
        const day = formatDay(dayOfStep(chosen, campaign));
        const said = messages(`reminders.saved-${chosen.state}`, { day });
        return redirect(pathOf(params.slug), said);
      },
    }),
    route({
      method: 'get',
      path: `${path}/etapes/:step/texte`,
      access: readers,
      params: stepParams,
      async handle({ params }) {
        const { instruction, campaign } = await findOpened(deps, params.slug);
        const { steps, silent } = await outlookOf(campaign);
        const own = steps.find((each) => String(each.step) === params.step);
        if (own === undefined)
          throw new AppError('not-found', 'no such step', { messageKey: 'reminders.unknown-step' });
        const found = await reminding.preview(campaign.id, own.step);
        const proposed =
          own.kind === 'reminder' || silent[0] === undefined
            ? undefined
            : proposeLetter(messages, {
                ...{ kind: own.kind, title: instruction.title, deadlineOn: campaign.deadlineOn },
                openedOn: parisDayOf(new Date(campaign.openedAt)),
                reminders: steps.filter(({ kind, state }) => kind === 'reminder' && state === 'on').length,
                offices: [silent[0].officeName],
                regionName: messages('reminders.letter.some-region'),
                ...(await reminding.countAnswers(campaign.id)),
              });
        const title = messages('reminders.text-title', { step: own.step });
        const model = {
          title,
          explanation: messages(`reminders.text-of.${own.kind}`),
          ...(found === undefined
            ? {}
            : { mail: { to: found.office.officeName, subject: found.mail.subject, text: found.mail.text } }),
          ...(proposed === undefined
            ? {}
            : { mail: { to: proposed.addressee, subject: proposed.subject, text: proposed.body } }),
          back: pathOf(params.slug),
        };
        return page('dispatch/reminder-text', await pageOf(deps, instruction, model, { title, below: true }));
      },
    }),
    ...createLetterRoutes(deps),
  ];
}

function wordOf({ anchor, workingDays }: LadderStep): (typeof whens)[number] {
  if (anchor === 'sending') return 'sending-after';
  return workingDays < 0 ? 'deadline-before' : 'deadline-after';
}
