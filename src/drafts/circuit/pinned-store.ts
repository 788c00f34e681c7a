import type { Knex } from 'knex';
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import type { PinnedCircuit, PinnedStep } from './circuit.ts';

type Database = Knex | Knex.Transaction;

/** In the transaction that freezes the version: afterwards the database refuses. */
export async function insertPinned(
  trx: Knex.Transaction,
  frozenVersionId: string,
  circuit: PinnedCircuit,
): Promise<void> {
  await trx('pinned_circuits').insert({
    ...{ frozen_version_id: frozenVersionId, circuit_id: circuit.circuitId, name: circuit.name },
    corrects_version_id: circuit.corrects?.versionId ?? null,
    corrected_by: circuit.corrects?.by ?? null,
    reminder_after: circuit.reminders.after,
    reminder_every: circuit.reminders.every,
    asks_outside_again: circuit.asksOutsideAgain ? 1 : 0,
  });
  for (const { number, kind, name, body, needed, seats } of circuit.steps) {
    await trx('pinned_steps').insert({
      frozen_version_id: frozenVersionId,
      number,
      kind,
      name,
      body,
      needed,
    });
    if (seats.length > 0)
      await trx('pinned_seats').insert(
        seats.map((seat) => ({ frozen_version_id: frozenVersionId, step: number, user_id: seat })),
      );
  }
}

/** What the journal keeps of a pinned circuit. */
export function pinnedSha256(circuit: PinnedCircuit): string {
  return sha256Hex(canonicalJson(circuit as unknown as Json));
}

/** The circuits of the given frozen versions; a version frozen before there were any has none. */
export async function listPinned(
  database: Database,
  frozenVersionIds: string[],
): Promise<Map<string, PinnedCircuit>> {
  const of = <Row>(table: string) =>
    database(table).whereIn('frozen_version_id', frozenVersionIds).select<Row[]>('*');
  const circuits = await of<CircuitRow>('pinned_circuits');
  const steps = await of<StepRow>('pinned_steps').orderBy('number');
  const seats = await of<SeatRow>('pinned_seats').orderBy('user_id');
  return new Map(
    circuits.map((row) => {
      const own = steps.filter((step) => step.frozen_version_id === row.frozen_version_id);
      return [
        row.frozen_version_id,
        fromRow(
          row,
          own.map((step) => toStep(step, seats)),
        ),
      ];
    }),
  );
}

function toStep({ frozen_version_id: version, ...step }: StepRow, seats: SeatRow[]): PinnedStep {
  const own = seats.filter((seat) => seat.frozen_version_id === version && seat.step === step.number);
  const { number, kind, name, body, needed } = step;
  return { number, kind, name, body, needed, seats: own.map((seat) => seat.user_id) };
}

function fromRow(row: CircuitRow, steps: PinnedStep[]): PinnedCircuit {
  const { corrects_version_id: versionId, corrected_by: by } = row;
  return {
    ...{ circuitId: row.circuit_id, name: row.name, steps },
    reminders: { after: row.reminder_after, every: row.reminder_every },
    asksOutsideAgain: row.asks_outside_again === 1,
    ...(versionId === null || by === null ? {} : { corrects: { versionId, by } }),
  };
}

interface CircuitRow {
  frozen_version_id: string;
  circuit_id: string;
  name: string;
  corrects_version_id: string | null;
  corrected_by: string | null;
  reminder_after: number;
  reminder_every: number;
  asks_outside_again: number;
}

interface StepRow {
  frozen_version_id: string;
  number: number;
  kind: PinnedStep['kind'];
  name: string;
  body: string;
  needed: number;
}

interface SeatRow {
  frozen_version_id: string;
  step: number;
  user_id: string;
}
