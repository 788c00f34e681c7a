import { listRegionNames } from '../../prefectures/prefectures.ts';
import type { Answer as Returned, Board } from '../answers.ts';
import type { SentContent } from './answer.ts';
import type { Definition } from './definition.ts';
import { respondentsOf } from './respondents.ts';
import type { Respondent } from './sums.ts';

/** What came of a questionnaire: everything that its pages and its files tell. */
export interface Results {
  definition: Definition;
  respondents: Respondent[];
  /** The latest version of each territory that sent one. */
  returned: ReadonlyMap<string, Returned>;
  regionNames: ReadonlyMap<string, string>;
}

/** @param sent what was sent, by the id of each version. */
export function resultsOf(
  definition: Definition,
  board: Pick<Board, 'lines'>,
  sent: ReadonlyMap<string, SentContent>,
): Results {
  return {
    definition,
    respondents: respondentsOf(board.lines, sent),
    returned: new Map(
      board.lines.flatMap(({ territory, answers }): [string, Returned][] => {
        const latest = answers.at(-1);
        return latest === undefined ? [] : [[territory.id, latest]];
      }),
    ),
    regionNames: new Map(listRegionNames().map(({ id, name }) => [id, name])),
  };
}
