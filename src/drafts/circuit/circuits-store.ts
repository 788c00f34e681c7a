import type { Knex } from 'knex';
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import type { Circuit, Definition } from './circuit.ts';

type Database = Knex | Knex.Transaction;

/** A circuit as it is kept: retired ones are no longer offered, and stay for what was submitted to them. */
export interface KeptCircuit extends Circuit {
  retiredAt: string | null;
}

interface Row {
  id: string;
  name: string;
  version: number;
  definition: string;
  retired_at: string | null;
}

/** The circuits that stand, by name. */
export async function listCircuits(database: Database): Promise<KeptCircuit[]> {
  const rows: Row[] = await database('circuits').where({ retired_at: null }).orderBy('name').select('*');
  return rows.map(fromRow);
}

export async function findCircuit(database: Database, id: string): Promise<KeptCircuit | undefined> {
  const row = await database('circuits').where({ id }).first<Row | undefined>();
  return row && fromRow(row);
}

export async function insertCircuit(
  trx: Knex.Transaction,
  circuit: Circuit,
  by: { at: string; userId: string },
): Promise<void> {
  await trx('circuits').insert({ ...toRow(circuit, by), id: circuit.id });
}

/** Tells whether the circuit was still at the version before: somebody else may have changed it meanwhile. */
export async function markCircuit(
  trx: Knex.Transaction,
  circuit: Circuit,
  by: { at: string; userId: string },
): Promise<boolean> {
  const where = { id: circuit.id, version: circuit.version - 1, retired_at: null };
  return (await trx('circuits').where(where).update(toRow(circuit, by))) === 1;
}

export async function markRetired(trx: Knex.Transaction, id: string, at: string): Promise<boolean> {
  return (await trx('circuits').where({ id, retired_at: null }).update({ retired_at: at })) === 1;
}

/** What the journal keeps of a definition. */
export function definitionSha256(definition: Definition): string {
  return sha256Hex(toText(definition));
}

function toText(definition: Definition): string {
  return canonicalJson(definition as unknown as Json);
}

function toRow({ name, version, definition }: Circuit, { at, userId }: { at: string; userId: string }) {
  return {
    ...{ name, version, definition: toText(definition) },
    ...{ definition_sha256: definitionSha256(definition), changed_at: at, changed_by: userId },
  };
}

function fromRow({ id, name, version, definition, retired_at: retiredAt }: Row): KeptCircuit {
  return { id, name, version, definition: JSON.parse(definition) as Definition, retiredAt };
}
