import { formatCount, formatShortInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { mapStateOf, wordsOnMap, type MapState } from './campaign-map.ts';
import type { CampaignStandings, OfficeLine } from '../dispatch.ts';
import { addressOf, counted } from '../page-frame.ts';
import { silenceSentences, type Silence } from '../reminding/ladder-page.ts';
import { standings as standingNames, type Standing } from '../standing.ts';

export const badgeOfStanding: Record<Standing, string> = {
  waiting: 'info',
  accepted: 'success',
  delivered: 'success',
  unknown: 'warning',
  unreachable: 'error',
  cancelled: 'new',
  excluded: 'new',
};

/** What the table and the live events show of an office; every value is ready to be printed. */
export interface LineView {
  officeId: string;
  /** How the map draws it, and says it. */
  mapState: MapState;
  mapWords: string;
  badge: string;
  standing: string;
  detail: string;
  attempts: string;
  changed: string;
  acknowledged: string;
}

export function viewOfLine(messages: Messages, line: OfficeLine): LineView {
  return {
    officeId: line.officeId,
    mapState: mapStateOf(line),
    mapWords: wordsOnMap(messages, line),
    badge: badgeOfStanding[line.standing],
    standing: messages(`dispatch.standing.${line.standing}`),
    detail: detailOf(messages, line),
    attempts: formatCount(line.attempts),
    changed: line.changedAt === undefined ? '' : formatShortInstant(line.changedAt),
    acknowledged: acknowledgedWords(messages, line),
  };
}

/** When, and how strong the best of its acknowledgements is: « 07/12/2026 14:30, déclaré ». */
function acknowledgedWords(messages: Messages, { acknowledgedAt, strength }: OfficeLine): string {
  if (acknowledgedAt === undefined) return '';
  const worth = messages(`acknowledgements.strength.${strength ?? 'declared'}`);
  return `${formatShortInstant(acknowledgedAt)}, ${worth}`;
}

/** What the standing alone does not say: when it is tried again, why nobody can be reached. */
function detailOf(messages: Messages, line: OfficeLine): string {
  if (line.standing === 'excluded') return line.excludedReason ?? '';
  if (line.standing === 'accepted' || line.standing === 'delivered') return '';
  if (line.standing === 'unreachable') {
    if (line.deliveries.length === 0) return messages('dispatch.detail.no-contact');
    return counted(messages, 'dispatch.detail.refused', line.deliveries.length);
  }
  const current = line.deliveries.findLast(({ state }) => state !== 'refused' && state !== 'bounced');
  if (current === undefined) return '';
  const time = current.dueAt === undefined ? '' : formatShortInstant(current.dueAt);
  return messages(`dispatch.detail.${current.state}`, { time });
}

/** « 98 préfectures sur 106 ont accusé réception ; 5 relances partiront le 14 décembre 2026. » */
export function sentenceOf(messages: Messages, standings: CampaignStandings, silence: Silence = {}): string {
  const { offices, acknowledged, asked } = standings;
  const parts = [
    counted(messages, 'dispatch.sentence.acknowledged', acknowledged, { frozen: formatCount(asked) }),
    ...silenceSentences(messages, silence),
    ...(['waiting', 'unknown', 'unreachable'] as const)
      .filter((standing) => offices[standing] > 0)
      .map((standing) => counted(messages, `dispatch.sentence.${standing}`, offices[standing])),
  ];
  return `${parts.join('\u202f; ')}.`;
}

// A campaign usually has none of these: said only when there are some. The sum is the same.
const quietStandings: readonly Standing[] = ['cancelled', 'excluded'];

/** The closing equation, term by term, each a link to the list that it counts. */
export function figuresOf(messages: Messages, slug: string, standings: CampaignStandings) {
  const figure = (state: string, count: number) => ({
    state,
    // In French, zero is singular.
    label: messages(`dispatch.figure.${state}-${count < 2 ? 'one' : 'many'}`),
    count: formatCount(count),
    href: addressOf(slug, `?etat=${state}`),
  });
  return {
    terms: standingNames.map((standing) => {
      const isQuiet = quietStandings.includes(standing);
      return {
        ...figure(standing, standings.offices[standing]),
        isQuiet,
        isHidden: isQuiet && standings.offices[standing] === 0,
      };
    }),
    acknowledged: figure('acknowledged', standings.acknowledged),
    frozen: formatCount(standings.frozen),
    settled: standings.frozen - standings.offices.waiting,
    total: standings.frozen,
  };
}
