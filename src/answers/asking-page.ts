import type { Messages } from '../kernel/messages.ts';
import type { AnswerRequest } from './answers.ts';
import { staffAddress } from './paths.ts';
import { audiences, documentKinds, requestKinds } from './request.ts';

/** What was typed of a request; boxes come as lists. */
export interface TypedRequest {
  kind?: string;
  title?: string;
  guidance?: string;
  audience?: string;
  dueOn?: string;
  officeIds: readonly string[];
  acceptedKinds: readonly string[];
}

/** What templates/pages/answers/request-form.hbs declares, its header apart. */
export function formModel(
  messages: Messages,
  given: {
    slug: string;
    /** Of the one that is changed; its kind stays. */
    request: AnswerRequest | undefined;
    typed: TypedRequest;
    officeNames: ReadonlyMap<string, string>;
  },
) {
  const { slug, request, typed, officeNames } = given;
  const choices = (values: readonly string[], key: string, chosen: string | undefined) =>
    values.map((value) => ({ value, label: messages(`${key}.${value}`), selected: value === chosen }));
  const kind = typed.kind ?? request?.kind ?? 'file';
  return {
    heading: messages(request === undefined ? 'answers.form.new' : 'answers.form.change'),
    action: staffAddress(slug, request === undefined ? '/nouvelle' : `/${request.id}/modifier`),
    back: staffAddress(slug, request === undefined ? '' : `/${request.id}`),
    ...{ kind, keepsKind: request !== undefined, kindLabel: messages(`answers.kind.${kind}`) },
    kinds: choices(requestKinds, 'answers.kind', kind),
    audiences: choices(audiences, 'answers.audience', typed.audience ?? 'departments'),
    typed: { title: typed.title ?? '', guidance: typed.guidance ?? '', dueOn: typed.dueOn ?? '' },
    files: documentKinds.map((value) => ({
      ...{ value, label: messages(`answers.kind-of-file.${value}`) },
      checked: typed.acceptedKinds.includes(value),
    })),
    choosesOffices: typed.audience === 'offices',
    offices: [...officeNames].map(([value, label]) => ({
      ...{ value, label },
      checked: typed.officeIds.includes(value),
    })),
  };
}
