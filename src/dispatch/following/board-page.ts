import { parisDayOf } from '../../kernel/clock.ts';
import { formatCount } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { findPlace } from '../../prefectures/prefectures.ts';
import { curveOf } from './acknowledgement-curve.ts';
import { mapOf } from './campaign-map.ts';
import { figuresOf, sentenceOf, viewOfLine } from './campaign-page.ts';
import {
  columnAddress,
  filteredAddress,
  filterOf,
  orderOfColumns,
  roleChoices,
  stateChoices,
  type CampaignQuery,
} from './campaign-query.ts';
import { regionChoices, regionsOf } from './campaign-regions.ts';
import type { CampaignStandings, OfficeLine } from '../dispatch.ts';
import { filterLines, labelOf } from './line-filter.ts';
import { addressOf, printed } from '../page-frame.ts';
import type { Silence } from '../reminding/ladder-page.ts';

interface BoardPageInput {
  slug: string;
  board: { standings: CampaignStandings; lines: OfficeLine[] };
  query: CampaignQuery;
  now: Date;
  /** What is done about it. */
  silence?: Silence;
}

/** What the campaign's page shows of its offices: the sentence, the equation, map, curve, regions, table. */
export function boardModel(messages: Messages, { slug, board, query, now, silence }: BoardPageInput) {
  const { standings, lines } = board;
  const shown = filterLines(lines, filterOf(query));
  const roles = new Set(lines.map(({ role }) => role));
  const { campaign } = standings;
  const curve = curveOf({
    acknowledgedAt: lines.flatMap(({ acknowledgedAt }) => acknowledgedAt ?? []),
    openedAt: campaign.openedAt,
    deadlineOn: campaign.deadlineOn,
    today: parisDayOf(now),
    asked: standings.asked,
  });
  const region = regionChoices(messages).find(({ id }) => id === query.region);
  return {
    sentence: sentenceOf(messages, standings, silence),
    figures: figuresOf(messages, slug, standings),
    map: {
      ...mapOf(messages, slug, lines, region?.id ?? ''),
      ...(region === undefined
        ? {}
        : { region: region.name, whole: filteredAddress(slug, query, { region: '' }) }),
    },
    ...(curve === undefined ? {} : { curve }),
    regions: regionsOf(messages, slug, lines),
    filter: printed({ words: query.recherche }),
    isFiltered: shown.length < lines.length || query.recherche !== '',
    hasRoles: roles.size > 1,
    states: stateChoices.map((state) => choice(state, stateLabel(messages, state), query.etat)),
    regionChoices: [
      choice('', messages('dispatch.page.all-regions'), query.region),
      ...regionChoices(messages).map(({ id, name }) => choice(id, name, query.region)),
    ],
    roles: roleChoices.map(({ role, word }) =>
      choice(word, messages(`dispatch.role-filter.${role === '' ? 'all' : role}`), query.role),
    ),
    order: query.tri,
    direction: query.sens,
    columns: orderOfColumns.map((column) => ({
      label: messages(`dispatch.column.${column}`),
      href: columnAddress(slug, query, column),
      ...(query.tri === column ? { sort: query.sens === 'croissant' ? 'ascending' : 'descending' } : {}),
    })),
    refreshHref: filteredAddress(slug, query, {}),
    csvHref: filteredAddress(slug, query, {}, '/export.csv'),
    xlsxHref: filteredAddress(slug, query, {}, '/export.xlsx'),
    shown: formatCount(shown.length),
    lines: shown.map((line) =>
      printed({
        ...viewOfLine(messages, line),
        code: findPlace(line.officeId)?.code ?? '',
        name: labelOf(line),
        region: line.regionName ?? '',
        isCopy: roles.size > 1 && line.role === 'cc',
        href: addressOf(slug, `/${line.officeId}`),
      }),
    ),
  };
}

function choice(value: string, label: string, current: string) {
  return { ...printed({ value }), label, selected: value === current };
}

function stateLabel(messages: Messages, state: (typeof stateChoices)[number]): string {
  if (state === '') return messages('dispatch.page.all');
  if (state === 'not-acknowledged') return messages('dispatch.page.not-acknowledged');
  return messages(`dispatch.standing.${state}`);
}
