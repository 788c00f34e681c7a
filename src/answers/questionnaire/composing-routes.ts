import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { noFields, multiLine, singleLine } from '../../web/fields.ts';
import { file, page, redirect, route, type Route } from '../../web/route.ts';
import { withField, withFieldMoved, withHeading, withSection, withSectionMoved } from './composing.ts';
import {
  composerOf,
  composers,
  composingAddress,
  findAsked,
  framed,
  readers,
  staffParams,
  type StaffRoutesDeps,
} from './composing-frame.ts';
import { composingPage } from './composing-page.ts';
import { fieldsOf, fieldTypes, type Definition } from './definition.ts';
import { writeDefinition, readDefinition } from './exchange.ts';
import { previewModel } from './filling-page.ts';
import { emptyTyped } from './typed-answer.ts';

const largestFile = 500_000;

/** Staff compose what is asked, one small form a gesture. */
export function createComposingRoutes(deps: StaffRoutesDeps): Route[] {
  const { questionnaires, messages } = deps;
  type Params = z.infer<typeof staffParams>;

  async function refusedPage(params: Params, errors: FieldError[], typed: Record<string, string> = {}) {
    const shown = await composingPage(deps, params, { mayWrite: true, typed });
    return { ...shown, status: 422, page: { ...shown.page, errors } };
  }

  /** Puts a whole questionnaire in the place of one that has no field yet. */
  const begin = (definition: Definition) => (standing: Definition) => {
    if (fieldsOf(standing).length === 0) return definition;
    throw new AppError('conflict', 'something is written already', {
      messageKey: 'questionnaires.state.begun',
    });
  };

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/questionnaire',
      access: readers,
      params: staffParams,
      handle: async ({ params, user }) =>
        composingPage(deps, params, { mayWrite: composers.some((role) => user?.roles.includes(role)) }),
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/questionnaire/apercu',
      access: readers,
      params: staffParams,
      async handle({ params }) {
        const { questionnaire, actTitle } = await findAsked(deps, params);
        const { definition } = questionnaire;
        const model = previewModel(definition, emptyTyped(definition), messages, composingAddress(params));
        const below = messages('questionnaires.preview.title');
        const frame = framed(deps, { params, actTitle, title: definition.title, below }, model);
        return page('answers/questionnaire-fill', { ...frame, layout: 'bare' });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/questionnaire.json',
      access: readers,
      params: staffParams,
      async handle({ params }) {
        const { questionnaire } = await findAsked(deps, params);
        const bytes = writeDefinition(questionnaire.definition);
        return file(bytes, { type: 'application/json', name: `questionnaire-${params.slug}.json` });
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/questionnaire/ordre',
      access: composers,
      params: staffParams,
      body: z.object({ action: z.string().regex(/^(section|field)-(up|down):[a-z][a-z0-9-]{0,39}$/) }),
      async handle({ params, user, form }) {
        await findAsked(deps, params);
        if (!form.ok) return refusedPage(params, form.errors);
        const [what = '', key = ''] = form.value.action.split(':');
        const direction = what.endsWith('up') ? 'up' : 'down';
        const move = what.startsWith('section') ? withSectionMoved : withFieldMoved;
        await questionnaires.compose(composerOf(user), params.request, (definition) =>
          move(definition, key, direction),
        );
        return redirect(`${composingAddress(params)}#element-${key}`);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/questionnaire/intitule',
      access: composers,
      params: staffParams,
      body: z.object({ title: singleLine(300), introduction: multiLine(4000) }),
      async handle({ params, user, form, typed }) {
        await findAsked(deps, params);
        if (!form.ok) return refusedPage(params, form.errors, typed);
        await questionnaires.compose(composerOf(user), params.request, (definition) =>
          withHeading(definition, form.value),
        );
        return redirect(composingAddress(params), messages('questionnaires.compose.kept'));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/questionnaire/rubriques',
      access: composers,
      params: staffParams,
      body: z.object({ sectionTitle: singleLine(300) }),
      async handle({ params, user, form, typed }) {
        await findAsked(deps, params);
        if (!form.ok) return refusedPage(params, form.errors, typed);
        const { sections } = await questionnaires.compose(composerOf(user), params.request, (definition) =>
          withSection(definition, { title: form.value.sectionTitle }),
        );
        return redirect(`${composingAddress(params)}#element-${sections.at(-1)?.key ?? ''}`);
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/questionnaire/champs',
      access: composers,
      params: staffParams,
      body: z.object({ section: singleLine(60), label: singleLine(300), type: z.enum(fieldTypes) }),
      async handle({ params, user, form, typed }) {
        await findAsked(deps, params);
        if (!form.ok) return refusedPage(params, form.errors, typed);
        const { section, label, type } = form.value;
        const { sections } = await questionnaires.compose(composerOf(user), params.request, (definition) =>
          withField(definition, section, { label, type, required: false }),
        );
        const added = sections.find(({ key }) => key === section)?.fields.at(-1);
        return redirect(composingAddress(params, added === undefined ? '' : `/champs/${added.key}`));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/questionnaire/modele',
      access: composers,
      params: staffParams,
      body: z.object({ model: singleLine(100) }),
      async handle({ params, user, form }) {
        await findAsked(deps, params);
        const model = questionnaires.models.find(({ name }) => form.ok && name === form.value.model);
        if (model === undefined) return refusedPage(params, [{ field: '', key: 'form.invalid' }]);
        await questionnaires.compose(composerOf(user), params.request, begin(model.definition));
        return redirect(composingAddress(params), messages('questionnaires.compose.begun'));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/questionnaire/importer',
      access: composers,
      params: staffParams,
      body: noFields,
      upload: { field: 'file', maxBytes: largestFile },
      async handle({ params, user, file: given }) {
        await findAsked(deps, params);
        const read = readDefinition(given?.bytes ?? new Uint8Array());
        if (!('definition' in read)) {
          const key = `questionnaires.compose.${read.at === '' ? 'not-json' : 'not-ours'}`;
          return refusedPage(params, [{ field: 'file', key, params: { at: read.at } }]);
        }
        await questionnaires.compose(composerOf(user), params.request, begin(read.definition));
        return redirect(composingAddress(params), messages('questionnaires.compose.begun'));
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/questionnaire/pret',
      access: composers,
      params: staffParams,
      body: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      async handle({ params, user, form }) {
        await findAsked(deps, params);
        if (!form.ok) return refusedPage(params, form.errors);
        const done = await questionnaires.declareReady(composerOf(user), params.request, form.value.sha256);
        if (!done.ok) return refusedPage(params, done.errors);
        return redirect(composingAddress(params), messages('questionnaires.compose.ready'));
      },
    }),
  ];
}
