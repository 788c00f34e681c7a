import { parisDayOf } from '../../kernel/clock.ts';
import { formatCount, formatDay, formatLongInstant, formatShortDay } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { addressOf, counted } from '../page-frame.ts';
import type { ListedLetter } from './letter-reading.ts';
import { dayOfStep, usualLadder, type LadderCampaign, type LadderStep } from './ladder.ts';
import type { Outlook } from './reminding.ts';

/** « 5 jours ouvrés avant l’échéance ». */
export function whenOf(messages: Messages, { anchor, workingDays }: LadderStep): string {
  if (workingDays === 0) return messages(`reminders.when.${anchor}-same-day`);
  const side = workingDays < 0 ? 'before' : 'after';
  return counted(messages, `reminders.when.${anchor}-${side}`, Math.abs(workingDays));
}

/** Where a step stands: the key of its word, and the badge that repeats it. */
function standingOf({ coming, campaign, silent }: Outlook, step: Outlook['steps'][number]): [string, string] {
  const comes = coming.some((each) => each.step === step.step);
  if (step.state === 'off') return ['off', 'new'];
  if (step.met > 0 && comes) return ['leaving', 'info'];
  if (step.met > 0) return [step.kind === 'reminder' ? 'left' : 'prepared', 'success'];
  if (comes) return ['planned', 'info'];
  if (campaign.state !== 'open') return ['waiting', 'warning'];
  return [silent.length > 0 ? 'passed' : 'nobody', 'new'];
}

/** « 5 relances partiront le 14 décembre », and the letters that wait. */
export function outlookSentence(messages: Messages, outlook: Outlook, letters: number): string {
  const { next, campaign, steps } = outlook;
  const parts = [
    next === undefined
      ? messages(
          `reminders.next.${steps.length === 0 ? 'no-ladder' : campaign.state === 'open' ? 'none' : campaign.state}`,
        )
      : nextSentence(messages, next),
    ...(letters === 0 ? [] : [counted(messages, 'reminders.letters.waiting', letters)]),
  ];
  return `${parts.join('\u202f; ')}.`;
}

/** What is done about silence, as the campaign's page says it in a sentence. */
export interface Silence {
  /** The reminders that leave next. */
  next?: { on: string; reminders: number } | undefined;
  /** Letters that wait to be read. */
  letters?: number;
}

export function silenceSentences(messages: Messages, { next, letters = 0 }: Silence): string[] {
  return [
    ...(next === undefined ? [] : [nextSentence(messages, next)]),
    ...(letters === 0 ? [] : [counted(messages, 'reminders.letters.waiting', letters)]),
  ];
}

function nextSentence(messages: Messages, next: { on: string; reminders: number }): string {
  return counted(messages, 'reminders.next.leave', next.reminders, { day: formatDay(next.on) });
}

/** Before a departure: when its reminders would leave. */
export function remindersAhead(messages: Messages, campaign: LadderCampaign): string {
  const days = usualLadder(campaign)
    .filter(({ kind, state }) => kind === 'reminder' && state === 'on')
    .map((step) => formatShortDay(dayOfStep(step, campaign)));
  return messages('reminders.ahead', { days: days.join(', ') });
}

