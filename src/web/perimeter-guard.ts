import { demandWithin } from '../kernel/perimeter.ts';
import type { Route } from './route.ts';

/** Of the thing that an address names, the year of its instruction: `none` when it has none, undefined when nothing is there. */
export type YearOf = (id: string) => Promise<number | 'none' | undefined>;

/** What is about one thing of one year, by the beginning of its path: the parameter that names it, and its year. */
export interface YearedPath {
  path: string;
  param: string;
  yearOf: YearOf;
}

/**
 * The same routes, where whatever is about one instruction is refused outside the perimeter of who asks. One guard
 * for all of them, those that are added later included; a route whose answer gathers several instructions leaves
 * out the others by itself.
 */
export function withinPerimeters(routes: readonly Route[], yeared: readonly YearedPath[]): Route[] {
  return routes.map((route) => {
    const about = yeared.find(({ path }) => route.path === path || route.path.startsWith(`${path}/`));
    if (about === undefined) return route;
    return {
      ...route,
      async handle(request) {
        const { perimeter } = request.user ?? {};
        if (perimeter !== undefined) {
          const year = await about.yearOf((request.params as Record<string, string>)[about.param] ?? '');
          if (year !== undefined) demandWithin(perimeter, year);
        }
        return route.handle(request);
      },
    };
  });
}
