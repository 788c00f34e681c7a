import { formatBytes, formatDay, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { actingPerson } from '../web/acting-office.ts';
import type { CurrentOffice } from '../web/route.ts';
import { isLate, type Answer, type AnswerState } from './answer.ts';
import type { OpenRequest, OwedLine } from './answers.ts';
import { askingAddress, officeAddress } from './paths.ts';
import { mayGive } from './reading.ts';
import type { DocumentKind } from './request.ts';

export const badgeOfAnswer: Record<AnswerState, 'success' | 'info' | 'warning' | 'error' | 'new'> = {
  ...{ awaited: 'info', draft: 'new', late: 'warning' },
  ...{ blocked: 'error', received: 'success', replaced: 'success' },
};

/** Where a territory stands, as its badge says it; a request that is not asked any more says that first. */
export function answerBadge(messages: Messages, opened: OpenRequest, line: OwedLine) {
  const over = opened.state === 'withdrawn' || opened.replaced;
  if (over && line.answers.length === 0)
    return { kind: 'info' as const, label: messages('answers.state-label.no-more') };
  const late = line.late && (line.state === 'received' || line.state === 'replaced');
  return {
    kind: badgeOfAnswer[line.state],
    label: messages(`answers.state-label.${late ? `${line.state}-late` : line.state}`),
  };
}

/** One version, as it is listed to the office and to staff; times by the office's own clock. */
export function versionModel(
  messages: Messages,
  { request }: Pick<OpenRequest, 'request'>,
  line: OwedLine,
  answer: Answer,
) {
  const { person, scan } = answer;
  const isFile = answer.contentKind !== 'date' && answer.contentKind !== 'questionnaire';
  return {
    number: answer.number,
    counts: answer.number === line.answers.length,
    at: formatLongInstant(answer.givenAt, line.office.timeZone),
    late: isLate(answer, request.dueOn),
    who: person === undefined ? messages('answers.person.erased') : `${person.name}, ${person.function}`,
    strength: messages(`answers.strength.${answer.strength}`),
    name: answer.fileName,
    size: isFile ? formatBytes(answer.bytes) : '',
    sha256: answer.sha256,
    isFile,
    blocked: scan?.state === 'infected',
    scan: scan === undefined ? '' : messages(`answers.scan.${scan.state}`),
  };
}

/** « PDF (.pdf), Word (.docx) ». */
export function kindsInWords(messages: Messages, kinds: readonly DocumentKind[]): string {
  return kinds.map((kind) => messages(`answers.kind-of-file.${kind}`)).join(', ');
}

/** What templates/pages/answers/choose.hbs declares. */
export function choiceModel(messages: Messages, opened: OpenRequest) {
  const { request, instruction } = opened;
  return {
    ...{ title: request.title, act: instruction.title, dueOn: request.dueOn },
    territories: opened.lines.map((line) => ({
      name: line.territory.name,
      href: officeAddress(request.id, line.territory.id),
      ...answerBadge(messages, opened, line),
    })),
  };
}

/** What templates/pages/answers/give.hbs declares. */
export function givingModel(
  messages: Messages,
  given: {
    opened: OpenRequest;
    line: OwedLine;
    typed: Record<string, string>;
    formKey: string;
    contact: string;
    office: Pick<CurrentOffice, 'holder'>;
  },
) {
  const { opened, line, typed } = given;
  const { request, instruction, state, replaced } = opened;
  return {
    ...{
      title: request.title,
      act: instruction.title,
      guidance: request.guidance.split(/\n+/).filter(Boolean),
    },
    ...{ office: line.office.name, territory: line.territory.name, dueOn: request.dueOn },
    badge: answerBadge(messages, opened, line),
    farFromParis: line.office.timeZone !== 'Europe/Paris',
    late: line.state === 'late',
    replaceable: mayGive(opened, line) && !line.late && !['late', 'blocked'].includes(line.state),
    blocked: line.state === 'blocked',
    ...{ withdrawn: state === 'withdrawn', replaced, contact: given.contact },
    mayGive: mayGive(opened, line),
    ...closedModel(opened, line),
    isDate: request.kind === 'date',
    kinds: kindsInWords(messages, request.acceptedKinds),
    accept: request.acceptedKinds.map((kind) => `.${kind}`).join(','),
    address: officeAddress(request.id, line.territory.id),
    formKey: given.formKey,
    typed: { ...actingPerson(given.office, typed), day: typed['day'] ?? '' },
    versions: line.answers.toReversed().map((answer) => ({
      ...versionModel(messages, opened, line, answer),
      href: officeAddress(request.id, line.territory.id, `/fichiers/${answer.id}`),
      receipt: officeAddress(request.id, line.territory.id, `/recu/${answer.id}`),
    })),
  };
}

/** Where to ask for more time, when that is what keeps an answer from being replaced. */
export function closedModel(opened: OpenRequest, line: OwedLine): { closed?: { ask: string } } {
  const isClosed = line.closed && opened.state === 'asked' && !opened.replaced;
  return isClosed ? { closed: { ask: askingAddress(opened.instruction.id) } } : {};
}

/** What templates/pages/answers/given.hbs declares. `text`: the content of an answer that is not a file. */
export async function givenModel(
  messages: Messages,
  given: { opened: OpenRequest; line: OwedLine; answer: Answer; contact: string },
  text: () => Promise<string | undefined>,
) {
  const { opened, line, answer, contact } = given;
  const version = versionModel(messages, opened, line, answer);
  const day = answer.contentKind === 'date' ? await text() : undefined;
  return {
    ...{ title: opened.request.title, act: opened.instruction.title, dueOn: opened.request.dueOn },
    ...{ office: line.office.name, territory: line.territory.name, contact, version },
    ...(day === undefined ? {} : { givenDay: formatDay(day) }),
    mayReplace: mayGive(opened, line),
    ...closedModel(opened, line),
    address: officeAddress(opened.request.id, line.territory.id),
  };
}
