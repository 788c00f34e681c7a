import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { demandOffice } from '../../web/acting-office.ts';
import { json, page, redirect, route, type Route } from '../../web/route.ts';
import {
  addressOf,
  demandFilling,
  demandOpen,
  fillingParams,
  hourOf,
  requestParams,
  type Filling,
  type FillingRoutesDeps,
} from './filling-frame.ts';
import { fillingPage } from './filling-page.ts';
import { readTyped, withRow, withoutRow, type TypedAnswer } from './typed-answer.ts';

/** Whatever boxes the questionnaire has: what it does not know of them is not read. */
const postedForm = z
  .record(z.string().max(200), z.string())
  .refine((posted) => posted['screen'] !== undefined && /^\d{1,9}$/.test(posted['revision'] ?? ''));

/** An office fills a questionnaire: what it types is kept as it types it, right or wrong. */
export function createFillingRoutes(deps: FillingRoutesDeps): Route[] {
  const { questionnaires, messages } = deps;
  const { drafting } = questionnaires;

  /** Keeps what was posted; with `change`, as it becomes. */
  async function keep(
    { questionnaire, place, isOpen }: Filling,
    form: Outcome<Record<string, string>>,
    change: (typed: TypedAnswer) => TypedAnswer = (typed) => typed,
  ) {
    if (!isOpen) throw closed();
    if (!form.ok) throw new AppError('bad-request', 'not a form of this questionnaire');
    const { screen = '', revision = '' } = form.value;
    const typed = change(readTyped(questionnaire.definition, form.value));
    const typing = { typed, screen: screen.slice(0, 60) || 'unknown', revision: Number(revision) };
    return drafting.save(questionnaire.definition, place, typing);
  }

  return [
    route({
      method: 'get',
      path: '/guichet/reponses/:request/questionnaire',
      access: 'office',
      params: requestParams,
      async handle({ params, office }) {
        const { open, questionnaire } = await demandOpen(deps, demandOffice(office), params.request);
        const [first, ...others] = open.lines;
        if (first !== undefined && others.length === 0)
          return redirect(addressOf(params.request, first.territory.id));
        const model = {
          title: questionnaire.definition.title,
          territories: open.lines.map(({ territory }) => ({
            name: territory.name,
            href: addressOf(params.request, territory.id),
          })),
        };
        return page('answers/questionnaire-territories', { title: model.title, model, layout: 'bare' });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/reponses/:request/questionnaire/:territory',
      access: 'office',
      params: fillingParams,
      query: z.object({ controle: z.literal('1').optional() }),
      async handle({ params, query, office }) {
        const filling = await demandFilling(deps, demandOffice(office), params);
        if (!filling.isOpen) throw closed();
        if (!filling.maySend) return redirect(addressOf(params.request, params.territory, '/reponse'));
        return fillingPage(deps, filling, { complete: query.controle !== undefined });
      },
    }),
    route({
      method: 'post',
      path: '/guichet/reponses/:request/questionnaire/:territory',
      access: 'office',
      params: fillingParams,
      body: postedForm,
      async handle({ params, office, form }) {
        const filling = await demandFilling(deps, demandOffice(office), params);
        const { definition } = filling.questionnaire;
        const [action = 'save', tableKey = '', row = ''] = (
          form.ok ? (form.value['action'] ?? '') : ''
        ).split(':');
        const { state } = await keep(filling, form, (typed) => {
          if (action === 'add') return withRow(definition, typed, tableKey);
          if (action === 'remove') return withoutRow(definition, typed, { tableKey, row: Number(row) });
          return typed;
        });
        const address = addressOf(params.request, params.territory);
        if (state === 'aside') return redirect(address);
        if (action === 'check') return redirect(`${address}/verifier`);
        if (action === 'add') {
          const rows = (await drafting.open(definition, filling.place)).typed[tableKey];
          const last = Array.isArray(rows) ? rows.length - 1 : 0;
          return redirect(`${address}#ligne-${encodeURIComponent(tableKey)}-${last}`);
        }
        if (action === 'remove') return redirect(`${address}#champ-q.${encodeURIComponent(tableKey)}`);
        return redirect(address, messages('questionnaires.fill.kept'));
      },
    }),
    route({
      method: 'post',
      path: '/guichet/reponses/:request/questionnaire/:territory/frappe',
      access: 'office',
      params: fillingParams,
      body: postedForm,
      async handle({ params, office, form }) {
        const filling = await demandFilling(deps, demandOffice(office), params);
        const { state, revision, savedAt } = await keep(filling, form);
        const time = hourOf(savedAt, filling.office.timeZone);
        const sentence = messages(`questionnaires.fill.${state === 'saved' ? 'saved' : 'aside'}`, { time });
        return json({ state, revision, sentence });
      },
    }),
    route({
      method: 'post',
      path: '/guichet/reponses/:request/questionnaire/:territory/a-cote',
      access: 'office',
      params: fillingParams,
      body: z.object({ aside: z.uuid(), what: z.enum(['take', 'drop']) }),
      async handle({ params, office, form }) {
        const { place, isOpen } = await demandFilling(deps, demandOffice(office), params);
        if (!isOpen) throw closed();
        if (!form.ok) throw new AppError('bad-request', 'not a form of this page');
        const { aside, what } = form.value;
        await (what === 'take' ? drafting.takeAside(place, aside) : drafting.dropAside(place, aside));
        const told = messages(`questionnaires.fill.${what === 'take' ? 'taken' : 'dropped'}`);
        return redirect(addressOf(params.request, params.territory), told);
      },
    }),
  ];
}

function closed(): AppError {
  return new AppError('gone', 'nothing is asked any more', { messageKey: 'questionnaires.state.closed' });
}
