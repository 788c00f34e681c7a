import type { Messages } from '../kernel/messages.ts';
import type { CurrentOffice } from '../web/route.ts';
import type { DeskTask } from './ports.ts';
import type { ReceivedAct } from './received.ts';

/** What templates/pages/desk/home.hbs declares: what is asked first, then every year, the latest first. */
export function homeModel(given: {
  office: CurrentOffice;
  received: ReceivedAct[];
  tasks: DeskTask[];
  /** The names of the regions that are led from there. */
  regions: string[];
  messages: Messages;
}) {
  const { office, received, tasks, regions, messages } = given;
  const toDo = [...received.flatMap(acknowledgingOf), ...tasks.filter(isToDo)].toSorted(byDueDay);
  const years = [...new Set(received.map(({ year }) => year))].toSorted((one, other) => other - one);
  return {
    office: capitalised(office.name),
    entered: office.holder
      ? messages('desk.home.entered-as', { name: `${office.holder.givenName} ${office.holder.familyName}` })
      : messages('desk.home.entered-with-code'),
    regions,
    toDo: toDo.map(taskModel),
    years: years.map((year) => ({
      year,
      acts: received.filter((act) => act.year === year).map(actModel),
    })),
    others: tasks.filter((task) => !isToDo(task) && isOfNone(task)).map(taskModel),
  };

  function isOfNone({ instructionId }: DeskTask): boolean {
    return !received.some((act) => act.instructionId === instructionId);
  }

  function acknowledgingOf(act: ReceivedAct): DeskTask[] {
    if (stateOf(act) !== 'waiting' && stateOf(act) !== 'late') return [];
    return [
      {
        title: messages('desk.home.to-acknowledge', { title: act.title }),
        state: badgeOf(act),
        dueOn: act.deadlineOn,
        href: `${hrefOf(act)}#accuser`,
      },
    ];
  }

  function badgeOf(act: ReceivedAct): DeskTask['state'] {
    const state = stateOf(act);
    return { kind: kinds[state], label: messages(`desk.state.${state}`) };
  }

  function actModel(act: ReceivedAct) {
    const { title, sentOn, correctedBy, acknowledgements } = act;
    const [first] = acknowledgements;
    return {
      ...{ title, sentOn, href: hrefOf(act), state: badgeOf(act) },
      ...(correctedBy !== undefined && correctedBy.relation !== 'amends'
        ? { ended: messages(`desk.home.ended.${correctedBy.relation}`) }
        : {}),
      ...(act.inForce ? { inForce: messages('desk.home.in-force', { year: act.year }) } : {}),
      ...(correctedBy === undefined
        ? {}
        : {
            correctedBy: {
              words: messages(`desk.home.effect.${correctedBy.relation}`),
              title: correctedBy.title,
              ...(correctedBy.slug === undefined ? {} : { href: hrefOf({ slug: correctedBy.slug }) }),
            },
          }),
      ...(first === undefined ? {} : { acknowledgedOn: first.acknowledgedOn }),
      tasks: tasks.filter(({ instructionId }) => instructionId === act.instructionId).map(taskModel),
    };
  }
}

const kinds = {
  acknowledged: 'success',
  late: 'warning',
  waiting: 'new',
  copy: 'info',
  replaced: 'info',
  repealed: 'info',
} as const;

/** Where an act stands for the office that received it. */
export function stateOf(act: ReceivedAct): keyof typeof kinds {
  if (act.correctedBy?.relation === 'replaces') return 'replaced';
  if (act.correctedBy?.relation === 'repeals') return 'repealed';
  if (act.role === 'cc') return 'copy';
  if (act.acknowledgements.length > 0) return 'acknowledged';
  return act.late ? 'late' : 'waiting';
}

const hrefOf = ({ slug }: Pick<ReceivedAct, 'slug'>) => `/guichet/instructions/${slug}`;

const isToDo = ({ state }: DeskTask) => state.kind !== 'success';

function taskModel({ title, state, dueOn, href }: DeskTask) {
  return { title, state, href, ...(dueOn === undefined ? {} : { dueOn }) };
}

function byDueDay(one: DeskTask, other: DeskTask): number {
  return (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999');
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
