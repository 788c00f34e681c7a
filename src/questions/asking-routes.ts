import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { actingPerson, demandOffice } from '../web/acting-office.ts';
import { multiLine, singleLine } from '../web/fields.ts';
import { page, redirect, route, type CurrentOffice, type Reply, type Route } from '../web/route.ts';
import { entriesModel, headOf, lineOf, topicChoices } from './question-page.ts';
import { longestQuestion, topics } from './question.ts';
import type { QuestionsRoutesDeps } from './questions-routes.ts';

const formKey = z.string({ error: 'form.invalid' }).regex(/^[\w-]{20,64}$/, 'form.invalid');
const words = {
  text: multiLine(longestQuestion, 1),
  name: singleLine(120),
  function: singleLine(120),
  formKey,
};
const askForm = z.object({
  ...words,
  about: z.union([z.literal(''), z.uuid()], { error: 'form.invalid' }).default(''),
  topic: z.enum(topics, { error: 'form.required' }),
});
const askQuery = z.object({ texte: z.string().max(80).catch('') });
const oneQuestion = z.object({ id: z.uuid() });
const list = '/guichet/questions';

interface Refused {
  typed: Record<string, string>;
  errors: FieldError[];
}
const nothing: Refused = { typed: {}, errors: [] };

/** What an office asks from its page, and reads there. */
export function createAskingRoutes({ questions, messages, listActs }: QuestionsRoutesDeps): Route[] {
  async function askPage(office: CurrentOffice, { typed, errors }: Refused = nothing): Promise<Reply> {
    const received = await questions.listActs(office.id);
    const title = messages('questions.ask.title');
    const model = {
      ...{ title, office: office.name, back: list, formKey: typed['formKey'] ?? newToken(16) },
      abouts: [
        { value: '', label: messages('questions.general'), selected: (typed['about'] ?? '') === '' },
        ...received.map(({ instructionId: value, title: label }) => ({
          ...{ value, label, selected: typed['about'] === value },
        })),
      ],
      topics: topicChoices(messages, typed['topic']),
      text: typed['text'] ?? '',
      ...actingPerson(office, typed),
    };
    const content = { title, model, errors, layout: 'bare' as const };
    return page('questions/ask', content, errors.length > 0 ? 422 : 200);
  }

  async function questionPage(
    office: CurrentOffice,
    id: string,
    { typed, errors }: Refused = nothing,
  ): Promise<Reply> {
    const thread = await questions.find(id, office.id);
    if (thread === undefined) throw new AppError('not-found', 'no such question of this office');
    const reader = { messages, names: new Map<string, string>(), acts: await listActs() };
    const head = headOf(thread.question, reader);
    const model = {
      ...{ ...head, title: head.topic, office: office.name, back: list, action: `${list}/${id}` },
      entries: entriesModel(thread, { ...reader, timeZone: office.timeZone, forStaff: false }),
      formKey: typed['formKey'] ?? newToken(16),
      text: typed['text'] ?? '',
      ...actingPerson(office, typed),
    };
    const content = { title: `${head.topic} – ${head.state}`, model, errors, layout: 'bare' as const };
    return page('questions/mine', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: list,
      access: 'office',
      async handle({ office: entered }) {
        const office = demandOffice(entered);
        const acts = await listActs();
        const asked = await questions.ofOffice(office.id);
        const title = messages('questions.desk.title');
        const model = {
          ...{ title, office: office.name, ask: `${list}/poser`, back: '/guichet' },
          questions: asked.map((thread) =>
            lineOf(thread, {
              ...{ messages, acts, names: new Map(), timeZone: office.timeZone },
              href: `${list}/${thread.question.id}`,
            }),
          ),
        };
        return page('questions/desk', { title, model, layout: 'bare' });
      },
    }),
    route({
      method: 'get',
      path: `${list}/poser`,
      access: 'office',
      query: askQuery,
      handle: ({ office, query }) =>
        askPage(demandOffice(office), { typed: { about: query.texte }, errors: [] }),
    }),
    route({
      method: 'post',
      path: list,
      access: 'office',
      body: askForm,
      async handle({ office: entered, form, typed }) {
        const office = demandOffice(entered);
        if (!form.ok) return askPage(office, { typed, errors: form.errors });
        const { about, ...asked } = form.value;
        const instructionId = about === '' ? undefined : about;
        const outcome = await questions.ask(office, { ...asked, instructionId });
        if (!outcome.ok) return askPage(office, { typed, errors: outcome.errors });
        return redirect(`${list}/${outcome.value.id}`, messages('questions.ask.done'));
      },
    }),
    route({
      method: 'get',
      path: `${list}/:id`,
      access: 'office',
      params: oneQuestion,
      handle: ({ office, params }) => questionPage(demandOffice(office), params.id),
    }),
    route({
      method: 'post',
      path: `${list}/:id`,
      access: 'office',
      params: oneQuestion,
      body: z.object(words),
      async handle({ office: entered, params: { id }, form, typed }) {
        const office = demandOffice(entered);
        if (!form.ok) return questionPage(office, id, { typed, errors: form.errors });
        const outcome = await questions.followUp(office, id, form.value);
        if (outcome === undefined) throw new AppError('not-found', 'no such question of this office');
        if (!outcome.ok) return questionPage(office, id, { typed, errors: outcome.errors });
        return redirect(`${list}/${id}`, messages('questions.ask.again'));
      },
    }),
  ];
}
