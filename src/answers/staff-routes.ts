import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { writeCsv } from '../kernel/csv-file.ts';
import { writeXlsx } from '../kernel/xlsx-file.ts';
import { noFields } from '../web/fields.ts';
import { download, file, page, redirect, route, type Route } from '../web/route.ts';
import { planArchive, streamArchive } from './answers-archive.ts';
import { indexesOf } from './archive-index.ts';
import { fileNameOf, safeName, typeOfContent } from './file-names.ts';
import { staffAddress } from './paths.ts';
import { boardModel, filters, followingColumns, followingRows, requestsModel } from './staff-page.ts';
import {
  actorOf,
  askers,
  findActOrThrow,
  findBoardOrThrow,
  isAsker,
  readers,
  staffPage,
  type StaffAnswersDeps,
} from './staff-page-frame.ts';

export const slugParams = z.object({ slug: z.string().regex(/^\d{4}-[a-z0-9-]{1,80}$/) });
export const boardParams = slugParams.extend({ request: z.uuid() });

/** One office's part only; another address shows everything. */
const officeQuery = z.object({
  prefecture: z
    .string()
    .regex(/^OFF-[0-9AB]{2,3}$/)
    .optional()
    .catch(undefined),
});

/** Who owes what, and what came: lists, one file, all of them, and what is said to spreadsheets. */
export function createStaffAnswersRoutes(deps: StaffAnswersDeps): Route[] {
  const { answers, messages } = deps;

  async function officeOf({ prefecture: id }: z.infer<typeof officeQuery>) {
    const name = id === undefined ? undefined : (await deps.officeNames()).get(id);
    return id === undefined || name === undefined ? undefined : { id, name };
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/reponses',
      access: readers,
      params: slugParams,
      query: officeQuery,
      async handle({ params, query, user }) {
        const act = await findActOrThrow(deps, params.slug);
        const boards = await answers.boardsOf(act.id);
        const asks = isAsker(user) && !['dispatched', 'closed'].includes(act.state);
        const model = requestsModel(messages, {
          slug: act.slug,
          boards,
          asks,
          office: await officeOf(query),
        });
        return page('answers/requests', await staffPage(deps, act, model));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request',
      access: readers,
      params: boardParams,
      query: officeQuery.extend({ liste: z.enum(filters).catch('all') }),
      async handle({ params, query, user }) {
        const { act, board } = await findBoardOrThrow(deps, params);
        const { id, title } = board.request;
        const model = boardModel(messages, {
          ...{ slug: act.slug, board, filter: query.liste, asks: isAsker(user) },
          office: await officeOf(query),
          reason: (await answers.requests.reasonsOf([id])).get(id),
          reminders: await answers.remindersOf(id),
        });
        return page('answers/board', await staffPage(deps, act, model, title));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/rappels',
      access: askers,
      params: boardParams,
      body: noFields,
      async handle({ params, user }) {
        const { act, board } = await findBoardOrThrow(deps, params);
        const { id, reminders } = board.request;
        const done = await answers.requests.setReminders(actorOf(user), id, !reminders);
        const key = done.ok
          ? `answers.flash.reminders-${reminders ? 'off' : 'on'}`
          : 'answers.state.not-asked';
        return redirect(staffAddress(act.slug, `/${id}`), messages(key));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/fichiers/:answer',
      access: readers,
      params: boardParams.extend({ answer: z.uuid() }),
      async handle({ params }) {
        const { board } = await findBoardOrThrow(deps, params);
        const found = await answers.findAnswer(params.answer);
        const content = found?.answer.requestId === board.request.id ? await found.content() : undefined;
        if (found === undefined || content === undefined || found.answer.scan?.state === 'infected')
          throw new AppError('not-found', 'no such file');
        const { contentKind } = found.answer;
        const name = fileNameOf(board.request.title, found.answer);
        return file(content, { type: typeOfContent(contentKind), name });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/reponses.zip',
      access: readers,
      params: boardParams,
      async handle({ params }) {
        const { board } = await findBoardOrThrow(deps, params);
        const latest = board.lines.flatMap((line) => line.answers.at(-1)?.id ?? []);
        const files = planArchive(board, await answers.keptOf(latest));
        const index = indexesOf(messages, { board, files, at: deps.clock.now().toISOString() });
        const contentOf = async (id: string) => (await answers.findAnswer(id))?.content();
        const name = `${safeName(board.request.title)}.zip`;
        return download(streamArchive({ index, files, contentOf }), { type: 'application/zip', name });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/suivi.csv',
      access: readers,
      params: boardParams,
      async handle({ params }) {
        const { board } = await findBoardOrThrow(deps, params);
        const text = writeCsv([followingColumns(messages), ...followingRows(messages, board)]);
        return file(Buffer.from(text), { type: 'text/csv; charset=utf-8', name: 'suivi.csv' });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/suivi.xlsx',
      access: readers,
      params: boardParams,
      async handle({ params }) {
        const { board } = await findBoardOrThrow(deps, params);
        const columns = followingColumns(messages).map((title) => ({ title, width: 24 }));
        const rows = followingRows(messages, board);
        const bytes = await writeXlsx({ sheet: messages('answers.requests.title'), columns, rows });
        const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
        return file(bytes, { type, name: 'suivi.xlsx' });
      },
    }),
  ];
}
