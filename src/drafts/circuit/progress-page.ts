import type { Messages } from '../../kernel/messages.ts';
import type { Visa } from '../visas-store.ts';
import type { PinnedStep } from './circuit.ts';
import { outsideLines, type Outside } from './outside-lines.ts';
import { openStep, type StepProgress } from './progress.ts';
import { isStuck, standInOf } from './place.ts';
import type { UnderPeople } from './reviewing.ts';

type NameOf = (userId: string) => string;

const badges = { done: 'success', open: 'info', waiting: 'new' } as const;

/** Everybody whose name the circuit's page shows. */
export function peopleOf({ circuit, situation, opinions }: UnderPeople): string[] {
  return [
    ...circuit.steps.flatMap(({ seats }) => seats),
    ...situation.visas.flatMap(({ userId, onBehalfOf }) => [
      userId,
      ...(onBehalfOf === null ? [] : [onBehalfOf]),
    ]),
    ...situation.standIns.flatMap(({ giverId, takerId }) => [giverId, takerId]),
    ...opinions.map(({ recordedBy }) => recordedBy),
    ...(circuit.corrects === undefined ? [] : [circuit.corrects.by]),
  ];
}

/** A text's way through its circuit: who decided, since when somebody is awaited, what comes next. */
export function progressModel(messages: Messages, nameOf: NameOf, under: UnderPeople, outside: Outside) {
  const { circuit, situation } = under;
  return {
    circuit: circuit.name,
    ...(circuit.corrects && {
      corrected: messages('circuit.page.corrected', { name: nameOf(circuit.corrects.by) }),
    }),
    steps: situation.progress.map((one) => ({
      number: one.step.number,
      name: one.step.name,
      badgeKind: badges[one.state],
      badgeLabel: messages(`circuit.page.${one.state}`),
      need: needOf(messages, one.step),
      ...(one.state === 'open' && one.since !== undefined ? { since: one.since } : {}),
      ...(one.doneAt === undefined ? {} : { doneAt: one.doneAt }),
      outside: outsideLines(messages, nameOf, outside, {
        ...{ frozenVersionId: under.version?.id ?? '', step: one.step.number },
      }),
      decided: situation.visas
        .filter(({ step, decision }) => step === one.step.number && decision === 'given')
        .map((visa) => ({ who: whoDecided(messages, nameOf, visa), at: visa.decidedAt })),
      awaited:
        one.state === 'open'
          ? one.awaited.map((id) => awaitedName(messages, nameOf, under, id, one.step.number))
          : [],
    })),
  };
}

/** How many visas a step asks for, among whom. */
export function needOf(messages: Messages, { kind, needed, seats, body }: PinnedStep): string {
  if (kind === 'outside') return messages('circuit.need.outside', { body });
  if (seats.length === 0)
    return messages(`circuit.need.any-reviewer${needed === 1 ? '' : 's'}`, { count: needed });
  if (seats.length === needed)
    return messages(`circuit.need.${needed === 1 ? 'one' : 'all'}`, { count: needed });
  return messages(`circuit.need.some${needed === 1 ? '-one' : ''}`, { count: needed, of: seats.length });
}

/** « Hugo Valette, par délégation de Marie Roche »: said for ever of a visa that was given so. */
export function whoDecided(
  messages: Messages,
  nameOf: NameOf,
  { userId, onBehalfOf }: Pick<Visa, 'userId' | 'onBehalfOf'>,
): string {
  if (onBehalfOf === null) return nameOf(userId);
  return messages('circuit.page.on-behalf', { name: nameOf(userId), giver: nameOf(onBehalfOf) });
}

function awaitedName(messages: Messages, nameOf: NameOf, under: UnderPeople, seat: string, step: number) {
  const { situation, reviewerIds } = under;
  const away = standInOf(seat, step, situation, reviewerIds);
  if (away !== undefined)
    return messages('circuit.page.replaced', { name: nameOf(seat), taker: nameOf(away.takerId) });
  return reviewerIds.includes(seat) ? nameOf(seat) : messages('circuit.page.left', { name: nameOf(seat) });
}

/** That the open step can no longer be passed, and who gets the text out of it. */
export function stuckSentence(
  messages: Messages,
  { situation, reviewerIds }: UnderPeople,
): string | undefined {
  const open = openStep(situation.progress);
  return open !== undefined && isStuck(open, situation, reviewerIds)
    ? messages('circuit.page.stuck')
    : undefined;
}

/** One sentence for the overview: which step is open, whom it waits for, what is next. */
export function waitingSentence(messages: Messages, nameOf: NameOf, under: UnderPeople): string | undefined {
  const { progress } = under.situation;
  const open = openStep(progress);
  if (open === undefined || progress.length === 0) return undefined;
  const sentence = messages('circuit.page.awaiting', {
    ...{ number: open.step.number, count: progress.length, name: open.step.name },
    who: whoIsAwaited(messages, nameOf, under, open),
  });
  const stuck = stuckSentence(messages, under);
  if (stuck !== undefined) return `${sentence} ${stuck}`;
  const next = progress.find(({ state }) => state === 'waiting');
  return next === undefined
    ? sentence
    : `${sentence} ${messages('circuit.page.next', { name: next.step.name })}`;
}

function whoIsAwaited(
  messages: Messages,
  nameOf: NameOf,
  under: UnderPeople,
  { step, awaited }: StepProgress,
) {
  if (step.kind === 'outside') return step.body;
  if (awaited.length === 0) return messages('circuit.page.any-reviewer');
  return awaited.map((id) => awaitedName(messages, nameOf, under, id, step.number)).join(', ');
}
