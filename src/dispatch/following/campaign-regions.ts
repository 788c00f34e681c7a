import { formatCount } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { findPlace, listRegionNames } from '../../prefectures/prefectures.ts';
import { mapStateOf, wordsOnMap } from './campaign-map.ts';
import type { OfficeLine } from '../dispatch.ts';
import { collectivities, labelOf, regionOf } from './line-filter.ts';
import { addressOf, counted } from '../page-frame.ts';
import { standings } from '../standing.ts';

/** The groups that a campaign may have: the 18 regions by name, then the overseas collectivities. */
export function regionChoices(messages: Messages): { id: string; name: string }[] {
  return [...listRegionNames(), { id: collectivities, name: messages('dispatch.regions.collectivities') }];
}

/** Each region that the campaign writes to, in a sentence, with its departments. */
export function regionsOf(messages: Messages, slug: string, lines: readonly OfficeLine[]) {
  const byRegion = Map.groupBy(lines, ({ officeId }) => regionOf(officeId));
  return regionChoices(messages).flatMap(({ id, name }) => {
    const own = byRegion.get(id) ?? [];
    if (own.length === 0) return [];
    return {
      id,
      name,
      summary: summaryOf(messages, own),
      href: addressOf(slug, `?region=${id}`),
      offices: own.map((line) => ({
        office: line.officeId,
        code: findPlace(line.officeId)?.code ?? line.officeId,
        label: labelOf(line),
        state: mapStateOf(line),
        words: wordsOnMap(messages, line),
        href: addressOf(slug, `/${line.officeId}`),
      })),
    };
  });
}

/** « 10 acceptées, 2 en attente ; 3 accusés reçus ». */
function summaryOf(messages: Messages, lines: readonly OfficeLine[]): string {
  const parts = standings.flatMap((standing) => {
    const count = lines.filter((line) => line.standing === standing).length;
    if (count === 0) return [];
    const label = messages(`dispatch.figure.${standing}-${count < 2 ? 'one' : 'many'}`);
    return `${formatCount(count)} ${label}`;
  });
  const acknowledged = lines.filter((line) => line.acknowledgedAt !== undefined).length;
  return `${parts.join(', ')}\u202f; ${counted(messages, 'dispatch.regions.acknowledged', acknowledged)}`;
}
