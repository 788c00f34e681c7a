import { instantOf } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { DraftingDeps } from '../drafting-deps.ts';
import { demand, type Actor } from '../instruction.ts';
import { faultsOfDefinition, oneVisa, type Circuit, type Definition } from './circuit.ts';
import {
  definitionSha256,
  findCircuit,
  insertCircuit,
  listCircuits,
  markCircuit,
  markRetired,
} from './circuits-store.ts';

/** What an administrator typed; `version` is the one that they had before their eyes. */
export interface TypedCircuit {
  name: string;
  definition: Definition;
  existing?: { id: string; version: number };
}

/** The named circuits: what administrators define and texts are submitted to. */
export function createCircuits(deps: Pick<DraftingDeps, 'database' | 'journal' | 'clock' | 'messages'>) {
  const { database, journal, clock, messages } = deps;

  return {
    /** Those that stand, by name. */
    listCircuits: () => listCircuits(database),

    findCircuit: (id: string) => findCircuit(database, id),

    /** What a text may be submitted to: the circuits that stand, or one visa where none does. */
    async offeredCircuits(): Promise<Circuit[]> {
      const defined = await listCircuits(database);
      if (defined.length > 0) return defined;
      return [{ id: '', version: 1, name: messages('circuit.one-visa'), definition: oneVisa }];
    },

    /**
     * Defines a circuit or changes one; what is under review keeps the circuit that it was submitted to.
     * Refused: a definition that could not be walked, a name already taken, a change made meanwhile.
     */
    async defineCircuit(actor: Actor, typed: TypedCircuit): Promise<Outcome<{ id: string }>> {
      demand(faultOfKeeping(actor));
      const faults = faultsOfDefinition(typed.definition);
      if (typed.name === '') faults.unshift({ field: 'name', key: 'form.required' });
      if (faults.length > 0) return refused(...faults);
      const { name, definition, existing } = typed;
      return database.transaction(async (trx) => {
        const standing = await listCircuits(trx);
        if (standing.some((one) => one.name === name && one.id !== existing?.id))
          return refused({ field: 'name', key: 'circuit.name-taken' });
        const by = { at: instantOf(clock), userId: actor.id };
        const circuit: Circuit = {
          ...{ name, definition, id: existing?.id ?? newId() },
          version: (existing?.version ?? 0) + 1,
        };
        if (existing === undefined) await insertCircuit(trx, circuit, by);
        else if (!(await markCircuit(trx, circuit, by)))
          return refused({ field: '', key: 'circuit.changed-meanwhile' });
        await journal.append(trx, {
          type: 'circuit.defined',
          actor: actor.id,
          subject: `circuit:${circuit.id}`,
          data: {
            ...{ circuit: circuit.id, version: circuit.version, steps: definition.steps.length },
            definitionSha256: definitionSha256(definition),
          },
        });
        return accepted({ id: circuit.id });
      });
    },

    /** No longer offered; what is under review goes on. Throws `not-found` when none stands under that id. */
    async retireCircuit(actor: Actor, id: string): Promise<void> {
      demand(faultOfKeeping(actor));
      await database.transaction(async (trx) => {
        if (!(await markRetired(trx, id, instantOf(clock))))
          throw new AppError('not-found', 'no such circuit', { details: { id } });
        await journal.append(trx, {
          type: 'circuit.retired',
          actor: actor.id,
          subject: `circuit:${id}`,
          data: { circuit: id },
        });
      });
    },
  };
}

function faultOfKeeping({ roles }: Actor) {
  if (roles.includes('administrator')) return undefined;
  return { code: 'forbidden' as const, key: 'circuit.administrator-only' };
}
