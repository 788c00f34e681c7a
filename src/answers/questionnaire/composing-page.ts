import type { Messages } from '../../kernel/messages.ts';
import { page, type Reply } from '../../web/route.ts';
import {
  composingAddress,
  findAsked,
  framed,
  requestAddress,
  type StaffRoutesDeps,
} from './composing-frame.ts';
import { boxesOf, fieldsOf, fieldTypes, mostBoxes, type Column, type Field } from './definition.ts';
import { writeValue } from './values.ts';

type Params = Parameters<typeof composingAddress>[0];

/** What is asked, and everything that may be done to it. */
export async function composingPage(
  deps: StaffRoutesDeps,
  params: Params,
  { mayWrite, typed = {} }: { mayWrite: boolean; typed?: Record<string, string> },
): Promise<Extract<Reply, { kind: 'page' }>> {
  const { messages, questionnaires } = deps;
  const { request, questionnaire, actTitle } = await findAsked(deps, params);
  const { definition, readyAt } = questionnaire;
  const address = (rest = '') => composingAddress(params, rest);
  const open = mayWrite && (await questionnaires.mayCompose(request));
  const isEmpty = fieldsOf(definition).length === 0;
  const state =
    readyAt === undefined ? 'written' : (await questionnaires.mayCompose(request)) ? 'ready' : 'sent';
  const model = {
    title: definition.title,
    stateKind: state === 'written' ? 'new' : 'success',
    stateLabel: messages(`questionnaires.compose.state-${state}`),
    stateSays: messages(`questionnaires.compose.says-${state}`),
    isOpen: open,
    mayDeclare: open && readyAt === undefined && !isEmpty,
    sha256: questionnaire.sha256,
    boxes: messages('questionnaires.compose.boxes', { boxes: boxesOf(definition), most: mostBoxes }),
    // Of the form that was refused; the others show what stands.
    typed: {
      title: typed['title'] ?? definition.title,
      introduction: typed['introduction'] ?? definition.introduction ?? '',
      label: typed['label'] ?? '',
      sectionTitle: typed['sectionTitle'] ?? '',
    },
    actions: address('/ordre'),
    heading: address('/intitule'),
    newSection: address('/rubriques'),
    newField: address('/champs'),
    ready: address('/pret'),
    preview: address('/apercu'),
    file: address('.json'),
    importing: address('/importer'),
    results: requestAddress(params, '/resultats'),
    hasResults: state !== 'written',
    isEmpty,
    models:
      isEmpty && open
        ? questionnaires.models.map(({ name, definition: { title } }) => ({ name, title }))
        : [],
    modelAction: address('/modele'),
    sections: definition.sections.map(({ key, title, explanation, fields }) => ({
      ...{ key, title, explanation: explanation ?? '' },
      edit: address(`/rubriques/${key}`),
      remove: address(`/rubriques/${key}/retirer`),
      fields: fields.map((field) => ({
        ...{ key: field.key, label: field.label, required: field.required },
        says: describe(field, messages),
        edit: address(`/champs/${field.key}`),
        remove: address(`/champs/${field.key}/retirer`),
      })),
    })),
    types: fieldTypes.map((value) => ({
      ...{
        value,
        label: messages(`questionnaires.type.${value}`),
        selected: value === (typed['type'] ?? 'line'),
      },
    })),
  };
  return page(
    'answers/questionnaire-compose',
    framed(deps, { params, actTitle, title: definition.title }, model),
  ) as Extract<Reply, { kind: 'page' }>;
}

/** « Montant, de 0 € à 1 000 € », « Tableau : Intitulé, AE ». */
function describe(field: Field | Column, messages: Messages): string {
  const type = messages(`questionnaires.type.${field.type}`);
  const { minimum, maximum, warnAbove, earliest, latest } = field;
  const bounds = [
    ...bound('from', minimum ?? earliest, field, messages),
    ...bound('to', maximum ?? latest, field, messages),
    ...bound('warn', warnAbove, field, messages),
  ];
  const columns = 'columns' in field ? (field.columns ?? []).map(({ label }) => label) : [];
  const inside = columns.length > 0 ? columns : (field.options ?? []).map(({ label }) => label);
  return [type, ...bounds].join(', ') + (inside.length === 0 ? '' : `\u00a0: ${inside.join(', ')}`);
}

function bound(name: string, value: number | string | undefined, field: Field | Column, messages: Messages) {
  if (value === undefined) return [];
  return [messages(`questionnaires.compose.${name}`, { bound: writeValue(field, value) })];
}
