import { formatShortDay, formatShortInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { owingStates, type AnswerState } from './answer.ts';
import type { Board, OwedLine } from './answers.ts';
import { answerBadge, kindsInWords, versionModel } from './office-page.ts';
import { staffAddress } from './paths.ts';
import { owes } from './reading.ts';
import type { RequestState } from './request.ts';

/** What a list of territories may be narrowed to; each figure of a page leads to one. */
export const filters = ['all', 'owing', 'late', 'received', 'unscanned', 'blocked'] as const;
export type Filter = (typeof filters)[number];

export function matches(filter: Filter, line: OwedLine): boolean {
  const scan = line.answers.at(-1)?.scan?.state;
  switch (filter) {
    case 'all':
      return true;
    case 'owing':
      return owingStates.includes(line.state);
    case 'late':
      return line.state === 'late' || line.late;
    case 'received':
      return !owingStates.includes(line.state);
    case 'unscanned':
      return scan === 'unscanned';
    case 'blocked':
      return line.state === 'blocked';
  }
}

const badges: Record<RequestState, string> = { prepared: 'new', asked: 'info', withdrawn: 'warning' };

/** A request as one office is concerned by it; whole when no office is named. */
export function narrowedTo(board: Board, officeId: string | undefined): Board {
  if (officeId === undefined) return board;
  return { ...board, lines: board.lines.filter(({ office }) => office.id === officeId) };
}

function requestModel(messages: Messages, slug: string, board: Board, officeId?: string) {
  const { request, state, lines } = board;
  const href = staffAddress(slug, `/${request.id}`);
  const figures = filters
    .map((filter) => ({ filter, count: lines.filter((line) => matches(filter, line)).length }))
    .filter(({ filter, count }) => ['all', 'owing', 'received'].includes(filter) || count > 0)
    .filter(({ filter }) => state !== 'prepared' || filter === 'all');
  return {
    ...{ title: request.title, href, dueOn: request.dueOn },
    kind: messages(`answers.kind.${request.kind}`),
    audience: messages(`answers.audience.${request.audience}`),
    badge: { kind: badges[state], label: messages(`answers.request-state.${state}`) },
    figures: figures.map(({ filter, count }) => ({
      label: messages(`answers.filter.${filter}`),
      count,
      href: listAddress(href, filter, officeId),
    })),
  };
}

function listAddress(href: string, filter: Filter, officeId: string | undefined): string {
  return `${href}?liste=${filter}${officeId === undefined ? '' : `&prefecture=${officeId}`}`;
}

/** What templates/pages/answers/requests.hbs declares, its header apart. */
export function requestsModel(
  messages: Messages,
  given: { slug: string; boards: readonly Board[]; asks: boolean; office?: NamedOffice | undefined },
) {
  const { slug, boards, asks, office } = given;
  return {
    ...narrowedModel(office, staffAddress(slug)),
    requests: boards
      .map((board) => narrowedTo(board, office?.id))
      .filter(({ lines }) => office === undefined || lines.length > 0)
      .map((board) => requestModel(messages, slug, board, office?.id)),
    ...(asks ? { addHref: staffAddress(slug, '/nouvelle') } : {}),
  };
}

interface NamedOffice {
  id: string;
  name: string;
}

/** Whom a list was narrowed to, and where it is whole. */
function narrowedModel(office: NamedOffice | undefined, href: string) {
  return office === undefined ? {} : { narrowed: { office: office.name, href } };
}

interface SentReminder {
  officeId: string;
  step: string;
  remindedAt: string;
  state: string | undefined;
}

/** What templates/pages/answers/board.hbs declares, its header apart. */
export function boardModel(
  messages: Messages,
  given: {
    slug: string;
    board: Board;
    office?: NamedOffice | undefined;
    filter: Filter;
    asks: boolean;
    reason: string | undefined;
    reminders: readonly SentReminder[];
  },
) {
  const { slug, filter, asks, office } = given;
  const board = narrowedTo(given.board, office?.id);
  const { request, state } = board;
  const href = staffAddress(slug, `/${request.id}`);
  const names = new Map(board.lines.map(({ office }) => [office.id, office.name]));
  return {
    ...narrowedModel(office, href),
    request: requestModel(messages, slug, board, office?.id),
    guidance: request.guidance.split(/\n+/).filter(Boolean),
    kinds: kindsInWords(messages, request.acceptedKinds),
    isQuestionnaire: request.kind === 'questionnaire',
    questionnaireHref: `${href}/questionnaire`,
    ...(given.reason === undefined ? {} : { reason: given.reason }),
    ...{ withdrawn: state === 'withdrawn', replaced: board.replaced, isAsked: state === 'asked' },
    filters: filters.map((one) => ({
      label: messages(`answers.filter.${one}`),
      href: listAddress(href, one, office?.id),
      current: one === filter,
      count: board.lines.filter((line) => matches(one, line)).length,
    })),
    lines: board.lines
      .filter((line) => matches(filter, line))
      .map((line) => lineModel(messages, href, board, line)),
    hasAnswers: board.lines.some(({ answers }) => answers.length > 0),
    ...{ zipHref: `${href}/reponses.zip`, csvHref: `${href}/suivi.csv`, xlsxHref: `${href}/suivi.xlsx` },
    reminding: request.reminders,
    reminders: given.reminders.map(({ officeId, step, remindedAt, state: sent }) => ({
      office: names.get(officeId) ?? officeId,
      step: messages(`answers.reminder-step.${step}`),
      at: formatShortInstant(remindedAt),
      state: messages(sent === undefined ? 'answers.mail-state.erased' : `outbox.state.${sent}`),
    })),
    ...(asks && state === 'prepared'
      ? { changeHref: `${href}/modifier`, removeHref: `${href}/retirer` }
      : {}),
    ...(asks && state === 'asked' ? { extendHref: `${href}/reporter`, withdrawHref: `${href}/retirer` } : {}),
    ...(asks && state !== 'withdrawn' ? { remindersHref: `${href}/rappels` } : {}),
  };
}

function lineModel(messages: Messages, href: string, board: Board, line: OwedLine) {
  return {
    territory: line.territory.name,
    office: line.office.name,
    officeHref: `/prefectures/${line.office.id}`,
    badge: answerBadge(messages, board, line),
    versions: line.answers.toReversed().map((answer) => {
      const version = versionModel(messages, board, line, answer);
      return {
        ...version,
        at: formatShortInstant(answer.givenAt),
        href: version.blocked ? '' : `${href}/fichiers/${answer.id}`,
      };
    }),
  };
}

/** Who owes what, as rows under `columns`: the same for the file of a spreadsheet and for plain text. */
export function followingRows(messages: Messages, board: Board): string[][] {
  const labelOf = (state: AnswerState) => messages(`answers.state-label.${state}`);
  return board.lines.map((line) => {
    const latest = line.answers.at(-1);
    const version = latest && versionModel(messages, board, line, latest);
    return [
      line.territory.id,
      line.territory.name,
      line.office.name,
      owes(board, line) || latest !== undefined
        ? labelOf(line.state)
        : messages('answers.state-label.no-more'),
      formatShortDay(board.request.dueOn),
      latest === undefined ? '' : formatShortInstant(latest.givenAt),
      latest === undefined ? '' : messages(line.late ? 'answers.yes' : 'answers.no'),
      latest === undefined ? '' : String(latest.number),
      version?.who ?? '',
      version?.name ?? '',
      version?.scan ?? '',
      latest?.sha256 ?? '',
    ];
  });
}

const columnNames = [
  ...['code', 'territory', 'office', 'state', 'due', 'received', 'late', 'version'],
  ...['who', 'file', 'scan', 'sha256'],
];

export function followingColumns(messages: Messages): string[] {
  return columnNames.map((name) => messages(`answers.column.${name}`));
}
