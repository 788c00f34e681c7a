import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import type { Journal, JournalEvent } from '../journal/journal.ts';
import type { DirectoryRecipient } from '../prefectures/office.ts';
import type { Campaign } from './campaigns-store.ts';
import { insertDeliveries, listDeliveries, type PlannedDelivery } from './deliveries-store.ts';
import type { LinkTokens } from './link-token.ts';
import type { DirectoryPort } from './ports.ts';
import { mayRemindNext } from './reminding/silence.ts';

export type Planning = ReturnType<typeof createPlanning>;

/** Whom a mail is planned for, and which step of the campaign it is. */
export interface Planned extends DirectoryRecipient {
  /** The first mail to the same contact, whose link is written again. */
  repeats?: string | undefined;
}

/**
 * Writes into the ledger whom a campaign writes to: first contacts at the opening, then the next ones, and
 * those who are reminded. */
export function createPlanning(deps: {
  journal: Journal;
  clock: Clock;
  directory: DirectoryPort;
  linkTokens: LinkTokens;
  /** What follows the @ in Message-IDs. */
  mailDomain: string;
}) {
  const { journal, clock, directory, linkTokens, mailDomain } = deps;

  function planned(campaign: Campaign, recipient: Planned, step: number): PlannedDelivery {
    const id = newId();
    const now = instantOf(clock);
    return {
      id,
      campaignId: campaign.id,
      officeId: recipient.officeId,
      contactId: recipient.contactId,
      rank: recipient.rank,
      step,
      repeats: recipient.repeats,
      state: 'pending',
      epoch: 0,
      attempts: 0,
      messageId: `<${id}@${mailDomain}>`,
      envid: id,
      linkHash: linkTokens.hashOf(linkTokens.tokenOf(id)),
      plannedAt: now,
      changedAt: now,
      dueAt: undefined,
      address: recipient.address,
      addressSalt: recipient.addressSalt,
    };
  }

  /** Into the ledger only: the caller writes the journal. */
  async function insert(
    transaction: Knex.Transaction,
    campaign: Campaign,
    recipients: readonly Planned[],
    step: number,
  ): Promise<PlannedDelivery[]> {
    const deliveries = recipients.map((recipient) => planned(campaign, recipient, step));
    await insertDeliveries(transaction, deliveries);
    return deliveries;
  }

  async function plan(
    transaction: Knex.Transaction,
    campaign: Campaign,
    recipients: Planned[],
    actor: string,
    step = 0,
  ): Promise<void> {
    // By hundreds: of thirty thousand recipients, their rows and lines are never all in memory.
    for (let from = 0; from < recipients.length; from += 500) {
      await planSome(transaction, campaign, recipients.slice(from, from + 500), actor, step);
    }
  }

  async function planSome(
    transaction: Knex.Transaction,
    campaign: Campaign,
    recipients: Planned[],
    actor: string,
    step: number,
  ): Promise<void> {
    const deliveries = await insert(transaction, campaign, recipients, step);
    await journal.append(
      transaction,
      ...deliveries.map((delivery): JournalEvent => {
        const data = {
          campaign: campaign.id,
          delivery: delivery.id,
          office: delivery.officeId,
          contact: delivery.contactId,
          addressHash: saltedHash(delivery.addressSalt, delivery.address),
        };
        const by = { actor, subject: `instruction:${campaign.instructionId}` };
        if (step === 0) return { ...by, type: 'delivery.planned', data };
        return { ...by, type: 'reminder.planned', data: { ...data, step } };
      }),
    );
  }

  return {
    insert,
    plan,

    /**
     * Plans the office's best contact that this campaign has not tried yet, `afterRank` onwards, or that its
     * `step` of the ladder has not. False when there is none: the office is unreachable until its directory
     * entry changes; or when a step has nobody to remind any more.
     */
    async planNextContact(
      transaction: Knex.Transaction,
      campaign: Campaign,
      from: { officeId: string; afterRank: number; step?: number },
      actor: string,
    ): Promise<boolean> {
      const { officeId, step = 0 } = from;
      if (step > 0 && !(await mayRemindNext(transaction, { campaignId: campaign.id, officeId, step })))
        return false;
      const before = await listDeliveries(transaction, { campaignId: campaign.id, officeId });
      const tried = new Set(before.filter((each) => each.step === step).map(({ contactId }) => contactId));
      const today = parisDayOf(clock.now());
      // Who is found after a refusal is who holds the office now, unless it was sent to those of a day to come.
      const on =
        campaign.recipientsOn !== undefined && campaign.recipientsOn > today ? campaign.recipientsOn : today;
      let rank = from.afterRank;
      for (;;) {
        const next = await directory.nextContact(transaction, officeId, rank, on);
        if (next === undefined) return false;
        if (!tried.has(next.contactId)) {
          const first = before.find((each) => each.step === 0 && each.contactId === next.contactId);
          const repeats = step === 0 ? undefined : first?.id;
          await plan(transaction, campaign, [{ ...next, repeats }], actor, step);
          return true;
        }
        rank = next.rank;
      }
    },
  };
}
