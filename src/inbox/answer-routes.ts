import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { multiLine, singleLine } from '../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import { answerModel, declaredCapacities, declareModel } from './answer-page.ts';
import { actorOf, addressOf, sorters, subjectWords, type InboxRoutesDeps } from './page-frame.ts';

const oneMessage = z.object({ id: z.string().max(80) });
const answerForm = z.object({
  subject: singleLine(200),
  text: multiLine(10_000, 1),
  formKey: z.string({ error: 'form.invalid' }).regex(/^[\w-]{20,64}$/, 'form.invalid'),
});
const declareForm = z.object({
  name: singleLine(120),
  function: singleLine(120),
  capacity: z.enum(declaredCapacities, { error: 'form.required' }),
});

interface Refused {
  typed: Record<string, string>;
  errors: FieldError[];
}
const nothing: Refused = { typed: {}, errors: [] };

/** Writing back to an office, and making its reply an acknowledgement. */
export function createAnswerRoutes(deps: InboxRoutesDeps): Route[] {
  const { inbox, messages } = deps;

  async function findTied(id: string) {
    const found = await inbox.find(id);
    if (found === undefined) throw new AppError('not-found', 'no such message');
    const { tied } = found.message.filing;
    const campaign = (await deps.listCampaigns()).find((each) => each.id === tied?.campaignId);
    if (tied === undefined || campaign === undefined) {
      throw new AppError('conflict', 'the message is not tied', { messageKey: 'inbox.answer.not-tied' });
    }
    const office = (await deps.officeNames()).get(tied.officeId) ?? tied.officeId;
    return { message: found.message, place: { office, campaign } };
  }

  const frame = (message: Awaited<ReturnType<typeof findTied>>['message']) => [
    { label: messages('inbox.breadcrumb'), href: '/retours' },
    { label: subjectWords(messages, message.words), href: addressOf(message.id) },
  ];

  async function answerPage(id: string, { typed, errors }: Refused = nothing): Promise<Reply> {
    const { message } = await findTied(id);
    const formKey = typed['formKey'] ?? newToken(16);
    const model = answerModel(messages, { message, sender: deps.sender, formKey, typed });
    const content = { title: model.title, breadcrumb: frame(message), model, errors };
    return page('inbox/answer', content, errors.length > 0 ? 422 : 200);
  }

  async function declarePage(id: string, { typed, errors }: Refused = nothing): Promise<Reply> {
    const { message, place } = await findTied(id);
    const model = declareModel(messages, { message, place, typed });
    const content = { title: model.title, breadcrumb: frame(message), model, errors };
    return page('inbox/declare', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/retours/:id/repondre',
      access: sorters,
      params: oneMessage,
      handle: ({ params }) => answerPage(params.id),
    }),
    route({
      method: 'post',
      path: '/retours/:id/repondre',
      access: sorters,
      params: oneMessage,
      body: answerForm,
      async handle({ params: { id }, form, typed, user }) {
        if (!form.ok) return answerPage(id, { typed, errors: form.errors });
        const outcome = await inbox.answers.write(actorOf(user), id, form.value);
        const key = outcome.ok ? 'inbox.answer.written' : (outcome.errors[0]?.key ?? '');
        return redirect(addressOf(id), messages(key));
      },
    }),
    route({
      method: 'get',
      path: '/retours/:id/accuse',
      access: sorters,
      params: oneMessage,
      handle: ({ params }) => declarePage(params.id),
    }),
    route({
      method: 'post',
      path: '/retours/:id/accuse',
      access: sorters,
      params: oneMessage,
      body: declareForm,
      async handle({ params: { id }, form, typed, user }) {
        if (!form.ok) return declarePage(id, { typed, errors: form.errors });
        const outcome = await inbox.declare(actorOf(user), id, form.value);
        const key = outcome.ok ? 'inbox.declare.done' : (outcome.errors[0]?.key ?? '');
        return redirect(addressOf(id), messages(key));
      },
    }),
  ];
}
