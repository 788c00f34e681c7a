import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { multiLine, noFields, singleLine } from '../../web/fields.ts';
import { page, redirect, route, type Route } from '../../web/route.ts';
import { findField, withFieldSaying, withSectionSaying, withoutField, withoutSection } from './composing.ts';
import {
  anyFields,
  composerOf,
  composers,
  composingAddress,
  elementParams,
  findAsked,
  framed,
  type StaffRoutesDeps,
} from './composing-frame.ts';
import { fieldForm } from './element-page.ts';
import { readField, typeField } from './field-form.ts';

/** A field or a heading of a questionnaire: written again, or taken away. */
export function createElementRoutes(deps: StaffRoutesDeps): Route[] {
  const { questionnaires, messages } = deps;
  type Params = z.infer<typeof elementParams>;

  async function findBoth(params: Params) {
    const asked = await findAsked(deps, params);
    const { definition } = asked.questionnaire;
    const field = findField(definition, params.key);
    const section = definition.sections.find(({ key }) => key === params.key);
    return { ...asked, definition, field, section };
  }

  async function fieldPage(params: Params, given?: { typed: Record<string, string>; errors: FieldError[] }) {
    const { definition, field, actTitle } = await findBoth(params);
    if (field === undefined) throw new AppError('not-found', 'no such field');
    const below = messages('questionnaires.edit.field', { label: field.label });
    const model = {
      title: below,
      action: composingAddress(params, `/champs/${params.key}`),
      back: composingAddress(params),
      ...fieldForm(field, given?.typed ?? typeField(field), messages),
    };
    const frame = framed(deps, { params, actTitle, title: definition.title, below }, model);
    const errors = given === undefined ? {} : { errors: given.errors };
    return page('answers/questionnaire-field', { ...frame, ...errors }, given === undefined ? 200 : 422);
  }

  async function sectionPage(
    params: Params,
    given?: { typed: Record<string, string>; errors: FieldError[] },
  ) {
    const { definition, section, actTitle } = await findBoth(params);
    if (section === undefined) throw new AppError('not-found', 'no such section');
    const below = messages('questionnaires.edit.section', { title: section.title });
    const model = {
      title: below,
      action: composingAddress(params, `/rubriques/${params.key}`),
      back: composingAddress(params),
      name: given?.typed['title'] ?? section.title,
      explanation: given?.typed['explanation'] ?? section.explanation ?? '',
    };
    const frame = framed(deps, { params, actTitle, title: definition.title, below }, model);
    const errors = given === undefined ? {} : { errors: given.errors };
    return page('answers/questionnaire-section', { ...frame, ...errors }, given === undefined ? 200 : 422);
  }

  function removal(kind: 'champs' | 'rubriques'): Route[] {
    const path = `/instructions/:slug/reponses/:request/questionnaire/${kind}/:key/retirer`;
    return [
      route({
        method: 'get',
        path,
        access: composers,
        params: elementParams,
        async handle({ params }) {
          const { definition, field, section, actTitle } = await findBoth(params);
          const label = kind === 'champs' ? field?.label : section?.title;
          if (label === undefined) throw new AppError('not-found', 'no such element');
          const below = messages(`questionnaires.edit.remove-${kind}`, { label });
          const fields = section?.fields.length ?? 0;
          const model = {
            ...{ title: below, question: messages('questionnaires.edit.remove-question', { label }) },
            points:
              kind === 'rubriques'
                ? [{ text: messages('questionnaires.edit.remove-fields', { fields }) }]
                : [],
            action: composingAddress(params, `/${kind}/${params.key}/retirer`),
            ...{ hidden: [], submit: messages('questionnaires.edit.remove'), back: composingAddress(params) },
          };
          return page(
            'web/confirm',
            framed(deps, { params, actTitle, title: definition.title, below }, model),
          );
        },
      }),
      route({
        method: 'post',
        path,
        access: composers,
        params: elementParams,
        body: noFields,
        async handle({ params, user }) {
          await findAsked(deps, params);
          await questionnaires.compose(composerOf(user), params.request, (definition) =>
            (kind === 'champs' ? withoutField : withoutSection)(definition, params.key),
          );
          return redirect(composingAddress(params), messages('questionnaires.edit.removed'));
        },
      }),
    ];
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/questionnaire/champs/:key',
      access: composers,
      params: elementParams,
      handle: ({ params }) => fieldPage(params),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/questionnaire/champs/:key',
      access: composers,
      params: elementParams,
      body: anyFields,
      async handle({ params, user, form, typed }) {
        const { field } = await findBoth(params);
        if (field === undefined) throw new AppError('not-found', 'no such field');
        const read = form.ok ? readField(field, form.value) : form;
        if (!read.ok) return fieldPage(params, { typed, errors: read.errors });
        await questionnaires.compose(composerOf(user), params.request, (definition) =>
          withFieldSaying(definition, params.key, read.value),
        );
        const again = form.ok && form.value['action'] === 'again';
        const address = composingAddress(params, again ? `/champs/${params.key}` : `#element-${params.key}`);
        return redirect(address, messages('questionnaires.compose.kept'));
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/reponses/:request/questionnaire/rubriques/:key',
      access: composers,
      params: elementParams,
      handle: ({ params }) => sectionPage(params),
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/reponses/:request/questionnaire/rubriques/:key',
      access: composers,
      params: elementParams,
      body: z.object({ title: singleLine(300), explanation: multiLine(2000) }),
      async handle({ params, user, form, typed }) {
        const { section } = await findBoth(params);
        if (section === undefined) throw new AppError('not-found', 'no such section');
        if (!form.ok) return sectionPage(params, { typed, errors: form.errors });
        await questionnaires.compose(composerOf(user), params.request, (definition) =>
          withSectionSaying(definition, params.key, form.value),
        );
        return redirect(
          composingAddress(params, `#element-${params.key}`),
          messages('questionnaires.compose.kept'),
        );
      },
    }),
    ...removal('champs'),
    ...removal('rubriques'),
  ];
}
