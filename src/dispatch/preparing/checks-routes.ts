import { z } from 'zod';
import { formatLongInstant } from '../../kernel/french-format.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { multiLine } from '../../web/fields.ts';
import { redirect, route, type Reply, type Route } from '../../web/route.ts';
import { actorOf, dispatchers, type DispatchRoutesDeps } from '../page-frame.ts';
import { blockersOf, type Check } from './preflight.ts';
import { notificationsModel } from './notifications.ts';
import { addressAfter, addressOfStep, findPrepared, stepPage, type Prepared } from './preparing-page.ts';
import { slugParams } from '../route-params.ts';

// Findings are names and ids: none holds it.
const separator = '|';

const badges = { ok: 'success', warning: 'warning', blocking: 'error', overruled: 'info' } as const;

/** « Les contrôles avant le départ »: each line says what to do; what stands in the way may be overruled. */
export function createChecksRoutes(deps: DispatchRoutesDeps): Route[] {
  const { preparing, messages } = deps;

  async function checksPage(
    { instruction, preparation }: Prepared,
    given: { reason: string; errors?: FieldError[] } = { reason: '' },
  ): Promise<Reply> {
    const { checks, overruled } = await preparing.preflight(preparation);
    const blockers = blockersOf(checks, overruled);
    const overrules = await preparing.listOverrules(preparation.id);
    const people = await deps.namesOf(overrules.map(({ decidedBy }) => decidedBy));
    const offices = await preparing.listOffices(preparation.choices.recipientsOn ?? undefined);
    const names = new Map(offices.map(({ id, name }) => [id, name]));
    const plan = await preparing.plan(preparation);
    const notifications = plan && notificationsModel(messages, instruction.slug, plan);
    const seeAnswers = messages('preparing.check.questionnaire.see');
    const answers = { href: `/instructions/${instruction.slug}/reponses`, link: seeAnswers };
    const model = {
      checks: checks.map((check) => ({
        ...lineOf(check, overruled, names),
        ...(check.name === 'annexes' ? linkTo(notifications) : {}),
        ...(check.name === 'questionnaire' ? linkTo(answers) : {}),
      })),
      mayPass: blockers.length === 0,
      mayOverrule: blockers.length > 0 && blockers.every(({ mayBeOverruled }) => mayBeOverruled),
      mayNever: blockers.some(({ mayBeOverruled }) => !mayBeOverruled),
      action: addressOfStep(instruction.slug, 'checks'),
      // What was read is what is overruled: another finding, met meanwhile, blocks again.
      findings: blockers.map(({ finding }) => finding).join(separator),
      reason: given.reason,
      overrules: overrules.map((overrule) => ({
        at: formatLongInstant(overrule.decidedAt),
        by: people.get(overrule.decidedBy) ?? messages('dispatch.page.erased'),
        reason: overrule.reason ?? messages('dispatch.page.erased'),
      })),
      next: addressAfter(instruction.slug, 'checks'),
    };
    return stepPage(deps, instruction, 'checks', model, given.errors);
  }

  function lineOf(check: Check, overruled: ReadonlySet<string>, names: Map<string, string>) {
    const { name, key, params, finding, mayBeOverruled, reply, reasons = [] } = check;
    const isOverruled = check.level === 'blocking' && mayBeOverruled && overruled.has(finding);
    const level = isOverruled ? 'overruled' : check.level;
    return {
      name: messages(`preparing.check.name.${name}`),
      badge: badges[level],
      level: messages(`preparing.check.level.${level}`),
      sentence: messages(key, params),
      reasons: reasons.map((reason) => ({ text: messages(reason) })),
      ...(reply === undefined ? {} : { reply }),
      offices: check.offices.map((id) => ({ name: names.get(id) ?? id, href: `/prefectures/${id}` })),
    };
  }

  const linkTo = (to: { href: string; link: string } | undefined) =>
    to === undefined ? {} : { see: { href: to.href, label: to.link } };

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/preparation/controles',
      access: dispatchers,
      params: slugParams,
      async handle({ params }) {
        const found = await findPrepared(deps, params.slug);
        return 'elsewhere' in found ? found.elsewhere : checksPage(found);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/diffusion/preparation/controles',
      access: dispatchers,
      params: slugParams,
      body: z.object({ reason: multiLine(1000, 1), findings: z.string().max(10_000).default('') }),
      async handle({ params, form, typed, user }) {
        const found = await findPrepared(deps, params.slug);
        if ('elsewhere' in found) return found.elsewhere;
        const reason = typed['reason'] ?? '';
        if (!form.ok) return checksPage(found, { reason, errors: form.errors });
        const read = new Set(form.value.findings.split(separator));
        const { checks, overruled } = await preparing.preflight(found.preparation);
        const blockers = blockersOf(checks, overruled).filter(({ finding }) => read.has(finding));
        const outcome = await preparing.overrule(
          actorOf(user),
          found.preparation,
          blockers,
          form.value.reason,
        );
        if (!outcome.ok) return checksPage(found, { reason, errors: outcome.errors });
        return redirect(addressOfStep(params.slug, 'checks'), messages('preparing.overrule.done'));
      },
    }),
  ];
}
