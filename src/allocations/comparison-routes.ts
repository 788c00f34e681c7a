import { formatAmount, formatDifference, formatEvolution } from '../kernel/french-format.ts';
import { demandWithin } from '../kernel/perimeter.ts';
import { page, route, type Route } from '../web/route.ts';
import { amountKeys, type AmountKey } from './allocation.ts';
import { compareTables, type Compared, type ComparedAmounts } from './comparison.ts';
import {
  addressOf,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  slugParams,
  type AllocationsRoutesDeps,
} from './page-frame.ts';

/** This year's credits beside those of the year before. */
export function createComparisonRoutes(deps: AllocationsRoutesDeps): Route[] {
  const { allocations, messages } = deps;

  function cellsOf({ before, now, difference, perMille }: Compared) {
    return {
      before: before === undefined ? '—' : formatAmount(before),
      now: now === undefined ? '—' : formatAmount(now),
      difference: formatDifference(difference),
      evolution: perMille === undefined ? messages('allocations.comparison.new') : formatEvolution(perMille),
    };
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/credits/comparaison',
      access: readers,
      params: slugParams,
      async handle({ params, user }) {
        const instruction = await findOrThrow(deps, params.slug);
        const now = await allocations.currentTable(instruction.id);
        const before = await allocations.yearBefore(instruction.id);
        if (before !== undefined) demandWithin(user?.perimeter, before.instruction.year);
        const both = now === undefined || before === undefined ? undefined : { now, before };
        const compared = both && compareTables(both.before.table.lines, both.now.lines);
        const tableOf = (key: AmountKey) => ({
          isCommitment: key === 'commitmentAuthority',
          year: instruction.year,
          yearBefore: instruction.year - 1,
          rows: (compared?.lines ?? []).map(({ name, isPart, ...amounts }) => ({
            ...{ name, isPart },
            ...cellsOf(amounts[key]),
          })),
          total: cellsOf((compared?.total as ComparedAmounts)[key]),
        });
        const model = {
          frame: await frameOf(deps, instruction),
          path: addressOf(params.slug),
          ...(both === undefined
            ? { nothing: messages(`allocations.comparison.none-${now === undefined ? 'now' : 'before'}`) }
            : {}),
          ...(before === undefined
            ? {}
            : { before: { title: before.instruction.title, href: addressOf(before.instruction.slug) } }),
          tables: both === undefined ? [] : amountKeys.map(tableOf),
        };
        const title = messages('allocations.comparison.title');
        return page('allocations/comparison', await pageOf(deps, instruction, model, title));
      },
    }),
  ];
}
