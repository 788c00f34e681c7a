import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { localDayAndTime } from '../../kernel/local-time.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { CurrentOffice } from '../../web/route.ts';
import type { AskedAnswers, OpenRequest, OwedLine } from '../answers.ts';
import { mayGive } from '../reading.ts';
import type { Place } from './drafts-store.ts';
import type { Questionnaires } from './questionnaires.ts';
import type { Questionnaire } from './questionnaires-store.ts';

export interface FillingRoutesDeps {
  questionnaires: Questionnaires;
  answers: Pick<AskedAnswers, 'openFor' | 'give' | 'findAnswer' | 'confirmation'>;
  messages: Messages;
  clock: { now(): Date };
}

/** The questionnaire that an office fills for one of its territories. */
export interface Filling {
  office: CurrentOffice;
  open: OpenRequest;
  line: OwedLine;
  place: Place;
  questionnaire: Questionnaire;
  /** Whether what is typed is still kept: it is asked, and nothing replaced it. */
  isOpen: boolean;
  /** Whether it may be sent: not once the day is over of what was received in time. */
  maySend: boolean;
}

const requestId = z.uuid();
export const requestParams = z.object({ request: requestId });
export const fillingParams = z.object({
  request: requestId,
  territory: z.string().regex(/^(DEP|REG|COM)-[0-9A-Z]{2,3}$/),
});

export function addressOf(request: string, territory: string, rest = ''): string {
  return `/guichet/reponses/${request}/questionnaire/${territory}${rest}`;
}

/** What the office owes of a questionnaire. Throws `not-found` for what it was not asked, or what is not ready. */
export async function demandOpen(
  { questionnaires, answers }: FillingRoutesDeps,
  office: CurrentOffice,
  request: string,
): Promise<{ open: OpenRequest; questionnaire: Questionnaire }> {
  const open = await answers.openFor(office.id, request);
  if (open?.request.kind !== 'questionnaire')
    throw new AppError('not-found', 'no questionnaire of this office');
  const questionnaire = await questionnaires.open(request);
  if (questionnaire.readyAt === undefined)
    throw new AppError('conflict', 'the questionnaire is not ready', {
      messageKey: 'questionnaires.state.not-ready',
    });
  return { open, questionnaire };
}

/** Throws `not-found`. */
export async function demandFilling(
  deps: FillingRoutesDeps,
  office: CurrentOffice,
  params: { request: string; territory: string },
): Promise<Filling> {
  const { open, questionnaire } = await demandOpen(deps, office, params.request);
  const line = open.lines.find(({ territory }) => territory.id === params.territory);
  if (line === undefined) throw new AppError('not-found', 'not a territory of this office');
  const place = { requestId: params.request, territoryId: params.territory };
  const isOpen = open.state === 'asked' && !open.replaced;
  return { office, open, line, place, questionnaire, isOpen, maySend: mayGive(open, line) };
}

/** « 14 h 32 », by the office's own clock. */
export function hourOf(instant: string, timeZone: string): string {
  return localDayAndTime(new Date(instant), timeZone).time.replace(':', '\u202fh\u202f');
}
