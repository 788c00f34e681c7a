import { z } from 'zod';
import { formatDay } from '../kernel/french-format.ts';
import { parisDayOf } from '../kernel/clock.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import { findingsModel } from './checks/checks-page.ts';
import { demand, faultOfDraftAct, letterDayOf } from './instruction.ts';
import { actorOf, addressOf, findOrThrow, frameOf, pageOf, type DraftsRoutesDeps } from './page-frame.ts';
import { slugParams } from './route-params.ts';

/** Submitting to review: a page that says what will happen, then the freeze. */
export function createSubmissionRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages, clock } = deps;

  function letterSentence(day: string | undefined): { sentence: string; isPast: boolean } {
    if (day === undefined) return { sentence: messages('drafts.submit.letter-day-none'), isPast: false };
    const isPast = day < parisDayOf(clock.now());
    const key = isPast ? 'drafts.submit.letter-day-past' : 'drafts.submit.letter-day';
    return { sentence: messages(key, { day: formatDay(day) }), isPast };
  }

  async function submissionPage(slug: string, errors: FieldError[] = [], status = 200): Promise<Reply> {
    const { id } = await findOrThrow(instructions, slug);
    const { instruction, content } = await instructions.draftOf(id);
    const findings = findingsModel(messages, await instructions.checksOf(id));
    const letter = letterSentence(letterDayOf(content.fields));
    const model = {
      frame: await frameOf(deps, instruction, 'overview'),
      slug,
      revision: instruction.revision,
      letter: letter.sentence,
      letterIsPast: letter.isPast,
      faults: findings.filter(({ isError }) => isError),
      warnings: findings.filter(({ isError }) => !isError),
    };
    const shared = await pageOf(deps, instruction, model, { section: messages('drafts.submit.title') });
    return page('drafts/submit', { ...shared, errors }, status);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/soumettre',
      access: ['drafter'],
      params: slugParams,
      async handle({ params, user }) {
        demand(faultOfDraftAct(actorOf(user), await findOrThrow(instructions, params.slug)));
        return submissionPage(params.slug);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/soumettre',
      access: ['drafter'],
      params: slugParams,
      body: z.object({ revision: z.coerce.number<string>({ error: 'form.invalid' }).int('form.invalid') }),
      async handle({ params, form, user }) {
        const instruction = await findOrThrow(instructions, params.slug);
        if (!form.ok) return submissionPage(params.slug, form.errors, 422);
        const frozen = await instructions.freeze(actorOf(user), instruction.id, {
          expectedRevision: form.value.revision,
        });
        // What stops it is named by the page itself, with links to where each is mended.
        if (!frozen.ok)
          return submissionPage(
            params.slug,
            frozen.errors.filter(({ field }) => field === ''),
            422,
          );
        return redirect(
          addressOf(params.slug),
          messages('drafts.submit.done', { version: frozen.value.number }),
        );
      },
    }),
  ];
}
