import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { planDemonstrationMandates } from './demonstration-mandates.ts';
import { planSuccession, type Mandate } from './mandate.ts';
import { mandateCorrected, mandateEnded, mandateNamed } from './mandate-events.ts';
import {
  insertMandates,
  listMandates,
  lockTerritory,
  markMandateCorrected,
  markMandatesEnded,
} from './mandates-store.ts';
import { findEndFault, findFaults, shareOf, type Naming } from './naming.ts';
import { listHoldings, listOfficeRows } from './offices-store.ts';

export interface NamedMandate {
  mandate: Mandate;
  /** Those that end on its first day. */
  ended: Mandate[];
}

type Database = Knex | Knex.Transaction;

/**
 * The mandates of the chefs de projet. One person holds a territory at a time, unless it is shared between
 * services; naming another ends the former that day. Nothing is ever rewritten: a correction is another mandate.
 */
export function createMandates(deps: { database: Knex; readDatabase: Knex; journal: Journal; clock: Clock }) {
  const { database, readDatabase, journal, clock } = deps;

  async function plan(on: Database, naming: Naming, corrected?: Mandate): Promise<Outcome<NamedMandate>> {
    const holdings = (await listHoldings(on)).filter(({ id }) => id === naming.territoryId);
    const officeIds = new Set((await listOfficeRows(on)).map(({ id }) => id));
    const [territory] = holdings;
    const errors = findFaults(naming, { usualOffice: territory?.officeId, officeIds });
    if (territory === undefined || errors.length > 0) return { ok: false, errors };
    const mandate = toMandate(naming, territory);
    const others = (await listMandates(on, { territoryId: territory.id })).filter(
      ({ id, share }) => share === mandate.share && id !== corrected?.id,
    );
    const { ends, errors: clashes } = planSuccession(mandate, others);
    return clashes.length > 0 ? { ok: false, errors: clashes } : accepted({ mandate, ended: ends });
  }

  async function write(
    transaction: Knex.Transaction,
    actor: string,
    { mandate, ended }: NamedMandate,
    corrects?: Mandate,
  ): Promise<void> {
    const ids = ended.map(({ id }) => id);
    await markMandatesEnded(transaction, ids, { on: mandate.validFrom, by: actor });
    if (corrects !== undefined) await markMandateCorrected(transaction, corrects.id, mandate.id);
    await insertMandates(transaction, [mandate], { at: instantOf(clock), by: actor });
    await journal.append(
      transaction,
      ...ended.map((former) => mandateEnded(actor, former, mandate.validFrom)),
      ...(corrects === undefined
        ? [mandateNamed(actor, mandate)]
        : mandateCorrected(actor, mandate, corrects)),
    );
  }

  async function name(
    transaction: Knex.Transaction,
    actor: string,
    naming: Naming,
    confirmed: string[] = [],
  ): Promise<Outcome<NamedMandate>> {
    await lockTerritory(transaction, naming.territoryId);
    const planned = await plan(transaction, naming);
    if (!planned.ok) return planned;
    const unseen = planned.value.ended.find(({ id }) => !confirmed.includes(id));
    if (unseen !== undefined) return refused({ field: 'debut', key: 'prefectures.mandate.to-confirm' });
    await write(transaction, actor, planned.value);
    return planned;
  }

  return {
    /** Every mandate, past, future and corrected ones included. */
    list: (where: { officeId?: string; territoryId?: string } = {}): Promise<Mandate[]> =>
      listMandates(readDatabase, where),

    async find(id: string): Promise<Mandate | undefined> {
      const [mandate] = await listMandates(readDatabase, { id });
      return mandate;
    },

    /** What naming would do, and whose mandate it would end; changes nothing. */
    plan: (naming: Naming): Promise<Outcome<NamedMandate>> => plan(readDatabase, naming),

    /** Names a holder. What it ends must be among `confirmed` (ids), which the person was shown. */
    name: (actor: string, naming: Naming, confirmed: string[]): Promise<Outcome<NamedMandate>> =>
      database.transaction((transaction) => name(transaction, actor, naming, confirmed)),

    /** The same inside the caller's transaction. */
    nameWithin: name,

    /** Gives every territory that never had one a chef de projet of a demonstration; tells how many. */
    async seedDemonstration(transaction: Knex.Transaction, options: { from: string }): Promise<number> {
      const planned = await planDemonstrationMandates(transaction, options.from);
      await insertMandates(transaction, planned, { at: instantOf(clock), by: 'system' });
      await journal.append(transaction, ...planned.map((mandate) => mandateNamed('system', mandate)));
      return planned.length;
    },

    /** Ends a mandate: `on` is the first day without it. Refused beside `jour`. */
    end: (actor: string, id: string, on: string): Promise<Outcome<Mandate | undefined>> =>
      database.transaction(async (transaction) => {
        const [mandate] = await listMandates(transaction, { id });
        if (mandate === undefined) return accepted(undefined);
        const fault = findEndFault(mandate, on);
        if (fault !== undefined) return refused(fault);
        await markMandatesEnded(transaction, [id], { on, by: actor });
        await journal.append(transaction, mandateEnded(actor, mandate, on));
        return accepted({ ...mandate, endedOn: on });
      }),

    /** Says a mandate right. Its territory stays; it ends nobody else's mandate. */
    correct: (actor: string, id: string, naming: Naming): Promise<Outcome<Mandate>> =>
      database.transaction(async (transaction) => {
        await lockTerritory(transaction, naming.territoryId);
        const [former] = await listMandates(transaction, { id });
        if (former === undefined || former.territory.id !== naming.territoryId)
          return refused({ field: 'territoire', key: 'prefectures.mandate.no-territory' });
        if (former.correctedBy !== undefined)
          return refused({ field: 'nom', key: 'prefectures.mandate.corrected-since' });
        const planned = await plan(transaction, naming, former);
        if (!planned.ok) return planned;
        const [other] = planned.value.ended;
        if (other !== undefined) return refused({ field: 'debut', key: 'prefectures.mandate.overlaps' });
        await write(transaction, actor, planned.value, former);
        return accepted(planned.value.mandate);
      }),
  };
}

export type Mandates = ReturnType<typeof createMandates>;

function toMandate(naming: Naming, territory: { id: string; name: string; linkedName: string }): Mandate {
  const { beside: _beside, territoryId: _territory, ...said } = naming;
  const { id, name, linkedName } = territory;
  return {
    ...said,
    id: newId(),
    territory: { id, name, linkedName },
    share: shareOf(naming),
    personSalt: newToken(16),
    endedOn: undefined,
    correctedBy: undefined,
  };
}
