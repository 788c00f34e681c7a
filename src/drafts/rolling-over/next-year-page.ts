import type { Messages } from '../../kernel/messages.ts';
import type { Instruction, Instructions } from '../instructions.ts';
import { addressOf, type DraftsRoutesDeps } from '../page-frame.ts';
import type { Plan } from './plan.ts';
import type { YearBoundKind } from './year-bound.ts';

const kinds: YearBoundKind[] = ['date', 'amount', 'percentage', 'year', 'relative'];

/** What the page before a roll-over says: what will be copied, emptied, shifted, marked and kept aside. */
export function nextYearModel(messages: Messages, found: Awaited<ReturnType<Instructions['nextYear']>>) {
  const { instruction, year } = found;
  const shared = {
    ...{ year, from: instruction.year, fromTitle: instruction.title },
    back: addressOf(instruction.slug),
    action: addressOf(instruction.slug, '/annee-suivante'),
  };
  if (found.fault !== undefined) {
    const { fault, standing } = found;
    return {
      ...shared,
      impossible: {
        reason: messages(fault.key, fault.params),
        ...(standing === undefined
          ? {}
          : { standing: { title: standing.title, href: addressOf(standing.slug) } }),
      },
    };
  }
  const { plan, title } = found;
  return {
    ...shared,
    plan: {
      title,
      copied: plan.copied.length,
      begun: named(plan.begun),
      emptied: named(plan.emptied),
      shifted: plan.shifted,
      keptAside: plan.keptAside.map(({ title }) => ({ title })),
      marked: plan.passages.length,
      kinds: countsOf(messages, plan),
    },
  };
}

const named = (titles: readonly string[]) => titles.map((title) => ({ title }));

function countsOf(messages: Messages, { passages }: Plan): { said: string }[] {
  return kinds.flatMap((kind) => {
    const count = passages.filter((passage) => passage.kind === kind).length;
    return count === 0
      ? []
      : [{ said: messages(`history.kind.${kind}-${count === 1 ? 'one' : 'several'}`, { count }) }];
  });
}

/** On a text's page: the next year that a drafter may begin from it, and what was prepared from it. */
export async function nextYearLinks(
  { instructions, messages }: Pick<DraftsRoutesDeps, 'instructions' | 'messages'>,
  { id, slug }: Instruction,
  isDrafter: boolean,
) {
  const prepared = await instructions.preparedFrom(id);
  const offered = isDrafter
    ? (await instructions.listPreparable()).find((each) => each.id === id)
    : undefined;
  return {
    prepared: prepared.map((next) => ({ title: next.title, href: addressOf(next.slug) })),
    ...(offered === undefined
      ? {}
      : {
          nextYear: {
            label: messages('history.next.offer', { year: offered.year }),
            href: addressOf(slug, '/annee-suivante'),
          },
        }),
  };
}
