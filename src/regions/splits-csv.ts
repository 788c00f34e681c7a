import { writeAmount } from '../kernel/amount.ts';
import { parisDayOf } from '../kernel/clock.ts';
import { writeCsv } from '../kernel/csv-file.ts';
import type { Messages } from '../kernel/messages.ts';
import { firstOfEach } from './split-tasks.ts';
import type { Split } from './regions.ts';

const titles = ['region', 'version', 'territory', 'name', 'commitment', 'payment', 'published', 'current'];

/** Every version of every region, a line for each department; amounts as a French spreadsheet reads them. */
export function splitsCsv(messages: Messages, versions: readonly Split[]): string {
  const say = (key: string) => messages(`regions.csv.${key}`);
  const latest = new Set(firstOfEach(versions).map(({ id }) => id));
  const rows = versions.flatMap((split) =>
    split.lines.map((line) => [
      ...[split.regionId, String(split.number), line.territoryId, line.name],
      ...[writeAmount(line.commitmentAuthority), writeAmount(line.paymentAppropriation)],
      ...[parisDayOf(new Date(split.publishedAt)), say(latest.has(split.id) ? 'yes' : 'no')],
    ]),
  );
  return writeCsv([titles.map(say), ...rows]);
}
