import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import { decideAttaching } from './attaching.ts';
import { everyOffice, resolveAudience, type Audience } from './audience.ts';
import {
  findCampaign,
  insertCampaign,
  insertFrozenOffices,
  type Campaign,
  type PdfBy,
} from './campaigns-store.ts';
import type { Planning } from './planning.ts';
import { usualLadder } from './reminding/ladder.ts';
import { insertSteps } from './reminding/ladder-store.ts';
import {
  noAnnexes,
  type Actor,
  type AnnexesPort,
  type DirectoryPort,
  type InstructionsPort,
} from './ports.ts';

/** What opening a campaign today would do, in numbers. */
export interface OpeningForecast {
  offices: number;
  reachable: number;
  /** How many of the offices are written to for information only. */
  copies: number;
  /** Offices of the directory without a valid contact: they are frozen too, and shown as unreachable. */
  withoutContact: { id: string; name: string }[];
}

export interface OpeningChoices {
  /** The last day to acknowledge (`YYYY-MM-DD`). */
  deadlineOn: string;
  /** Every office for action, unless it says otherwise. */
  audience?: Audience;
  /** The day whose directory is read, past or to come: today's when it is not given. */
  recipientsOn?: string | undefined;
  /** The notifications of credits: attached, unless it says otherwise or they are too big. */
  annexesBy?: PdfBy;
}

/** What has to hold in the campaign's own transaction, before anything of it is written. */
export type Condition = (transaction: Knex.Transaction) => Promise<Outcome<undefined>>;

// What most mail servers take once the encoding has added its third.
const defaultAttachmentLimit = 10_000_000;

/** Forecasts and opens campaigns. A campaign is born whole, in one transaction, or not at all. */
export function createOpening(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  instructions: InstructionsPort;
  directory: DirectoryPort;
  planning: Planning;
  /** Notifications that are being made hold the campaign back. */
  annexes?: Pick<AnnexesPort, 'progress'> | undefined;
  /** In bytes: a document above it is not attached, its mail gives the link. */
  attachmentLimit?: number;
}) {
  const { database, journal, clock, instructions, directory, planning, annexes = noAnnexes } = deps;
  const attachmentLimit = deps.attachmentLimit ?? defaultAttachmentLimit;
  const today = () => parisDayOf(clock.now());

  return {
    async forecast(
      options: Pick<OpeningChoices, 'audience' | 'recipientsOn'> = {},
    ): Promise<OpeningForecast> {
      const everyone = await directory.listOffices({ on: options.recipientsOn ?? today() });
      const chosen = resolveAudience(options.audience ?? everyOffice, everyone);
      const offices = chosen.map(({ office }) => office);
      const withoutContact = offices.filter((office) => office.contacts.length === 0);
      return {
        offices: offices.length,
        copies: chosen.filter(({ role }) => role === 'cc').length,
        reachable: offices.length - withoutContact.length,
        withoutContact: withoutContact.map(({ id, name }) => ({ id, name })),
      };
    },

    faultOfDeadline,

    /**
     * Freezes the offices and plans one delivery each, with their journal lines and the instruction's
     * new state. Refused, as a value, when the text is not signed, already has its campaign, is addressed
     * to nobody, or the deadline is not in the coming year; or when `condition` refuses.
     */
    async open(
      actor: Actor,
      instructionId: string,
      options: OpeningChoices,
      condition: Condition = async () => accepted(undefined),
    ): Promise<Outcome<Campaign>> {
      if (!actor.roles.includes('dispatcher'))
        return refused({ field: '', key: 'dispatch.role.dispatcher-only' });
      const fault = faultOfDeadline(options.deadlineOn, today());
      if (fault !== undefined) return refused(fault);
      const signed = await instructions.signedVersion(instructionId);
      if (signed === undefined) return refused({ field: '', key: 'dispatch.open.not-signed' });
      const recipientsOn = options.recipientsOn ?? today();
      const everyone = await directory.listOffices({ on: recipientsOn });
      const chosen = resolveAudience(options.audience ?? everyOffice, everyone);
      if (!chosen.some(({ role }) => role === 'to'))
        return refused({ field: '', key: 'dispatch.open.no-office' });
      const pdfBytes = (await signed.pdf()).byteLength;

      return database.transaction(async (transaction): Promise<Outcome<Campaign>> => {
        // Two dispatchers at once: the second waits here, then finds the first one's campaign. And the
        // instruction's row before the journal, as everywhere: the order of locks.
        await instructions.lock(transaction, instructionId);
        const standing = await findCampaign(transaction, { signed_sha256: signed.sha256 });
        if (standing !== undefined) return refused({ field: '', key: 'dispatch.open.already-opened' });
        const made = await annexes.progress(transaction, signed.sha256);
        if (made !== undefined && !made.ready)
          return refused({ field: '', key: 'dispatch.open.annexes-under-way' });
        const met = await condition(transaction);
        if (!met.ok) return met;
        await instructions.markDispatched(transaction, instructionId, actor.id);
        const campaign: Campaign = {
          id: newId(),
          instructionId,
          signedSha256: signed.sha256,
          state: 'open',
          openedAt: instantOf(clock),
          openedBy: actor.id,
          deadlineOn: options.deadlineOn,
          recipientsOn,
          ...decideAttaching({
            pdfBytes,
            annexBytes: chosen.map(({ office }) => made?.bytesByOffice.get(office.id) ?? 0),
            annexesWished: options.annexesBy ?? 'attachment',
            limit: attachmentLimit,
          }),
          frozenOffices: chosen.length,
          pauseCause: undefined,
          changeNumber: 0,
        };
        const known = new Set(chosen.map(({ office }) => office.id));
        const recipients = await directory.listRecipients(transaction, { on: recipientsOn });
        await insertCampaign(transaction, campaign);
        await insertFrozenOffices(
          transaction,
          campaign.id,
          chosen.map(({ office, role }) => ({
            officeId: office.id,
            officeName: office.name,
            timeZone: office.timeZone,
            regionName: office.territories.find(({ kind }) => kind === 'region')?.name,
            role,
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
            offices: chosen.length,
            deadlineOn: campaign.deadlineOn,
            recipientsOn,
            copies: chosen.filter(({ role }) => role === 'cc').length,
          },
        });
        const ladder = usualLadder(campaign);
        await insertSteps(transaction, campaign.id, ladder, { at: campaign.openedAt, by: actor.id });
        await journal.append(transaction, {
          type: 'ladder.planned',
          actor: actor.id,
          subject: `instruction:${instructionId}`,
          data: { campaign: campaign.id, steps: ladder.length },
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
