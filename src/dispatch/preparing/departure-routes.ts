import { z } from 'zod';
import { formatLongInstant } from '../../kernel/french-format.ts';
import { accepted, refused, type FieldError, type Outcome } from '../../kernel/outcome.ts';
import { day, isRealDay } from '../../web/fields.ts';
import { redirect, route, type Reply, type Route } from '../../web/route.ts';
import { actorOf, addressOf, dispatchers, type DispatchRoutesDeps } from '../page-frame.ts';
import { parisDayAndTime, parisInstants } from '../paris-time.ts';
import { addressAfter, addressOfStep, findPrepared, stepPage, type Prepared } from './preparing-page.ts';
import { slugParams } from '../route-params.ts';

const text = z.string().max(40).default('');
const body = z.object({
  deadlineOn: day().optional(),
  when: z.enum(['now', 'later'], { error: 'preparing.departure.when-missing' }),
  departureOn: text,
  departureAt: text,
});

/** « Quand l’envoyer »: the last day to acknowledge, and now or at a day and hour; moved the same way later. */
export function createDepartureRoutes(deps: DispatchRoutesDeps): Route[] {
  const { preparing, messages } = deps;

  function departurePage(
    { instruction, preparation }: Prepared,
    typed: Record<string, string> = {},
    errors?: FieldError[],
  ): Promise<Reply> {
    const { dueAt, choices, state } = preparation;
    const chosen = dueAt === undefined ? undefined : parisDayAndTime(new Date(dueAt));
    const isScheduled = state === 'scheduled';
    const when = typed['when'] ?? (chosen === undefined ? 'now' : 'later');
    const model = {
      action: addressOfStep(instruction.slug, 'departure'),
      isScheduled,
      ...(isScheduled && dueAt !== undefined ? { leavesAt: formatLongInstant(dueAt) } : {}),
      deadlineOn: typed['deadlineOn'] ?? choices.deadlineOn,
      now: when === 'now',
      later: when === 'later',
      departureOn: typed['departureOn'] ?? chosen?.day ?? '',
      departureAt: typed['departureAt'] ?? chosen?.time ?? '',
    };
    return stepPage(deps, instruction, 'departure', model, errors);
  }

  const path = '/instructions/:slug/diffusion/preparation/depart';
  return [
    route({
      method: 'get',
      path,
      access: dispatchers,
      params: slugParams,
      async handle({ params }) {
        const found = await findPrepared(deps, params.slug, ['open', 'scheduled']);
        return 'elsewhere' in found ? found.elsewhere : departurePage(found);
      },
    }),
    route({
      method: 'post',
      path,
      access: dispatchers,
      params: slugParams,
      body,
      async handle({ params, form, typed, user }) {
        const found = await findPrepared(deps, params.slug, ['open', 'scheduled']);
        if ('elsewhere' in found) return found.elsewhere;
        if (!form.ok) return departurePage(found, typed, form.errors);
        const { preparation } = found;
        const instants = instantsOf(form.value);
        if (!instants.ok) return departurePage(found, typed, instants.errors);
        const [dueAt, again] = instants.value;
        const actor = actorOf(user);
        const isScheduled = preparation.state === 'scheduled';
        const { deadlineOn } = form.value;
        const outcome =
          isScheduled && dueAt !== undefined
            ? await preparing.reschedule(actor, preparation, dueAt)
            : await preparing.choose(actor, preparation.id, {
                ...(deadlineOn === undefined ? {} : { deadlineOn }),
                dueAt: dueAt ?? null,
              });
        if (!outcome.ok) return departurePage(found, typed, outcome.errors);
        const at = dueAt === undefined ? '' : formatLongInstant(dueAt);
        const done = messages(`preparing.departure.${isScheduled ? 'moved' : 'saved'}`, { at });
        const said = again === undefined ? done : messages('preparing.departure.twice');
        return redirect(isScheduled ? addressOf(params.slug) : addressAfter(params.slug, 'departure'), said);
      },
    }),
  ];
}

/** None: at once. One: that instant. Two: the hour comes twice, and the first one is meant. */
function instantsOf({ when, departureOn, departureAt }: z.output<typeof body>): Outcome<string[]> {
  if (when === 'now') return accepted([]);
  const on = day().safeParse(departureOn);
  const time = /^(\d{1,2})\s*[:hH]\s*(\d{2})$/.exec(departureAt.trim());
  const faults: FieldError[] = [];
  if (!on.success || !isRealDay(on.data)) faults.push({ field: 'departureOn', key: 'form.no-such-date' });
  const isTime = time !== null && Number(time[1]) < 24 && Number(time[2]) < 60;
  if (!isTime) faults.push({ field: 'departureAt', key: 'preparing.departure.no-such-time' });
  if (faults.length > 0 || !on.success || !isTime) return refused(...faults);
  const instants = parisInstants(on.data, `${(time[1] ?? '').padStart(2, '0')}:${time[2]}`);
  if (instants.length > 0) return accepted(instants);
  return refused({ field: 'departureAt', key: 'preparing.departure.skipped-hour' });
}
