import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { accepted, refused, type FieldError, type Outcome } from '../../kernel/outcome.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Audience } from '../audience.ts';
import { findCampaign, type PdfBy } from '../campaigns-store.ts';
import { faultOfDeadline } from '../opening.ts';
import type { Actor, DirectoryPort, InstructionsPort } from '../ports.ts';
import { audienceOf, findCorrectedRecipients, type CorrectionsPort } from './corrected-recipients.ts';
import {
  choicesAtFirst,
  faultOfDeparture,
  faultOfRecipientsOn,
  faultsOfAudience,
  type Preparation,
} from './preparation.ts';
import { findAlive, findPreparation, insertPreparation, markPreparation } from './preparations-store.ts';

/** What is chosen at one step; what is absent stays as it was. */
export interface Choice {
  audience?: Audience;
  recipientsOn?: string | null;
  deadlineOn?: string;
  annexesBy?: PdfBy;
  /** An instant; null: as soon as it is confirmed. */
  dueAt?: string | null;
}

/** Begins a preparation, keeps what is chosen, and gives it up. */
export function createChoosing(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  instructions: Pick<InstructionsPort, 'signedVersion' | 'lock'>;
  directory: Pick<DirectoryPort, 'listOffices'>;
  readDatabase: Knex;
  corrections?: CorrectionsPort;
}) {
  const { database, journal, clock, instructions, directory } = deps;
  const refusal = (key: string) => refused({ field: '', key });

  return {
    /**
     * Begins to prepare the signed version's dispatch, to every office (a rectificatif, to those who had what it
     * corrects) and at once until it is chosen otherwise; goes on with the preparation that stands, if there is one.
     */
    async begin(actor: Actor, instructionId: string, deadlineOn: string): Promise<Outcome<Preparation>> {
      if (!actor.roles.includes('dispatcher')) return refusal('dispatch.role.dispatcher-only');
      const fault = faultOfDeadline(deadlineOn, parisDayOf(clock.now()));
      if (fault !== undefined) return refused(fault);
      const signed = await instructions.signedVersion(instructionId);
      if (signed === undefined) return refusal('dispatch.open.not-signed');
      const corrected = await findCorrectedRecipients(deps, instructionId);
      return database.transaction(async (transaction): Promise<Outcome<Preparation>> => {
        await instructions.lock(transaction, instructionId);
        if ((await findCampaign(transaction, { signed_sha256: signed.sha256 })) !== undefined)
          return refusal('dispatch.open.already-opened');
        const standing = await findAlive(transaction, instructionId);
        if (standing !== undefined && standing.state !== 'open') return refusal('preparing.begin.under-way');
        const at = instantOf(clock);
        if (standing !== undefined) {
          const choices = { ...standing.choices, deadlineOn };
          const change = { from: 'open', to: 'open', at, by: actor.id, choices } as const;
          await markPreparation(transaction, standing.id, change);
          return accepted({ ...standing, choices });
        }
        const preparation: Preparation = {
          id: newId(),
          instructionId,
          signedSha256: signed.sha256,
          state: 'open',
          choices: choicesAtFirst(deadlineOn, corrected && audienceOf(corrected)),
          dueAt: undefined,
          heldBy: undefined,
          begunAt: at,
          changedAt: at,
          changedBy: actor.id,
        };
        await insertPreparation(transaction, preparation);
        return accepted(preparation);
      });
    },

    /** Keeps what was chosen at a step; every fault is told, and nothing is kept of a refused step. */
    async choose(actor: Actor, id: string, choice: Choice): Promise<Outcome<undefined>> {
      if (!(await areKnown(choice.audience)))
        return refused({ field: 'toList', key: 'preparing.recipients.unknown' });
      return database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        if (!actor.roles.includes('dispatcher')) return refusal('dispatch.role.dispatcher-only');
        const preparation = await findPreparation(transaction, id);
        if (preparation?.state !== 'open') return refusal('preparing.depart.moved');
        const { dueAt, ...chosen } = choice;
        const choices = { ...preparation.choices, ...chosen };
        const faults = faultsOf(choice, choices.deadlineOn);
        if (faults.length > 0) return refused(...faults);
        const due = dueAt === undefined ? {} : { dueAt };
        const at = instantOf(clock);
        const change = { from: 'open', to: 'open', at, by: actor.id, choices, ...due } as const;
        const kept = await markPreparation(transaction, id, change);
        return kept ? accepted(undefined) : refusal('preparing.depart.moved');
      });
    },

    /** Gives a preparation up: nothing was sent, and another may begin. A scheduled one is cancelled first. */
    abandon: (actor: Actor, preparation: Preparation): Promise<Outcome<undefined>> =>
      database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        if (!actor.roles.includes('dispatcher')) return refusal('dispatch.role.dispatcher-only');
        const { id, state: from, instructionId } = preparation;
        const change = { from, to: 'abandoned', at: instantOf(clock), by: actor.id } as const;
        if (from === 'scheduled' || !(await markPreparation(transaction, id, change)))
          return refusal('preparing.depart.moved');
        await journal.append(transaction, {
          type: 'preparation.abandoned',
          actor: actor.id,
          subject: `instruction:${instructionId}`,
          data: { preparation: id },
        });
        return accepted(undefined);
      }),
  };

  async function areKnown(audience: Audience | undefined): Promise<boolean> {
    if (audience === undefined) return true;
    const offices = await directory.listOffices({ on: parisDayOf(clock.now()) });
    const known = new Set(offices.map(({ id }) => id));
    return [...audience.toOffices, ...audience.ccOffices].every((id) => known.has(id));
  }

  function faultsOf({ audience, recipientsOn, deadlineOn, dueAt }: Choice, lastDay: string): FieldError[] {
    const today = parisDayOf(clock.now());
    return [
      ...(audience === undefined ? [] : faultsOfAudience(audience)),
      ...(recipientsOn === undefined || recipientsOn === null
        ? []
        : [faultOfRecipientsOn(recipientsOn, today)]),
      ...(deadlineOn === undefined ? [] : [faultOfDeadline(deadlineOn, today)]),
      ...(dueAt === undefined || dueAt === null ? [] : [faultOfDeparture(dueAt, clock.now(), lastDay)]),
    ].filter((fault) => fault !== undefined);
  }
}
