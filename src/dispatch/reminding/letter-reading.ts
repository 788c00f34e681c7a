import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../../kernel/clock.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { OutgoingMail } from '../../mail/mail.ts';
import { listRegionNames } from '../../prefectures/prefectures.ts';
import { findCampaign, type Campaign } from '../campaigns-store.ts';
import { listDeliveries } from '../deliveries-store.ts';
import type { Delivery, DeliveryState } from '../delivery.ts';
import { trialToken } from '../link-token.ts';
import type { BuildMail } from '../mail-content.ts';
import type { DirectoryOffice, DirectoryPort, InstructionsPort } from '../ports.ts';
import {
  countWaitingLetters,
  findLetterText,
  listLetterMails,
  listEscalations,
  listTold,
  listToldBy,
  type Escalation,
  type ToldOffice,
} from './escalations-store.ts';
import { listSteps } from './ladder-store.ts';
import { proposeLetter } from './letter-proposal.ts';
import { hashOf, type Written } from './letters.ts';
import { countAnswers, listReminders } from './reminders-store.ts';

/** A letter as a list tells of it. */
export interface ListedLetter extends Escalation {
  offices: ToldOffice[];
  /** Of its last mail, once it was sent. */
  mailState: DeliveryState | undefined;
}

/** A letter with all that its page shows. */
export interface OpenedLetter extends Escalation {
  offices: ToldOffice[];
  regionName: string | undefined;
  /** What was written, or else what is proposed. */
  text: Written;
  /** Of a text that a person wrote; absent while it is only proposed. */
  textHash: string | undefined;
  /** Whom the directory knows for it: otherwise the address has to be found and typed. */
  known: { name: string; address: string } | undefined;
  /** The office that holds the mandate of the region. */
  seat: { id: string; name: string } | undefined;
  /** Its mail in the ledger, once it was sent. */
  mail: Delivery | undefined;
}

/** What pages read of letters. */
export function createLetterReading(deps: {
  readDatabase: Knex;
  clock: Clock;
  messages: Messages;
  instructions: InstructionsPort;
  directory: DirectoryPort;
  buildMail: BuildMail;
}) {
  const { readDatabase, clock, messages, instructions, directory } = deps;

  async function open(id: string): Promise<OpenedLetter | undefined> {
    const [letter] = await listEscalations(readDatabase, { id });
    const campaign = letter && (await findCampaign(readDatabase, { id: letter.campaignId }));
    if (letter === undefined || campaign === undefined) return undefined;
    const { campaignId, letterOfficeId: officeId, step, kind, regionId } = letter;
    const offices = await listToldBy(readDatabase, letter);
    const regionName = listRegionNames().find((region) => region.id === regionId)?.name;
    const directoryOffices = await directory.listOffices({ on: parisDayOf(clock.now()) });
    const known = kind === 'secretary-general' ? secretaryOf(directoryOffices, officeId) : undefined;
    const kept = await findLetterText(readDatabase, id);
    const mails = await listDeliveries(readDatabase, { campaignId, officeId });
    return {
      ...letter,
      ...{ offices, regionName, known },
      seat: directoryOffices.find(({ territories }) => territories.some((held) => held.id === regionId)),
      text: kept ?? {
        ...(await propose(letter, campaign, offices, regionName)),
        address: known?.address ?? '',
      },
      textHash: kept && hashOf(kept),
      mail: mails.filter((mail) => mail.step === step).at(-1),
    };
  }

  async function propose(
    { kind, letterOfficeId }: Escalation,
    campaign: Campaign,
    told: readonly ToldOffice[],
    regionName: string | undefined,
  ) {
    const signed = await instructions.signedVersion(campaign.instructionId);
    const ladder = await listSteps(readDatabase, campaign.id);
    const mails = new Set(ladder.filter((step) => step.kind === 'reminder').map(({ step }) => step));
    const met = await listReminders(readDatabase, campaign.id, { office_id: letterOfficeId });
    const silent = told.filter(({ acknowledged }) => !acknowledged);
    return proposeLetter(messages, {
      ...{ kind, regionName, deadlineOn: campaign.deadlineOn },
      title: signed?.title ?? '',
      openedOn: parisDayOf(new Date(campaign.openedAt)),
      reminders: met.filter(({ step }) => mails.has(step)).length,
      offices: silent.map(({ officeName }) => officeName),
      ...(await countAnswers(readDatabase, campaign.id)),
    });
  }

  /** Of a campaign, oldest first, with the offices that each tells of. */
  async function list(campaignId: string): Promise<ListedLetter[]> {
    const letters = await listEscalations(readDatabase, { campaign_id: campaignId });
    const told = letters.length === 0 ? [] : await listTold(readDatabase, campaignId);
    const mails = await listLetterMails(readDatabase, campaignId);
    const byLetter = Map.groupBy(told, ({ step, letterOfficeId }) => `${step} ${letterOfficeId}`);
    return letters.map((letter) => ({
      ...letter,
      offices: byLetter.get(`${letter.step} ${letter.letterOfficeId}`) ?? [],
      mailState: mails.get(`${letter.step} ${letter.letterOfficeId}`),
    }));
  }

  return {
    open,
    list,

    /** How many wait for a person: prepared, and about somebody who is still silent. */
    countWaiting: (campaignId: string): Promise<number> => countWaitingLetters(readDatabase, campaignId),

    /** The letter as it would leave. */
    async preview({
      campaignId,
      kind,
      text,
      letterOfficeId,
    }: OpenedLetter): Promise<OutgoingMail | undefined> {
      const campaign = await findCampaign(readDatabase, { id: campaignId });
      const signed = campaign && (await instructions.signedVersion(campaign.instructionId));
      if (campaign === undefined || signed === undefined) return undefined;
      const { deadlineOn, pdfBy, annexesBy } = campaign;
      const { addressee, subject, body, address } = text;
      return deps.buildMail({
        ...{ instruction: signed, deadlineOn, pdfBy, annexesBy, role: 'to', regionName: undefined },
        ...{ officeId: letterOfficeId, officeName: '', timeZone: 'Europe/Paris', address },
        ...{ messageId: '<apercu@invalid>', envid: 'apercu', linkToken: trialToken, isTrial: true },
        letter: { addressee, subject, body, hasLink: kind === 'secretary-general' },
      });
    },
  };
}

/** The contact that the directory names so, if it has one today. */
function secretaryOf(offices: readonly DirectoryOffice[], officeId: string) {
  const office = offices.find(({ id }) => id === officeId);
  const contact = office?.contacts.find(({ kind }) => kind === 'secretary-general');
  return contact && { name: contact.personName ?? '', address: contact.address };
}
