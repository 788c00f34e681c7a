import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { formatLongInstant } from '../../kernel/french-format.ts';
import { typeOfKind } from '../../kernel/file-kind.ts';
import { file, page, route, type Route } from '../../web/route.ts';
import type { Board } from '../answers.ts';
import {
  findAsked,
  framed,
  readers,
  requestAddress,
  staffParams,
  type StaffRoutesDeps,
} from './composing-frame.ts';
import { measureModel, resultsModel } from './results-page.ts';
import { resultSheets, sheetCsv, sheetsXlsx } from './results-sheets.ts';
import { resultsOf, type Results } from './results.ts';
import { sentPageModel } from './sent-page.ts';
import { measuresOf, sumUp } from './sums.ts';

const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** What staff read of the answers, on pages and in files. */
export function createResultsRoutes(deps: StaffRoutesDeps): Route[] {
  const { questionnaires, answers, messages } = deps;
  type Params = z.infer<typeof staffParams>;

  async function read(params: Params): Promise<{ results: Results; board: Board; actTitle: string }> {
    const { questionnaire, actTitle } = await findAsked(deps, params);
    const board = await answers.board(params.request);
    if (board === undefined) throw new AppError('not-found', 'no such request');
    const sent = await questionnaires.sentOf(board.lines);
    return { results: resultsOf(questionnaire.definition, board, sent), board, actTitle };
  }

  const resultsTitle = ({ definition }: Results) =>
    messages('questionnaires.results.title', { title: definition.title });

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/resultats',
      access: readers,
      params: staffParams,
      async handle({ params }) {
        const { results, board, actTitle } = await read(params);
        const title = resultsTitle(results);
        const address = (rest: string) => requestAddress(params, `/resultats${rest}`);
        const now = deps.clock.now().toISOString();
        const model = { title, now, ...resultsModel(results, board, { messages, address }) };
        const frame = {
          params,
          actTitle,
          title: results.definition.title,
          below: messages('questionnaires.results.short'),
        };
        return page('answers/questionnaire-results', framed(deps, frame, model));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/resultats/sommes/:key',
      access: readers,
      params: staffParams.extend({ key: z.string().max(90) }),
      async handle({ params }) {
        const { results, actTitle } = await read(params);
        const measure = measuresOf(results.definition).find(({ id }) => id === params.key);
        if (measure === undefined) throw new AppError('not-found', 'no such number');
        const summary = sumUp(measure, results.respondents, results.regionNames);
        const model = {
          title: resultsTitle(results),
          back: requestAddress(params, '/resultats'),
          ...measureModel(measure, summary, messages),
        };
        const frame = { params, actTitle, title: results.definition.title, below: measure.label };
        return page('answers/questionnaire-measure', framed(deps, frame, model));
      },
    }),
    // Before the page, whose address would take the file's for a territory's.
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/resultats/reponses/:territory.json',
      access: readers,
      params: staffParams.extend({ territory: z.string().regex(/^(DEP|REG|COM)-[0-9A-Z]{2,3}$/) }),
      async handle({ params }) {
        const { results } = await read(params);
        const sent = results.returned.get(params.territory);
        const content = sent && (await (await answers.findAnswer(sent.id))?.content());
        if (content === undefined) throw new AppError('not-found', 'nothing was sent, or it was erased');
        return file(content, { type: 'application/json', name: `reponse-${params.territory}.json` });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/resultats/reponses/:territory',
      access: readers,
      params: staffParams.extend({ territory: z.string().regex(/^(DEP|REG|COM)-[0-9A-Z]{2,3}$/) }),
      async handle({ params }) {
        const { results, actTitle } = await read(params);
        const sent = results.returned.get(params.territory);
        if (sent === undefined) throw new AppError('not-found', 'nothing was sent for this territory');
        const content = await (await answers.findAnswer(sent.id))?.content();
        const { name = '' } = results.respondents.find((one) => one.territoryId === params.territory) ?? {};
        const model = {
          ...sentPageModel(results.definition, sent, content, messages),
          title: `${results.definition.title} — ${name}`,
          sentence: messages('questionnaires.sent.sentence', {
            ...{ number: sent.number, territory: name },
            instant: formatLongInstant(sent.givenAt),
          }),
          file: requestAddress(params, `/resultats/reponses/${params.territory}.json`),
          back: {
            href: requestAddress(params, '/resultats'),
            label: messages('questionnaires.results.back'),
          },
        };
        const frame = { params, actTitle, title: results.definition.title, below: name };
        return page('answers/questionnaire-sent', framed(deps, frame, model));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/resultats.xlsx',
      access: readers,
      params: staffParams,
      async handle({ params }) {
        const bytes = await sheetsXlsx(resultSheets((await read(params)).results, messages));
        return file(bytes, { type: typeOfKind.xlsx, name: `${params.slug}-questionnaire.xlsx` });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/resultats/:key.csv',
      access: readers,
      params: staffParams.extend({ key }),
      async handle({ params }) {
        const sheets = resultSheets((await read(params)).results, messages);
        const sheet = sheets.find((one) => one.key === params.key);
        if (sheet === undefined) throw new AppError('not-found', 'no such table');
        const name = `${params.slug}-${sheet.key}.csv`;
        return file(sheetCsv(sheet), { type: 'text/csv; charset=utf-8', name });
      },
    }),
  ];
}
