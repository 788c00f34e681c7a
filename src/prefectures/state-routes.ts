import { z } from 'zod';
import { parisDayOf } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { noFields } from '../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import type { WriterRoutesDeps } from './contact-frame-page.ts';
import { stateFileLimit } from './state-directory.ts';
import { proposalsModel } from './state-page.ts';

const address = '/prefectures/importer/annuaire-de-l-etat';
const staged = z.object({ id: z.uuid() });
const ticks = z.object({
  plan: z.string().regex(/^[0-9a-f]{64}$/, 'form.invalid'),
  retenir: z.record(z.string().max(40), z.string().max(10)).default({}),
});

/** The State's directory: a file is given, what it proposes is shown, and only what is ticked is added. */
export function createStateRoutes(deps: WriterRoutesDeps): Route[] {
  const { prefectures, messages, clock, writers, actorOf } = deps;
  const { state } = prefectures;
  const breadcrumb = [
    { label: messages('prefectures.directory.title'), href: '/prefectures' },
    { label: messages('prefectures.import.title'), href: '/prefectures/importer' },
  ];
  const gone = () => new AppError('gone', 'no such staged file', { messageKey: 'prefectures.import.gone' });

  function uploadPage(errors: FieldError[] = []): Reply {
    const title = messages('prefectures.state.title');
    const content = { title, breadcrumb, model: { title, mostBytes: stateFileLimit }, errors };
    return page('prefectures/state-import', content, errors.length > 0 ? 422 : 200);
  }

  async function proposalsPage(actor: string, id: string, refused?: { key: string; taken: Set<string> }) {
    const proposals = await state.proposals(actor, id);
    if (proposals === undefined) throw gone();
    const title = messages('prefectures.state.proposals-title');
    const everyOffice = await prefectures.listOffices({ on: parisDayOf(clock.now()) });
    const taken = refused?.taken ?? new Set<string>();
    const model = {
      title,
      action: `${address}/${id}`,
      ...proposalsModel(proposals, { everyOffice, taken, messages }),
    };
    const errors = refused === undefined ? [] : [{ field: 'retenir', key: refused.key }];
    return page(
      'prefectures/state-proposals',
      { title, breadcrumb, model, errors },
      errors.length > 0 ? 422 : 200,
    );
  }

  return [
    route({ method: 'get', path: address, access: writers, handle: async () => uploadPage() }),
    route({
      method: 'post',
      path: address,
      access: writers,
      upload: { field: 'fichier', maxBytes: stateFileLimit, tooLarge: 'beside-field' },
      body: noFields,
      async handle({ file: upload, fileTooLarge, user }) {
        if (fileTooLarge) return uploadPage([{ field: 'fichier', key: 'prefectures.state.too-large' }]);
        if (upload === undefined || upload.bytes.length === 0)
          return uploadPage([{ field: 'fichier', key: 'prefectures.state.no-file' }]);
        const done = await state.stage(actorOf(user), upload.bytes);
        if ('fault' in done)
          return uploadPage([{ field: 'fichier', key: `prefectures.state.${done.fault}` }]);
        return redirect(`${address}/${done.id}`);
      },
    }),
    route({
      method: 'get',
      path: `${address}/:id`,
      access: writers,
      params: staged,
      handle: ({ params, user }) => proposalsPage(actorOf(user), params.id),
    }),
    route({
      method: 'post',
      path: `${address}/:id`,
      access: writers,
      params: staged,
      body: ticks,
      // A box for each address that a hundred prefectures may have.
      largest: { maxBytes: 1_000_000, maxFields: 2_000 },
      async handle({ params, form, user }) {
        if (!form.ok) throw new AppError('bad-request', 'the form does not say what was shown');
        const { plan: sha256, retenir } = form.value;
        const taken = Object.keys(retenir);
        const done = await state.take(actorOf(user), params.id, { sha256, taken });
        switch (done.state) {
          case 'gone':
            throw gone();
          case 'to-review':
            return redirect(`${address}/${params.id}`, messages('prefectures.state.changed-meanwhile'));
          case 'taken': {
            const { contacts, mandates } = done;
            return redirect('/prefectures', messages('prefectures.state.done', { contacts, mandates }));
          }
          default: {
            const key = `prefectures.state.${done.state}`;
            return proposalsPage(actorOf(user), params.id, { key, taken: new Set(taken) });
          }
        }
      },
    }),
  ];
}
