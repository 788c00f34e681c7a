import { formatDay, formatLongInstant } from '../../kernel/french-format.ts';
import { newId } from '../../kernel/ids.ts';
import type { Messages } from '../../kernel/messages.ts';
import { page, type Reply } from '../../web/route.ts';
import { judge } from './checking.ts';
import { fieldsOf, type Definition, type Field } from './definition.ts';
import type { Aside, Draft } from './drafts-store.ts';
import { addressOf, hourOf, type Filling, type FillingRoutesDeps } from './filling-frame.ts';
import { formSections } from './form-page.ts';
import { sayValue } from './answer-page.ts';
import { essence, isBlankRow, rowsOf, textOf, ticksOf, type TypedAnswer } from './typed-answer.ts';

/** The form, with what is typed. `complete`: also what is still missing. */
export async function fillingPage(
  deps: FillingRoutesDeps,
  filling: Filling,
  { complete }: { complete: boolean },
): Promise<Reply> {
  const { messages, questionnaires } = deps;
  const { open, line, place, questionnaire, office } = filling;
  const { definition } = questionnaire;
  const draft = await questionnaires.drafting.open(definition, place);
  const asides = await questionnaires.drafting.asidesOf(place);
  const judgement = judge(definition, draft.typed);
  const latest = line.answers.at(-1);
  const isPast = line.late || line.state === 'late';
  const address = (rest = '') => addressOf(place.requestId, place.territoryId, rest);
  const model = {
    ...heading(definition, line.territory.name, messages),
    due: messages(`questionnaires.fill.${isPast ? 'past' : 'due'}`, { day: formatDay(open.request.dueOn) }),
    action: address(),
    typing: address('/frappe'),
    screen: newId(),
    revision: draft.revision,
    status: statusOf(draft, office.timeZone, messages),
    lost: messages('questionnaires.fill.lost'),
    ...(latest === undefined
      ? {}
      : {
          sent: {
            sentence: messages('questionnaires.fill.sent', {
              number: latest.number,
              instant: formatLongInstant(latest.givenAt, office.timeZone),
            }),
            href: address('/reponse'),
          },
        }),
    asides: asides.map((aside) => asideModel(aside, draft, { filling, messages })),
    sections: formSections(definition, draft.typed, { messages, judgement, complete }),
    preview: false,
    back: { href: '/guichet', label: messages('questionnaires.fill.back') },
  };
  return page('answers/questionnaire-fill', {
    title: `${definition.title} — ${line.territory.name}`,
    model,
    layout: 'bare',
    scripts: ['questionnaire'],
  });
}

/** The form as an office would see it, with nothing to send. */
export function previewModel(definition: Definition, typed: TypedAnswer, messages: Messages, back: string) {
  const judgement = judge(definition, typed);
  return {
    ...heading(definition, messages('questionnaires.preview.somewhere'), messages),
    ...{ action: '', typing: '', screen: '', revision: 0, status: '', lost: '', asides: [], preview: true },
    sections: formSections(definition, typed, { messages, judgement, complete: false }),
    back: { href: back, label: messages('questionnaires.preview.back') },
  };
}

function heading({ title, introduction }: Definition, linkedName: string, messages: Messages) {
  const from = messages('questionnaires.fill.for', { territory: linkedName });
  return { title, from, ...(introduction === undefined ? {} : { introduction }) };
}

function statusOf(draft: Draft & { isNew: boolean }, timeZone: string, messages: Messages): string {
  if (draft.isNew) return messages('questionnaires.fill.new');
  return messages('questionnaires.fill.saved', { time: hourOf(draft.savedAt, timeZone) });
}

function asideModel(
  aside: Aside,
  draft: Draft,
  { filling, messages }: { filling: Filling; messages: Messages },
) {
  const { place, questionnaire, office } = filling;
  const fields = fieldsOf(questionnaire.definition);
  const say = (field: Field, typed: TypedAnswer) =>
    sayTyped(field, typed, messages) || messages('questionnaires.nothing');
  return {
    id: aside.id,
    at: formatLongInstant(aside.keptAt, office.timeZone),
    action: addressOf(place.requestId, place.territoryId, '/a-cote'),
    differences: fields
      .filter((field) => essence(field, aside.typed) !== essence(field, draft.typed))
      .map((field) => ({
        label: field.label,
        mine: say(field, aside.typed),
        standing: say(field, draft.typed),
      })),
  };
}

/** What was typed in a field, as it was typed. */
function sayTyped(field: Field, typed: TypedAnswer, messages: Messages): string {
  if (field.type === 'choices') return sayValue(field, ticksOf(typed, field), messages);
  if (field.type !== 'table') return sayValue(field, textOf(typed, field), messages);
  return rowsOf(typed, field)
    .filter((row) => !isBlankRow(row))
    .map((row) =>
      (field.columns ?? []).map((column) => sayValue(column, row[column.key], messages)).join(' · '),
    )
    .join('\n');
}
