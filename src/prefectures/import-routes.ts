import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { FieldError } from '../kernel/outcome.ts';
import type { Messages } from '../kernel/messages.ts';
import { noFields } from '../web/fields.ts';
import {
  file,
  page,
  redirect,
  route,
  type CurrentUser,
  type Reply,
  type Role,
  type Route,
} from '../web/route.ts';
import { contactFileLimit, type ImportProblem } from './contact-file.ts';
import { kindWords } from './contact-line.ts';
import { templateCsv } from './contacts-file.ts';
import { previewModel, problemRows } from './import-page.ts';
import type { Prefectures } from './prefectures.ts';

/** Who may change the directory. */
export const importers: readonly Role[] = ['dispatcher', 'administrator'];

const address = '/prefectures/importer';
const staged = z.object({ id: z.uuid() });

/** Upload, read again what would change, confirm: three pages, and nothing changes before the last. */
export function createImportRoutes(deps: { prefectures: Prefectures; messages: Messages }): Route[] {
  const { prefectures, messages } = deps;
  const breadcrumb = [{ label: messages('prefectures.directory.title'), href: '/prefectures' }];

  function uploadPage(problems: ImportProblem[] = [], errors: FieldError[] = []): Reply {
    const model = {
      title: messages('prefectures.import.title'),
      kinds: Object.values(kindWords),
      ...problemRows(problems, messages),
    };
    const refused = problems.length > 0 || errors.length > 0;
    return page('prefectures/import', { title: model.title, breadcrumb, model, errors }, refused ? 422 : 200);
  }

  return [
    route({ method: 'get', path: address, access: importers, handle: async () => uploadPage() }),
    route({
      method: 'get',
      path: `${address}/modele.csv`,
      access: importers,
      handle: async () =>
        file(templateCsv(), { type: 'text/csv; charset=utf-8', name: 'modele-contacts.csv' }),
    }),
    route({
      method: 'post',
      path: address,
      access: importers,
      upload: { field: 'fichier', maxBytes: contactFileLimit, tooLarge: 'beside-field' },
      body: noFields,
      async handle({ file: upload, fileTooLarge, user }) {
        if (fileTooLarge) return uploadPage([], [{ field: 'fichier', key: 'prefectures.import.too-large' }]);
        if (upload === undefined || upload.bytes.length === 0) {
          return uploadPage([], [{ field: 'fichier', key: 'prefectures.import.no-file' }]);
        }
        const { problems } = await prefectures.analyseImport(upload.bytes);
        if (problems.length > 0) return uploadPage(problems);
        return redirect(`${address}/${await prefectures.stageImport(actorOf(user), upload.bytes)}`);
      },
    }),
    route({
      method: 'get',
      path: `${address}/:id`,
      access: importers,
      params: staged,
      async handle({ params, user }) {
        const analysis = await prefectures.analyseStagedImport(actorOf(user), params.id);
        if (analysis === undefined) throw gone();
        if (analysis.problems.length > 0) return uploadPage(analysis.problems);
        const title = messages('prefectures.import.preview-title');
        const model = { title, id: params.id, ...previewModel(analysis, messages) };
        return page('prefectures/import-preview', { title, breadcrumb, model });
      },
    }),
    route({
      method: 'post',
      path: `${address}/:id`,
      access: importers,
      params: staged,
      body: z.object({ plan: z.string().regex(/^[0-9a-f]{64}$/, 'form.invalid') }),
      async handle({ params, form, user }) {
        if (!form.ok) throw new AppError('bad-request', 'the confirmation does not say what it confirms');
        const done = await prefectures.confirmImport(actorOf(user), params.id, form.value.plan);
        if (done.state === 'gone') throw gone();
        if (done.state === 'to-review') {
          return redirect(`${address}/${params.id}`, messages('prefectures.import.changed-meanwhile'));
        }
        const { added, ended, unchanged } = done.analysis.plan;
        const counts = { added: added.length, ended: ended.length, unchanged };
        return redirect('/prefectures', messages('prefectures.import.done', counts));
      },
    }),
  ];
}

function gone(): AppError {
  return new AppError('gone', 'no such staged file', { messageKey: 'prefectures.import.gone' });
}

/** Who acts; a route that asks for a role has somebody. */
export function actorOf(user: CurrentUser | undefined): string {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return user.id;
}
