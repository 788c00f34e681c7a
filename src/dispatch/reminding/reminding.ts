import type { Knex } from 'knex';
import type { Clock } from '../../kernel/clock.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Journal } from '../../journal/journal.ts';
import type { OutgoingMail } from '../../mail/mail.ts';
import { findCampaign, type Campaign } from '../campaigns-store.ts';
import { createLinkTokens, trialToken } from '../link-token.ts';
import { createPlanning } from '../planning.ts';
import type { BuildMail } from '../mail-content.ts';
import type { DirectoryPort, InstructionsPort } from '../ports.ts';
import { createLadderChanges } from './ladder-changes.ts';
import { dayOfStep, type LadderStep } from './ladder.ts';
import { listSteps } from './ladder-store.ts';
import { createLetterReading } from './letter-reading.ts';
import { createLetters } from './letters.ts';
import { comingSteps, nextDeparture, type ComingStep } from './outlook.ts';
import { createRemindingRound } from './reminding-round.ts';
import { countAnswers, listReminders, listSilent, type Candidate, type Reminder } from './reminders-store.ts';

export type { Candidate, Reminder } from './reminders-store.ts';
export type { ComingStep } from './outlook.ts';
export type { OpenedLetter } from './letter-reading.ts';
export type { Anchor, LadderStep, StepKind } from './ladder.ts';

export type Reminding = ReturnType<typeof createReminding>;

/** Where the ladder of a campaign stands. */
export interface Outlook {
  campaign: Campaign;
  /** `on`: the day of a step in Paris (`YYYY-MM-DD`). */
  steps: (LadderStep & { on: string; met: number })[];
  /** Offices that were reached and have not acknowledged. */
  silent: Candidate[];
  /** Empty while nothing can leave: the campaign is not open. */
  coming: ComingStep[];
  reminders: Reminder[];
  next: { on: string; reminders: number } | undefined;
}

/**
 * What is done about silence: the ladder of a campaign, the reminders that leave by themselves, the letters
 * that a person sends. See docs/decisions/0032-reminders.md.
 */
export function createReminding(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  messages: Messages;
  instructions: InstructionsPort;
  directory: DirectoryPort;
  buildMail: BuildMail;
  linkSecret: Uint8Array;
  mailDomain: string;
  wake?: () => void;
}) {
  const { readDatabase, clock } = deps;
  const linkTokens = createLinkTokens({ secret: deps.linkSecret });
  const planning = createPlanning({ ...deps, linkTokens });
  const round = createRemindingRound({ ...deps, planning });
  const letters = createLetters({ ...deps, planning });
  const reading = createLetterReading(deps);

  async function outlook(campaignId: string): Promise<Outlook | undefined> {
    const campaign = await findCampaign(readDatabase, { id: campaignId });
    if (campaign === undefined) return undefined;
    const ladder = await listSteps(readDatabase, campaignId);
    const silent = await listSilent(readDatabase, campaignId);
    const reminders = await listReminders(readDatabase, campaignId);
    const isOpen = campaign.state === 'open';
    const coming = isOpen ? comingSteps(ladder, campaign, silent, clock.now()) : [];
    return {
      campaign,
      steps: ladder.map((step) => ({
        ...step,
        on: dayOfStep(step, campaign),
        met: reminders.filter((each) => each.step === step.step).length,
      })),
      ...{ silent, coming, reminders },
      next: nextDeparture(ladder, coming),
    };
  }

  return {
    ...createLadderChanges(deps),
    ...round,
    outlook,

    /** What comes next, in two figures. */
    async silence(campaignId: string): Promise<{ next: Outlook['next']; letters: number }> {
      const next = (await outlook(campaignId))?.next;
      return { next, letters: await reading.countWaiting(campaignId) };
    },

    countAnswers: (campaignId: string) => countAnswers(readDatabase, campaignId),
    letters: { ...letters, ...reading },

    /** The mail of a step as an office would receive it now; undefined for a letter, or when there is nobody to remind. */
    async preview(
      campaignId: string,
      step: number,
    ): Promise<{ office: Candidate; mail: OutgoingMail } | undefined> {
      const found = await outlook(campaignId);
      const ladder = found?.steps.filter(({ kind, state }) => kind === 'reminder' && state === 'on') ?? [];
      const chosen = found?.steps.find((each) => each.step === step);
      const [office] = found?.silent ?? [];
      const signed = found && (await deps.instructions.signedVersion(found.campaign.instructionId));
      if (chosen?.kind !== 'reminder' || found === undefined || office === undefined || signed === undefined)
        return undefined;
      const before = ladder.filter(({ on, step: number }) => on < chosen.on && number !== step).length;
      const answers = await countAnswers(readDatabase, campaignId);
      const { deadlineOn, pdfBy, annexesBy } = found.campaign;
      const mail = await deps.buildMail({
        ...{ instruction: signed, deadlineOn, pdfBy, annexesBy, role: 'to', regionName: undefined },
        ...{ officeId: office.officeId, officeName: office.officeName, timeZone: office.timeZone },
        ...{ address: office.address, messageId: '<apercu@invalid>', envid: 'apercu', linkToken: trialToken },
        isTrial: true,
        reminder: { number: before + 1, ...answers, isLate: chosen.on > deadlineOn },
      });
      return { office, mail };
    },
  };
}
