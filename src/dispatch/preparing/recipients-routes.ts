import { z } from 'zod';
import type { FieldError } from '../../kernel/outcome.ts';
import { day } from '../../web/fields.ts';
import { redirect, route, type Reply, type Route } from '../../web/route.ts';
import { officeLists, resolveAudience, type Audience } from '../audience.ts';
import { actorOf, dispatchers, type DispatchRoutesDeps } from '../page-frame.ts';
import {
  addressAfter,
  addressOfStep,
  correctedSentence,
  findPrepared,
  stepPage,
  type Prepared,
} from './preparing-page.ts';
import { officeId, slugParams } from '../route-params.ts';

/** A day that may be left empty: null. */
const optionalDay = z
  .string()
  .default('')
  .transform((value) => value.trim())
  .refine((value) => value === '' || day().safeParse(value).success, 'form.no-such-date')
  .transform((value) => (value === '' ? null : day().parse(value)));

const ticked = z
  .record(officeId, z.literal('on'))
  .default({})
  .transform((boxes) => Object.keys(boxes));

const body = z.object({
  toList: z.enum(officeLists),
  ccList: z.enum(['none', ...officeLists]),
  to: ticked,
  cc: ticked,
  recipientsOn: optionalDay,
});

/** « À qui l’envoyer »: lists, or offices ticked one by one, for action and in copy, as of a day. */
export function createRecipientsRoutes(deps: DispatchRoutesDeps): Route[] {
  const { preparing, messages } = deps;

  async function recipientsPage(
    { instruction, preparation }: Prepared,
    given?: { audience: Audience; recipientsOn: string; errors: FieldError[] },
  ): Promise<Reply> {
    const { choices } = preparation;
    const audience = given?.audience ?? choices.audience;
    const on = choices.recipientsOn ?? undefined;
    const offices = await preparing.listOffices(on);
    const corrected = await preparing.correctedRecipients(instruction.id);
    const size = (list: Audience['toList']) =>
      resolveAudience({ toList: list, toOffices: [], ccList: 'none', ccOffices: [] }, offices).length;
    const choicesOf = (field: 'to' | 'cc', lists: readonly Audience['ccList'][]) =>
      lists.map((value) => ({
        value,
        label: messages(`preparing.recipients.list.${value}-${field}`),
        selected: audience[`${field}List`] === value,
        ...(value === 'none' || value === 'chosen' || field === 'cc' ? {} : { count: size(value) }),
      }));
    const model = {
      action: addressOfStep(instruction.slug, 'recipients'),
      toLists: choicesOf('to', officeLists),
      ccLists: choicesOf('cc', ['none', ...officeLists]),
      isPicked: audience.toList === 'chosen' || audience.ccList === 'chosen',
      offices: offices.map(({ id, name }) => ({
        id,
        name,
        to: audience.toOffices.includes(id),
        cc: audience.ccOffices.includes(id),
      })),
      recipientsOn: given?.recipientsOn ?? on ?? '',
      ...(corrected === undefined ? {} : { corrected: correctedSentence(messages, corrected) }),
    };
    return stepPage(deps, instruction, 'recipients', model, given?.errors);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/preparation/destinataires',
      access: dispatchers,
      params: slugParams,
      async handle({ params }) {
        const found = await findPrepared(deps, params.slug);
        return 'elsewhere' in found ? found.elsewhere : recipientsPage(found);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/diffusion/preparation/destinataires',
      access: dispatchers,
      params: slugParams,
      body,
      async handle({ params, form, typed, user }) {
        const found = await findPrepared(deps, params.slug);
        if ('elsewhere' in found) return found.elsewhere;
        const audience = form.ok ? audienceOf(form.value) : audienceTyped(typed, found);
        const refusal = (errors: FieldError[]) =>
          recipientsPage(found, { audience, recipientsOn: typed['recipientsOn'] ?? '', errors });
        if (!form.ok) return refusal(form.errors);
        const { recipientsOn } = form.value;
        const outcome = await preparing.choose(actorOf(user), found.preparation.id, {
          audience,
          recipientsOn,
        });
        if (!outcome.ok) return refusal(outcome.errors);
        return redirect(addressAfter(params.slug, 'recipients'), messages('preparing.recipients.saved'));
      },
    }),
  ];
}

function audienceOf({ toList, ccList, to, cc }: z.output<typeof body>): Audience {
  return { toList, ccList, toOffices: to, ccOffices: cc };
}

/** What was ticked in a refused form, so that nothing of it is lost. */
function audienceTyped(typed: Record<string, string>, { preparation }: Prepared): Audience {
  const boxes = (field: 'to' | 'cc') =>
    Object.keys(typed).flatMap((name) => new RegExp(`^${field}\\[(.+)\\]$`).exec(name)?.[1] ?? []);
  const list = <Value extends string>(name: string, allowed: readonly Value[], before: Value): Value =>
    allowed.find((value) => value === typed[name]) ?? before;
  const { toList, ccList } = preparation.choices.audience;
  return {
    toList: list('toList', officeLists, toList),
    ccList: list('ccList', ['none', ...officeLists], ccList),
    toOffices: boxes('to'),
    ccOffices: boxes('cc'),
  };
}
