import type { Knex } from 'knex';
import { findPlace } from '../../prefectures/prefectures.ts';
import type { OwedLine } from '../reading.ts';
import type { SentContent } from './answer.ts';
import type { Respondent } from './sums.ts';

/** What territories answered, as it was sent, by the id of each version; an erased one is not there. */
export async function readSent(
  database: Knex,
  lines: readonly Pick<OwedLine, 'answers'>[],
): Promise<Map<string, SentContent>> {
  const ids = lines.flatMap(({ answers }) => answers.at(-1)?.id ?? []);
  const rows: { answer_id: string; bytes: Buffer }[] = await database('returned_contents')
    .whereIn('answer_id', ids)
    .select('answer_id', 'bytes');
  return new Map(
    rows.map(({ answer_id, bytes }) => [
      answer_id,
      JSON.parse(Buffer.from(bytes).toString('utf8')) as SentContent,
    ]),
  );
}

/** Every territory that is asked, with the latest that it sent. */
export function respondentsOf(
  lines: readonly OwedLine[],
  sent: ReadonlyMap<string, SentContent>,
): Respondent[] {
  return lines.map(({ territory, office, answers }) => {
    const { id: territoryId, kind, name } = territory;
    const answer = sent.get(answers.at(-1)?.id ?? '');
    const regionId = kind === 'department' ? findPlace(office.id)?.regionId : undefined;
    return { territoryId, kind, name, regionId, answer };
  });
}
