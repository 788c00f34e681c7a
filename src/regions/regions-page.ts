import { formatShortDay, formatShortInstant } from '../kernel/french-format.ts';
import { parisDayOf } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { columns, type Envelope } from './split.ts';
import type { ActLine, CurrentAct } from './ports.ts';
import { silentOf, type RegionalLine, type Split } from './regions.ts';
import type { Regions } from './regions.ts';

type View = Awaited<ReturnType<Regions['viewOf']>>;

/** What templates/pages/regions/view.hbs declares. */
export function viewModel(messages: Messages, view: View, given: { officeId: string; today: string }) {
  return view.map(({ region, acts }) => ({
    name: region.name,
    acts: acts.map(({ act, lines, envelope, split }) => {
      const path = `/guichet/region/${act.slug}/${region.id}`;
      const silent = act.isOpen ? silentOf(lines, given.officeId) : [];
      const asked = lines.filter(({ line }) => line?.asked === true);
      return {
        title: act.title,
        asked: asked.length,
        acknowledged: asked.filter(({ line }) => line?.acknowledgedAt !== undefined).length,
        lines: lines.map((line) => lineModel(messages, line, act, given.today)),
        ...(silent.length === 0 ? {} : { remind: { href: `${path}/rappel`, silent: silent.length } }),
        ...(envelope === undefined
          ? {}
          : { splitHref: `${path}/repartition`, envelope: amountsOf(envelope) }),
        ...(split === undefined ? {} : { splitAt: split.publishedAt }),
      };
    }),
  }));
}

function lineModel(
  messages: Messages,
  { office, line, owed, remindedOn }: RegionalLine,
  act: CurrentAct,
  today: string,
) {
  return {
    name: office.label,
    ...standingOf(messages, line, act, today),
    owed: owed.map(({ title, dueOn, badge, state }) => ({ title, dueOn, badge, state })),
    ...(remindedOn === undefined
      ? {}
      : { reminded: messages('regions.line.reminded', { day: formatShortDay(remindedOn) }) }),
  };
}

function standingOf(messages: Messages, line: ActLine | undefined, act: CurrentAct, today: string) {
  const say = (badge: string, key: string, params = {}) => ({
    badge,
    standing: messages(`regions.line.${key}`, params),
  });
  if (line === undefined) return say('info', 'absent');
  if (line.acknowledgedAt !== undefined) {
    const day = formatShortDay(parisDayOf(new Date(line.acknowledgedAt)));
    return say('success', 'acknowledged', { day });
  }
  if (!line.asked) return say('info', 'copy');
  if (today > act.deadlineOn) return say('warning', 'late', { day: formatShortDay(act.deadlineOn) });
  return say('new', 'waiting');
}

export const amountsOf = ({ commitmentAuthority, paymentAppropriation }: Omit<Envelope, 'departments'>) => ({
  ...{ commitmentAuthority, paymentAppropriation },
});

/** A version of a split, as it is read: who decided, when, why, and each part. */
export function splitModel(messages: Messages, split: Split, officeName: string) {
  const { number, publishedAt, person, lines } = split;
  return {
    version: messages('regions.split.version', { number }),
    at: formatShortInstant(publishedAt),
    by:
      person === undefined
        ? messages('regions.split.by-erased', { office: officeName })
        : messages('regions.split.by', {
            ...{ name: person.name, function: person.function, office: officeName },
          }),
    ...(person === undefined || person.reason === '' ? {} : { reason: person.reason }),
    lines: lines.map((line) => ({ ...amountsOf(line), territory: line.territoryId, name: line.name })),
  };
}

/** The fields of each department, as they were typed or as they stand. */
export function splitFields(envelope: Envelope, typed: Record<string, string>) {
  return envelope.departments.map(({ id, name }) => {
    const [ae, cp] = columns.map(({ prefix }) => ({
      field: `${prefix}-${id}`,
      value: typed[`${prefix}-${id}`] ?? '',
    }));
    return { name, ae, cp };
  });
}
