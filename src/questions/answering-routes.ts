import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { withinPerimeter } from '../kernel/perimeter.ts';
import { multiLine } from '../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Role, type Route } from '../web/route.ts';
import { entriesModel, headOf, lineOf, pagesOf, tabsOf } from './question-page.ts';
import { longestAnswer, longestReason, type QuestionState } from './question.ts';
import type { QuestionsRoutesDeps } from './questions-routes.ts';

const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
const answerers: readonly Role[] = ['drafter', 'dispatcher'];

const listQuery = z.object({
  liste: z.enum(['a-repondre', 'repondues', 'closes']).catch('a-repondre'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
const stateOf: Record<z.infer<typeof listQuery>['liste'], QuestionState> = {
  ...{ 'a-repondre': 'asked', repondues: 'answered', closes: 'closed' },
};
const oneQuestion = z.object({ id: z.uuid() });
const staffForm = (longest: number) =>
  z.object({
    text: multiLine(longest, 1),
    seen: z.coerce.number({ error: 'form.invalid' }).int('form.invalid').min(1, 'form.invalid'),
    formKey: z.string({ error: 'form.invalid' }).regex(/^[\w-]{20,64}$/, 'form.invalid'),
  });

interface Refused {
  typed: Record<string, string>;
  errors: FieldError[];
}
const nothing: Refused = { typed: {}, errors: [] };

/** What staff read of what offices ask, and write back. */
export function createAnsweringRoutes(deps: QuestionsRoutesDeps): Route[] {
  const { questions, messages } = deps;
  const breadcrumb = [{ label: messages('questions.breadcrumb'), href: '/questions' }];

  async function found(id: string) {
    const thread = await questions.find(id);
    if (thread === undefined) throw new AppError('not-found', 'no such question');
    const writers = thread.entries.map(({ writtenBy }) => writtenBy);
    return {
      thread,
      reader: { messages, names: await deps.namesOf(writers), acts: await deps.listActs() },
      office: (await deps.officeNames()).get(thread.question.officeId) ?? thread.question.officeId,
    };
  }

  async function staffPage(
    id: string,
    user: CurrentUser | undefined,
    { typed, errors }: Refused = nothing,
  ): Promise<Reply> {
    const { thread, reader, office } = await found(id);
    const { question, entries } = thread;
    const head = headOf(question, reader);
    const answers = answerers.some((role) => user?.roles.includes(role)) && question.state !== 'closed';
    const title = messages('questions.answer.title', { office });
    const act = question.instructionId === undefined ? undefined : reader.acts.get(question.instructionId);
    const model = {
      ...{ ...head, title, answers, closes: answers && question.state === 'asked' },
      officeHref: `/prefectures/${question.officeId}`,
      ...(act === undefined ? {} : { aboutHref: `/instructions/${act.slug}` }),
      entries: entriesModel(thread, { ...reader, forStaff: true }),
      action: `/questions/${id}/repondre`,
      closeHref: `/questions/${id}/clore`,
      ...{ seen: entries.length, formKey: typed['formKey'] ?? newToken(16), text: typed['text'] ?? '' },
    };
    const content = { title: `${title} – ${head.state}`, breadcrumb, model, errors };
    return page('questions/question', content, errors.length > 0 ? 422 : 200);
  }

  async function closePage(id: string, { typed, errors }: Refused = nothing): Promise<Reply> {
    const { thread, office } = await found(id);
    const title = messages('questions.closing.title');
    const model = {
      ...{ title, office, action: `/questions/${id}/clore`, back: `/questions/${id}` },
      ...{ seen: thread.entries.length, formKey: typed['formKey'] ?? newToken(16) },
      text: typed['text'] ?? '',
    };
    return page('questions/close', { title, breadcrumb, model, errors }, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: '/questions',
      access: readers,
      query: listQuery,
      async handle({ query, user }) {
        const state = stateOf[query.liste];
        const names = await deps.officeNames();
        const acts = await deps.listActs();
        const counts = await questions.count();
        const pages = pagesOf(state, { total: counts[state], wanted: query.page });
        const listed = await questions.list(state, pages.page);
        // A question about no instruction is of no year: a bounded mission does not open it.
        const threads = listed.filter(
          ({ question: { instructionId = '' } }) =>
            user?.perimeter === undefined ||
            withinPerimeter(user.perimeter, acts.get(instructionId)?.year ?? NaN),
        );
        const title = messages('questions.title');
        const model = {
          ...{ title, waiting: state === 'asked', tabs: tabsOf(messages, counts, state), ...pages },
          questions: threads.map((thread) => ({
            ...lineOf(thread, { messages, acts, names, href: `/questions/${thread.question.id}` }),
            office: names.get(thread.question.officeId) ?? thread.question.officeId,
          })),
        };
        return page('questions/list', { title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: '/questions/:id',
      access: readers,
      params: oneQuestion,
      handle: ({ params, user }) => staffPage(params.id, user),
    }),
    route({
      method: 'post',
      path: '/questions/:id/repondre',
      access: answerers,
      params: oneQuestion,
      body: staffForm(longestAnswer),
      async handle({ params: { id }, form, typed, user }) {
        if (!form.ok) return staffPage(id, user, { typed, errors: form.errors });
        const outcome = await questions.answer(actorOf(user), id, form.value);
        if (!outcome.ok) return staffPage(id, user, { typed, errors: outcome.errors });
        return redirect(`/questions/${id}`, messages('questions.answer.done'));
      },
    }),
    route({
      method: 'get',
      path: '/questions/:id/clore',
      access: answerers,
      params: oneQuestion,
      handle: ({ params }) => closePage(params.id),
    }),
    route({
      method: 'post',
      path: '/questions/:id/clore',
      access: answerers,
      params: oneQuestion,
      body: staffForm(longestReason),
      async handle({ params: { id }, form, typed, user }) {
        if (!form.ok) return closePage(id, { typed, errors: form.errors });
        const outcome = await questions.closeUnanswered(actorOf(user), id, form.value);
        if (!outcome.ok) return closePage(id, { typed, errors: outcome.errors });
        return redirect(`/questions/${id}`, messages('questions.closing.done'));
      },
    }),
  ];
}

function actorOf(user: CurrentUser | undefined) {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return { id: user.id, roles: user.roles };
}