/** The ladder as templates/pages/dispatch/reminders.hbs declares it. */
export function ladderModel(
  messages: Messages,
  given: {
    slug: string;
    outlook: Outlook;
    letters: readonly ListedLetter[];
    waiting: number;
    mayChange: boolean;
    today: string;
  },
) {
  const { slug, outlook, mayChange, today } = given;
  const { steps, campaign, coming, silent } = outlook;
  const path = addressOf(slug, '/relances');
  const inOrder = steps.toSorted((one, other) =>
    one.on === other.on ? one.step - other.step : one.on < other.on ? -1 : 1,
  );
  return {
    sentence: outlookSentence(messages, outlook, given.waiting),
    steps: inOrder
      .map((step) => {
        const [standing, badge] = standingOf(outlook, step);
        const comes = coming.filter((each) => each.step === step.step).length;
        return {
          step: formatCount(step.step),
          kind: messages(`reminders.kind.${step.kind}`),
          when: whenOf(messages, step),
          day: formatShortDay(step.on),
          badge,
          standing: messages(`reminders.standing.${standing}`),
          concerned: [
            ...(step.met > 0 ? [counted(messages, 'reminders.met', step.met)] : []),
            ...(comes > 0 ? [counted(messages, 'reminders.concerned', comes)] : []),
          ].join(', '),
          textHref: `${path}/etapes/${step.step}/texte`,
          ...(mayChange ? { editHref: `${path}/etapes/${step.step}` } : {}),
        };
      })
      .map((step) => (step.concerned === '' ? { ...step, concerned: messages('reminders.nobody') } : step)),
    line: lineOf(messages, outlook, inOrder, today),
    differing: differingOf(messages, outlook),
    silent: counted(messages, 'reminders.silent', silent.length),
    letters: given.letters.map((letter) => ({
      href: `${path}/courriers/${letter.id}`,
      title: messages(`reminders.kind.${letter.kind}`),
      about: letter.offices.map(({ officeName }) => officeName).join(', '),
      ...letterStanding(messages, letter),
    })),
    ...(mayChange ? { addHref: `${path}/etapes/nouvelle` } : {}),
    ...(mayChange && steps.length === 0 ? { planAction: path } : {}),
    openedOn: formatLongInstant(campaign.openedAt),
    deadline: formatDay(campaign.deadlineOn),
    back: addressOf(slug),
  };
}

/** What a person may correct and send again. */
export const failedStates: readonly string[] = ['refused', 'bounced', 'cancelled'];

/** A letter's state in words. */
export function letterStanding(
  messages: Messages,
  letter: Pick<ListedLetter, 'state' | 'offices' | 'mailState'>,
) {
  const mail = letter.mailState;
  if (letter.state === 'sent' && mail !== undefined && failedStates.includes(mail))
    return { badge: 'error', standing: messages(`dispatch.state.${mail}`) };

  const needless = letter.offices.every(({ acknowledged }) => acknowledged);
  if (letter.state === 'prepared' && needless)
    return { badge: 'new', standing: messages('reminders.letter-state.needless') };
  const badges = { prepared: 'warning', sent: 'success', 'set-aside': 'new' } as const;
  return { badge: badges[letter.state], standing: messages(`reminders.letter-state.${letter.state}`) };
}

/** The sending, the steps, the deadline and today, in the order of their days. */
function lineOf(messages: Messages, { campaign }: Outlook, steps: Outlook['steps'], today: string) {
  const marks = [
    {
      on: parisDayOf(new Date(campaign.openedAt)),
      kind: 'sending',
      label: messages('reminders.line.sending'),
    },
    { on: campaign.deadlineOn, kind: 'deadline', label: messages('reminders.line.deadline') },
    { on: today, kind: 'today', label: messages('reminders.line.today') },
    ...steps
      .filter(({ state }) => state === 'on')
      .map(({ on, step, kind }) => ({ on, kind, label: messages(`reminders.line.${kind}`, { step }) })),
  ];
  return marks
    .toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))
    .map(({ on, kind, label }) => ({ day: formatShortDay(on), kind, label, isPast: on < today }));
}

/** Offices of which a day to come is not the one in Paris, or whose clock is another. */
function differingOf(messages: Messages, { coming, steps, silent, campaign }: Outlook) {
  const byOffice = Map.groupBy(coming, ({ officeId }) => officeId);
  return silent.flatMap((office) => {
    const own = byOffice.get(office.officeId) ?? [];
    const differs = own.some(({ step }) => {
      const usual = steps.find((each) => each.step === step);
      return usual !== undefined && dayOfStep(usual, campaign, office) !== usual.on;
    });
    if (own.length === 0 || (!differs && office.timeZone === 'Europe/Paris')) return [];
    const days = own.map(({ step, on }) =>
      messages('reminders.step-day', { step: formatCount(step), day: formatShortDay(on) }),
    );
    return [
      {
        name: office.officeName,
        days: days.join(', '),
        clock: messages('reminders.clock', { zone: office.timeZone }),
      },
    ];
  });
}
