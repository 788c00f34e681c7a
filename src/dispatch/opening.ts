import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { findCampaign, insertCampaign, insertFrozenOffices, type Campaign } from './campaigns-store.ts';
import type { Planning } from './planning.ts';
import type { Actor, DirectoryPort, InstructionsPort } from './ports.ts';

/** What opening a campaign today would do, in numbers. */
export interface OpeningForecast {
  offices: number;
  reachable: number;
  /** Offices of the directory without a valid contact: they are frozen too, and shown as unreachable. */
  withoutContact: { id: string; name: string }[];
}

/** Forecasts and opens campaigns. A campaign is born whole, in one transaction, or not at all. */
export function createOpening(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  instructions: InstructionsPort;
  directory: DirectoryPort;
  planning: Planning;
}) {
  const { database, journal, clock, instructions, directory, planning } = deps;
  const today = () => parisDayOf(clock.now());

  return {
    async forecast(): Promise<OpeningForecast> {
      const offices = await directory.listOffices({ on: today() });
      const withoutContact = offices.filter((office) => office.contacts.length === 0);
      return {
        offices: offices.length,
        reachable: offices.length - withoutContact.length,
        withoutContact: withoutContact.map(({ id, name }) => ({ id, name })),
      };
    },

    faultOfDeadline,

    /**
     * Freezes the offices and plans one delivery each, with their journal lines and the instruction's
     * new state. Refused, as a value, when the text is not signed, already has its campaign, or the
     * deadline (last day to acknowledge, `YYYY-MM-DD`) is not in the coming year.
     */
    async open(
      actor: Actor,
      instructionId: string,
      options: { deadlineOn: string },
    ): Promise<Outcome<Campaign>> {
      if (!actor.roles.includes('dispatcher'))
        return refused({ field: '', key: 'dispatch.role.dispatcher-only' });
      const fault = faultOfDeadline(options.deadlineOn, today());
      if (fault !== undefined) return refused(fault);
      const signed = await instructions.signedVersion(instructionId);
      if (signed === undefined) return refused({ field: '', key: 'dispatch.open.not-signed' });
      const offices = await directory.listOffices({ on: today() });
      if (offices.length === 0) return refused({ field: '', key: 'dispatch.open.no-office' });

      return database.transaction(async (transaction): Promise<Outcome<Campaign>> => {
        // Two dispatchers at once: the second waits here, then finds the first one's campaign. And the
        // instruction's row before the journal, as everywhere: the order of locks.
        await instructions.lock(transaction, instructionId);
        const standing = await findCampaign(transaction, { signed_sha256: signed.sha256 });
        if (standing !== undefined) return refused({ field: '', key: 'dispatch.open.already-opened' });
        await instructions.markDispatched(transaction, instructionId);
        const campaign: Campaign = {
          id: newId(),
          instructionId,
          signedSha256: signed.sha256,
          state: 'open',
          openedAt: instantOf(clock),
          openedBy: actor.id,
          deadlineOn: options.deadlineOn,
          frozenOffices: offices.length,
          pauseCause: undefined,
          changeNumber: 0,
        };
        const known = new Set(offices.map((office) => office.id));
        const recipients = await directory.listRecipients(transaction, { on: today() });
        await insertCampaign(transaction, campaign);
        await insertFrozenOffices(
          transaction,
          campaign.id,
          offices.map(({ id, name, timeZone, territories }) => ({
            officeId: id,
            officeName: name,
            timeZone,
            regionName: territories.find(({ kind }) => kind === 'region')?.name,
            excludedReason: undefined,
          })),
        );
        await journal.append(transaction, {
          type: 'campaign.opened',
          actor: actor.id,
          subject: `instruction:${instructionId}`,
          data: {
            campaign: campaign.id,
            instruction: instructionId,
            sha256: campaign.signedSha256,
            offices: offices.length,
            deadlineOn: campaign.deadlineOn,
          },
        });
        const toWrite = recipients.filter((recipient) => known.has(recipient.officeId));
        await planning.plan(transaction, campaign, toWrite, actor.id);
        return accepted(campaign);
      });
    },
  };
}

/** The deadline is after today and within a year: further away, it is a mistyped year. */
export function faultOfDeadline(deadlineOn: string, today: string): FieldError | undefined {
  const parsed = new Date(`${deadlineOn}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(deadlineOn) && !Number.isNaN(parsed.getTime());
  if (!isDay || parsed.toISOString().slice(0, 10) !== deadlineOn)
    return { field: 'deadlineOn', key: 'form.no-such-date' };
  if (deadlineOn <= today) return { field: 'deadlineOn', key: 'dispatch.deadline.past' };
  const latest = new Date(`${today}T00:00:00Z`);
  latest.setUTCFullYear(latest.getUTCFullYear() + 1);
  if (parsed > latest) return { field: 'deadlineOn', key: 'dispatch.deadline.too-far' };
  return undefined;
}
