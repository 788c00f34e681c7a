import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { noFields, singleLine } from '../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Route } from '../web/route.ts';
import type { Archive } from './archive.ts';
import { addressOf, askedSchema } from './search-asked.ts';
import { actReaders } from './search/acts.ts';

const longestName = 80;
const longestQuery = 4000;
const savedId = z.object({ id: z.uuid() });
const saving = z.object({ nom: singleLine(longestName), recherche: z.string().max(longestQuery) });

/** The searches that a person keeps: named, opened again, forgotten once it was asked whether to. */
export function createSavedSearchRoutes(deps: { archive: Archive; messages: Messages }): Route[] {
  const { messages } = deps;
  const { saved } = deps.archive;
  const breadcrumb = [{ label: messages('archive.search.title'), href: '/recherche' }];

  async function findOrThrow(user: CurrentUser | undefined, id: string) {
    const found = await saved.find(user?.id ?? '', id);
    if (found === undefined) throw new AppError('not-found', 'no such saved search');
    return found;
  }

  return [
    route({
      method: 'post',
      path: '/recherche/enregistrees',
      access: actReaders,
      body: saving,
      async handle({ form, typed, user }) {
        // What is kept is what a search reads of it, whatever was posted.
        const asked = Object.fromEntries(new URLSearchParams(typed['recherche']));
        const query = addressOf(askedSchema.parse(asked), { page: 1 });
        const outcome = form.ok ? await saved.save(user?.id ?? '', { name: form.value.nom, query }) : form;
        if (outcome.ok) return redirect(`/recherche?${query}`, messages('archive.search.saved.done'));
        const model = {
          ...{ title: messages('archive.search.saved.title'), name: typed['nom'] ?? '', query },
          back: `/recherche?${query}`,
        };
        return page(
          'archive/search-save',
          { title: model.title, breadcrumb, model, errors: outcome.errors },
          422,
        );
      },
    }),
    route({
      method: 'get',
      path: '/recherche/enregistrees/:id/supprimer',
      access: actReaders,
      params: savedId,
      async handle({ params, user }) {
        const { name, query } = await findOrThrow(user, params.id);
        const model = {
          ...{ title: messages('archive.search.saved.removing'), name, back: `/recherche?${query}` },
          action: `/recherche/enregistrees/${params.id}/supprimer`,
        };
        return page('archive/search-forget', { title: model.title, breadcrumb, model });
      },
    }),
    route({
      method: 'post',
      path: '/recherche/enregistrees/:id/supprimer',
      access: actReaders,
      params: savedId,
      body: noFields,
      async handle({ params, user }) {
        await findOrThrow(user, params.id);
        await saved.remove(user?.id ?? '', params.id);
        return redirect('/recherche', messages('archive.search.saved.removed'));
      },
    }),
  ];
}
