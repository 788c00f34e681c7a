import { writeAmount } from '../../kernel/amount.ts';
import { writeCsv } from '../../kernel/csv-file.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Holding } from '../../prefectures/prefectures.ts';
import type { YearsRead } from './across.ts';
import { dayOfSending, territoryYears } from './territory-years.ts';

/** The columns of the territories' table, in order; their titles are `across.csv.…`. */
export const territoryColumns = [
  ...(['year', 'instruction', 'title', 'territory', 'name', 'office', 'role', 'sent', 'accepted'] as const),
  ...([
    'acknowledged',
    'days',
    'acknowledgements',
    'commitment',
    'payment',
    'owed',
    'given',
    'onTime',
  ] as const),
] as const;
export type TerritoryColumn = (typeof territoryColumns)[number];

/** One record for each territory and instruction: days as `YYYY-MM-DD`, instants in ISO 8601 (UTC), amounts in cents. */
export function territoryRecords(
  read: YearsRead,
  territories: readonly Holding[],
): Record<TerritoryColumn, string | number | null>[] {
  return territories.flatMap((territory) =>
    territoryYears(read, territory.id).map(({ instruction, received, ...row }) => ({
      year: instruction.year,
      instruction: instruction.slug,
      title: instruction.title,
      territory: territory.id,
      name: territory.name,
      office: received?.officeId ?? null,
      role: received === undefined ? null : received.excluded ? 'excluded' : received.role,
      sent: received === undefined ? null : dayOfSending(received),
      accepted: received?.acceptedAt ?? null,
      acknowledged: row.acknowledgedOn ?? null,
      days: row.days ?? null,
      acknowledgements: row.acknowledgements.length,
      commitment: row.commitment ?? null,
      payment: row.payment ?? null,
      owed: row.owed.length,
      given: row.given,
      onTime: row.onTime,
    })),
  );
}

/** The same for any spreadsheet: amounts in euros, roles in French. Nobody is named in it. */
export function territoryCsv(
  messages: Messages,
  read: YearsRead,
  territories: readonly Holding[],
): Uint8Array {
  const rows = territoryRecords(read, territories).map((record) =>
    territoryColumns.map((column) => {
      const value = record[column];
      if (value === null) return '';
      if (column === 'commitment' || column === 'payment') return writeAmount(Number(value));
      return column === 'role' ? messages(`across.role.${value}`) : String(value);
    }),
  );
  const titles = territoryColumns.map((column) => messages(`across.csv.${column}`));
  return new TextEncoder().encode(writeCsv([titles, ...rows]));
}
