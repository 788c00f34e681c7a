import { z } from 'zod';
import { instantOf } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { formatDay } from '../../kernel/french-format.ts';
import { newId, newToken } from '../../kernel/ids.ts';
import { demandOffice } from '../../web/acting-office.ts';
import { singleLine } from '../../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import type { OwedLine } from '../answers.ts';
import { answerSections } from './answer-page.ts';
import { sealAnswer, type SentContent } from './answer.ts';
import { judge } from './checking.ts';
import {
  addressOf,
  demandFilling,
  fillingParams,
  type Filling,
  type FillingRoutesDeps,
} from './filling-frame.ts';
import { sayFault } from './form-page.ts';

const sendForm = z.object({
  revision: z.coerce.number().int().min(0),
  formKey: z.uuid(),
  name: singleLine(150),
  function: singleLine(150),
});

/** What was typed is looked at again, then sent under its hash: that version stays, another may follow. */
export function createSendingRoutes(deps: FillingRoutesDeps): Route[] {
  const { questionnaires, answers, messages } = deps;

  async function judged(filling: Filling) {
    const { definition } = filling.questionnaire;
    const draft = await questionnaires.drafting.open(definition, filling.place);
    return { definition, draft, ...judge(definition, draft.typed) };
  }

  async function sendPage(filling: Filling, typed: Record<string, string> = {}): Promise<Reply | undefined> {
    const { definition, draft, faults } = await judged(filling);
    if (faults.length > 0 || !filling.maySend) return undefined;
    const { line, open, office, place } = filling;
    const { holder } = office;
    const name = typed['name'] ?? (holder && `${holder.givenName} ${holder.familyName}`);
    const points = [
      messages('questionnaires.send.hash'),
      messages(`questionnaires.send.${pointOf(line)}`, { day: formatDay(open.request.dueOn) }),
    ];
    const title = messages('questionnaires.send.title', { title: definition.title });
    const model = {
      title,
      question: messages('questionnaires.send.question', { territory: line.territory.name }),
      points: points.map((text) => ({ text })),
      action: addressOf(place.requestId, place.territoryId, '/envoyer'),
      revision: draft.revision,
      formKey: typed['formKey'] ?? newId(),
      ...(name === undefined ? {} : { name }),
      ...(typed['function'] === undefined ? {} : { role: typed['function'] }),
      back: addressOf(place.requestId, place.territoryId, '/verifier'),
    };
    return page('answers/questionnaire-send', { title, model, layout: 'bare' });
  }

  return [
    route({
      method: 'get',
      path: '/guichet/reponses/:request/questionnaire/:territory/verifier',
      access: 'office',
      params: fillingParams,
      async handle({ params, office }) {
        const filling = await demandFilling(deps, demandOffice(office), params);
        if (filling.isOpen && !filling.maySend)
          return redirect(addressOf(params.request, params.territory, '/reponse'));
        const { definition, answer, faults, warnings } = await judged(filling);
        const back = addressOf(params.request, params.territory);
        const told = (list: typeof faults) =>
          list.map((fault) => ({
            href: `${back}?controle=1#champ-${fault.field}`,
            text: `${labelOf(filling, fault.field)}\u00a0: ${sayFault(messages, fault)}`,
          }));
        const title = messages('questionnaires.check.title', { title: definition.title });
        const model = {
          title,
          from: messages('questionnaires.fill.for', { territory: filling.line.territory.name }),
          faults: told(faults),
          warnings: told(warnings),
          sections: answerSections(definition, answer, messages),
          back: faults.length > 0 ? `${back}?controle=1` : back,
          next: `${back}/envoyer`,
        };
        return page('answers/questionnaire-check', { title, model, layout: 'bare' });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/reponses/:request/questionnaire/:territory/envoyer',
      access: 'office',
      params: fillingParams,
      async handle({ params, office }) {
        const shown = await sendPage(await demandFilling(deps, demandOffice(office), params));
        return shown ?? redirect(addressOf(params.request, params.territory, '/verifier'));
      },
    }),
    route({
      method: 'post',
      path: '/guichet/reponses/:request/questionnaire/:territory/envoyer',
      access: 'office',
      params: fillingParams,
      body: sendForm,
      async handle({ params, office, form, typed }) {
        const filling = await demandFilling(deps, demandOffice(office), params);
        const address = (rest: string) => addressOf(params.request, params.territory, rest);
        const { draft, answer, faults } = await judged(filling);
        if (faults.length > 0) return redirect(address('/verifier'));
        const shown = await sendPage(filling, typed);
        if (!form.ok && shown?.kind === 'page')
          return { ...shown, status: 422, page: { ...shown.page, errors: form.errors } };
        if (!form.ok) throw new AppError('bad-request', 'not a form of this page');
        // What is sent is what was looked at.
        if (form.value.revision !== draft.revision)
          return redirect(address('/verifier'), messages('questionnaires.send.changed'));
        const content: SentContent = {
          ...{ ...answer, request: params.request, territory: params.territory },
          definitionSha256: filling.questionnaire.sha256,
          sentAt: instantOf(deps.clock),
          salt: newToken(16),
        };
        const confirm = await answers.confirmation(filling.open, filling.line);
        const sent = {
          ...{ requestId: params.request, territoryId: params.territory, fileName: '' },
          person: { name: form.value.name, function: form.value.function },
          content: Buffer.from(sealAnswer(content).content),
          contentKind: 'questionnaire' as const,
          formKey: form.value.formKey,
        };
        const given = await answers.give(filling.office, sent, confirm);
        if (!given.ok && given.errors.some(({ key }) => key === 'answers.state.closed'))
          return redirect(address('/reponse'));
        const isTooMany = !given.ok && given.errors.some(({ key }) => key.startsWith('answers.too-many.'));
        if (isTooMany && shown?.kind === 'page')
          return { ...shown, status: 422, page: { ...shown.page, errors: given.errors } };
        if (!given.ok)
          throw new AppError('gone', 'nothing is asked any more', {
            messageKey: 'questionnaires.state.closed',
          });
        return redirect(address('/reponse'), messages('questionnaires.send.done'));
      },
    }),
  ];
}

/** What sending does to what was sent before, and to lateness. */
function pointOf({ answers, state, late }: OwedLine): string {
  if (answers.length === 0) return state === 'late' ? 'first-late' : 'first';
  return late ? 'again-late' : 'again';
}

/** The field that a box belongs to, by its words. */
function labelOf({ questionnaire }: Filling, box: string): string {
  const [, key] = box.split('.');
  const fields = questionnaire.definition.sections.flatMap(({ fields: own }) => own);
  return fields.find((field) => field.key === key)?.label ?? '';
}
