import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import type { Messages } from '../kernel/messages.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { demandOffice } from '../web/acting-office.ts';
import { day, singleLine } from '../web/fields.ts';
import { file, page, redirect, route, type CurrentOffice, type Reply, type Route } from '../web/route.ts';
import type { AskedAnswers, OpenRequest, OwedLine } from './answers.ts';
import { typeOfContent } from './file-names.ts';
import { choiceModel, givenModel, givingModel } from './office-page.ts';
import { officeAddress, questionnaireAddress } from './paths.ts';
import { mostFileBytes } from './receiving.ts';

const requestParams = z.object({ request: z.uuid() });
const territoryParams = requestParams.extend({ territory: z.string().regex(/^[A-Z]{3}-[0-9AB]{2,3}$/) });
const answerParams = territoryParams.extend({ answer: z.uuid() });

const words = (message: string) =>
  singleLine(120).pipe(z.string().refine((value) => /\p{L}/u.test(value), message));

const person = z.object({
  name: words('answers.person.no-letter'),
  function: words('answers.person.no-letter'),
  formKey: z
    .string({ error: 'answers.form-key.invalid' })
    .regex(/^[\w-]{20,64}$/, 'answers.form-key.invalid'),
});

/** What an office hands in for its territories: no account, no script. `contact`: whom to write to. */
export function createOfficeAnswersRoutes(deps: {
  answers: Pick<AskedAnswers, 'openFor' | 'findAnswer' | 'giveFile' | 'giveDay' | 'confirmation'>;
  messages: Messages;
  contact: string;
}): Route[] {
  const { answers, messages, contact } = deps;

  /** Throws `not-found`: an address tells nothing of what others are asked. */
  async function open(office: CurrentOffice | undefined, request: string): Promise<OpenRequest> {
    const found = office && (await answers.openFor(office.id, request));
    if (found === undefined) throw new AppError('not-found', 'the office is not asked this');
    return found;
  }

  function lineOf(opened: OpenRequest, territory: string): OwedLine {
    const line = opened.lines.find((one) => one.territory.id === territory);
    if (line === undefined) throw new AppError('not-found', 'the office is not asked this');
    return line;
  }

  function givingPage(
    opened: OpenRequest,
    line: OwedLine,
    given: { office: CurrentOffice; typed?: Record<string, string>; errors?: FieldError[] },
  ): Reply {
    const { office, typed = {}, errors = [] } = given;
    const title = `${opened.request.title} — ${line.territory.name}`;
    const formKey = typed['formKey'] ?? newToken();
    const model = givingModel(messages, { opened, line, typed, formKey, contact, office });
    const status = errors.length > 0 ? 422 : 200;
    return page('answers/give', { title, layout: 'bare', model, errors }, status);
  }

  return [
    route({
      method: 'get',
      path: '/guichet/reponses/:request',
      access: 'office',
      params: requestParams,
      async handle({ params, office }) {
        const opened = await open(office, params.request);
        const [only, ...others] = opened.lines;
        if (only !== undefined && others.length === 0)
          return redirect(officeAddress(params.request, only.territory.id));
        if (opened.request.kind === 'questionnaire')
          return redirect(officeAddress(params.request, 'questionnaire'));
        const model = choiceModel(messages, opened);
        return page('answers/choose', { title: opened.request.title, layout: 'bare', model });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/reponses/:request/:territory',
      access: 'office',
      params: territoryParams,
      async handle({ params, office }) {
        const opened = await open(office, params.request);
        const line = lineOf(opened, params.territory);
        if (opened.request.kind === 'questionnaire')
          return redirect(questionnaireAddress(params.request, params.territory));
        return givingPage(opened, line, { office: demandOffice(office) });
      },
    }),
    route({
      method: 'post',
      path: '/guichet/reponses/:request/:territory',
      access: 'office',
      params: territoryParams,
      upload: { field: 'file', maxBytes: mostFileBytes, tooLarge: 'beside-field' },
      body: person.extend({ day: z.string().optional() }),
      async handle({ params, form, typed, file: upload, fileTooLarge, office: entered }) {
        const office = demandOffice(entered);
        const opened = await open(office, params.request);
        const line = lineOf(opened, params.territory);
        const wantsDay = opened.request.kind === 'date';
        const read = wantsDay ? day().safeParse(typed['day']) : undefined;
        const errors: FieldError[] = form.ok ? [] : form.errors;
        if (read?.success === false)
          errors.push({ field: 'day', key: read.error.issues[0]?.message ?? 'form.required' });
        if (!wantsDay && fileTooLarge) errors.push({ field: 'file', key: 'answers.file.too-large' });
        else if (!wantsDay && upload === undefined)
          errors.push({ field: 'file', key: 'answers.file.missing' });
        if (!form.ok || errors.length > 0) return givingPage(opened, line, { office, typed, errors });

        const { name, function: role, formKey } = form.value;
        const said = { requestId: params.request, territoryId: params.territory, formKey };
        const handed = { ...said, person: { name, function: role } };
        const confirm = await answers.confirmation(opened, line);
        const given =
          read?.success === true
            ? await answers.giveDay(office, { ...handed, day: read.data }, confirm)
            : await answers.giveFile(office, { ...handed, file: upload }, confirm);
        if (!given.ok) return givingPage(opened, line, { office, typed, errors: given.errors });
        return redirect(officeAddress(params.request, params.territory, `/recu/${given.value.id}`));
      },
    }),
    route({
      method: 'get',
      path: '/guichet/reponses/:request/:territory/recu/:answer',
      access: 'office',
      params: answerParams,
      async handle({ params, office }) {
        const opened = await open(office, params.request);
        const line = lineOf(opened, params.territory);
        const answer = line.answers.find(({ id }) => id === params.answer);
        if (answer === undefined) throw new AppError('not-found', 'no such answer');
        const model = await givenModel(messages, { opened, line, answer, contact }, async () => {
          const content = await (await answers.findAnswer(answer.id))?.content();
          return content && new TextDecoder().decode(content);
        });
        const title = messages('answers.given.title', { title: opened.request.title });
        return page('answers/given', { title, layout: 'bare', model });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/reponses/:request/:territory/fichiers/:answer',
      access: 'office',
      params: answerParams,
      async handle({ params, office }) {
        const line = lineOf(await open(office, params.request), params.territory);
        const answer = line.answers.find(({ id }) => id === params.answer);
        const content = answer && (await (await answers.findAnswer(answer.id))?.content());
        if (answer === undefined || content === undefined || answer.scan?.state === 'infected')
          throw new AppError('not-found', 'no such file');
        return file(content, { type: typeOfContent(answer.contentKind), name: answer.fileName });
      },
    }),
  ];
}
