import { AppError } from '../../kernel/errors.ts';
import { formatDay, formatLongInstant } from '../../kernel/french-format.ts';
import { demandOffice } from '../../web/acting-office.ts';
import { file, page, route, type Route } from '../../web/route.ts';
import { closedModel } from '../office-page.ts';
import { addressOf, demandFilling, fillingParams, type FillingRoutesDeps } from './filling-frame.ts';
import { sentPageModel } from './sent-page.ts';

/** What an office sent last for one of its territories, as it stays, and what may still be done about it. */
export function createSentRoutes(deps: FillingRoutesDeps): Route[] {
  const { questionnaires, answers, messages } = deps;

  return [
    route({
      method: 'get',
      path: '/guichet/reponses/:request/questionnaire/:territory/reponse',
      access: 'office',
      params: fillingParams,
      async handle({ params, office }) {
        const {
          open,
          line,
          place,
          office: entered,
          ...filling
        } = await demandFilling(deps, demandOffice(office), params);
        const latest = line.answers.at(-1);
        if (latest === undefined) throw new AppError('not-found', 'nothing was sent yet');
        const found = await answers.findAnswer(latest.id);
        const day = formatDay(open.request.dueOn);
        const { definition } = filling.questionnaire;
        const draft = await questionnaires.drafting.open(definition, place);
        const model = {
          ...sentPageModel(definition, latest, await found?.content(), messages),
          sentence: messages('questionnaires.sent.sentence', {
            number: latest.number,
            instant: formatLongInstant(latest.givenAt, entered.timeZone),
            territory: line.territory.name,
          }),
          file: addressOf(params.request, params.territory, '/reponse.json'),
          ...(filling.maySend
            ? {
                change: {
                  href: addressOf(params.request, params.territory),
                  sentence: messages(`questionnaires.sent.${line.late ? 'change-late' : 'change'}`, { day }),
                },
              }
            : {}),
          ...closedModel(open, line),
          keptDraft: draft.savedAt > latest.givenAt,
          back: { href: '/guichet', label: messages('questionnaires.fill.back') },
        };
        return page('answers/questionnaire-sent', { title: model.title, model, layout: 'bare' });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/reponses/:request/questionnaire/:territory/reponse.json',
      access: 'office',
      params: fillingParams,
      async handle({ params, office }) {
        const { line } = await demandFilling(deps, demandOffice(office), params);
        const found = await answers.findAnswer(line.answers.at(-1)?.id ?? '');
        const content = await found?.content();
        if (content === undefined) throw new AppError('not-found', 'nothing was sent, or it was erased');
        const name = `reponse-${params.territory}-v${found?.answer.number ?? 1}.json`;
        return file(content, { type: 'application/json', name });
      },
    }),
  ];
}
