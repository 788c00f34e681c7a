import { formatAmount } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Holding } from '../../prefectures/prefectures.ts';
import type { YearsRead } from './across.ts';
import { daysText, linkTo, outOf, type OfficeNames } from './territory-page.ts';
import { territoryYears } from './territory-years.ts';
import { medianOf } from './year-figures.ts';

/** Every territory once, in the order of the codes, the regions first. */
export function territoriesOf(holdings: readonly Holding[]): Holding[] {
  const once = new Map(holdings.map((holding) => [holding.id, holding]));
  const rank = { region: 0, department: 1, collectivity: 2 };
  return [...once.values()].toSorted(
    (one, other) =>
      rank[one.kind] - rank[other.kind] ||
      (one.kind === 'region'
        ? one.name.localeCompare(other.name, 'fr')
        : sortKey(one.id) < sortKey(other.id)
          ? -1
          : 1),
  );
}

/** The list of territories, each with what is known of it in four figures. */
export function territoriesModel(messages: Messages, given: { read: YearsRead; officeNames: OfficeNames }) {
  const { read, officeNames } = given;
  const rows = territoriesOf(read.holdings).map((territory) => ({
    kind: territory.kind,
    row: rowOf(read, territory, officeNames),
  }));
  const groups = [
    { key: 'regions', rows: rows.filter(({ kind }) => kind === 'region') },
    { key: 'departments', rows: rows.filter(({ kind }) => kind !== 'region') },
  ];
  return {
    title: messages('across.territories.title'),
    isEmpty: read.received.length === 0 && read.credits.size === 0,
    ...(read.outside === 0 ? {} : { outside: read.outside }),
    groups: groups.map(({ key, rows: own }) => ({
      id: messages(`across.territories.${key}-id`),
      title: messages(`across.territories.${key}`),
      rows: own.map(({ row }) => row),
    })),
  };
}

function rowOf(read: YearsRead, territory: Holding, officeNames: OfficeNames) {
  const years = territoryYears(read, territory.id);
  const expected = years.filter(({ received }) => received?.role === 'to' && !received.excluded);
  const days = medianOf(years.flatMap((each) => (each.days === undefined ? [] : [each.days])));
  const granted = years.findLast(({ commitment }) => commitment !== undefined);
  const owed = years.reduce((sum, each) => sum + each.owed.length, 0);
  return {
    ...linkTo(territory),
    code: territory.id.slice(territory.id.indexOf('-') + 1),
    office: officeNames.get(territory.officeId) ?? territory.officeId,
    received: years.filter(({ received }) => received !== undefined).length,
    acknowledged: outOf(
      expected.filter(({ acknowledgedOn }) => acknowledgedOn !== undefined).length,
      expected.length,
    ),
    days: days === undefined ? '—' : daysText(days),
    granted: granted?.commitment === undefined ? '—' : formatAmount(granted.commitment),
    ...(granted === undefined ? {} : { grantedYear: granted.instruction.year }),
    answers: outOf(
      years.reduce((sum, { onTime }) => sum + onTime, 0),
      owed,
    ),
  };
}

// Corsica took the place of the former department 20.
const sortKey = (id: string) => id.slice(id.indexOf('-') + 1).replace(/^2([AB])$/, '20$1');
