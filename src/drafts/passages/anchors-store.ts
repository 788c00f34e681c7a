import type { Knex } from 'knex';
import type { Anchor } from './anchor.ts';

type Database = Knex | Knex.Transaction;

/** An anchor of an instruction, in one of its parts (`fields[key]`, `sections[key]`; null: the whole text). */
export interface PlacedAnchor extends Anchor {
  id: string;
  instructionId: string;
  part: string | null;
  /** The words that somebody pointed at, whatever became of them. */
  firstQuote: string;
}

type Row = Omit<PlacedAnchor, 'gone'> & { gone: number };

export const anchorColumns = {
  id: 'anchors.id',
  instructionId: 'anchors.instruction_id',
  part: 'anchors.part',
  from: 'anchors.from_offset',
  to: 'anchors.to_offset',
  quote: 'anchors.quote',
  prefix: 'anchors.prefix',
  suffix: 'anchors.suffix',
  firstQuote: 'anchors.first_quote',
  gone: 'anchors.gone',
};

export async function insertAnchors(trx: Knex.Transaction, anchors: PlacedAnchor[]): Promise<void> {
  const rows = anchors.map((anchor) => ({
    id: anchor.id,
    instruction_id: anchor.instructionId,
    part: anchor.part,
    first_quote: anchor.firstQuote,
    ...placeOf(anchor),
  }));
  for (let at = 0; at < rows.length; at += 80) await trx('anchors').insert(rows.slice(at, at + 80));
}

export async function listAnchors(database: Database, instructionId: string): Promise<PlacedAnchor[]> {
  const rows = (await database('anchors')
    .where({ instruction_id: instructionId })
    .select(anchorColumns)) as Row[];
  return rows.map(fromRow);
}

export async function markMoved(trx: Knex.Transaction, id: string, anchor: Anchor): Promise<void> {
  await trx('anchors').where({ id }).update(placeOf(anchor));
}

export function fromRow<Columns extends Pick<Row, 'gone'>>(row: Columns) {
  return { ...row, gone: row.gone === 1 };
}

function placeOf({ from, to, quote, prefix, suffix, gone }: Anchor) {
  return { from_offset: from, to_offset: to, quote, prefix, suffix, gone: gone ? 1 : 0 };
}
