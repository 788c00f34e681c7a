import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import type { Journal } from '../journal/journal.ts';
import type { DirectoryRecipient } from '../prefectures/office.ts';
import type { Campaign } from './campaigns-store.ts';
import { insertDeliveries, listDeliveries, type PlannedDelivery } from './deliveries-store.ts';
import type { LinkTokens } from './link-token.ts';
import type { DirectoryPort } from './ports.ts';

export type Planning = ReturnType<typeof createPlanning>;

/** Writes into the ledger whom a campaign writes to: first contacts at the opening, then the next ones. */
export function createPlanning(deps: {
  journal: Journal;
  clock: Clock;
  directory: DirectoryPort;
  linkTokens: LinkTokens;
  /** What follows the @ in Message-IDs. */
  mailDomain: string;
}) {
  const { journal, clock, directory, linkTokens, mailDomain } = deps;

  function planned(campaign: Campaign, recipient: DirectoryRecipient): PlannedDelivery {
    const id = newId();
    const now = instantOf(clock);
    return {
      id,
      campaignId: campaign.id,
      officeId: recipient.officeId,
      contactId: recipient.contactId,
      rank: recipient.rank,
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

  async function plan(
    transaction: Knex.Transaction,
    campaign: Campaign,
    recipients: DirectoryRecipient[],
    actor: string,
  ): Promise<void> {
    // By hundreds: of thirty thousand recipients, their rows and lines are never all in memory.
    for (let from = 0; from < recipients.length; from += 500) {
      await planSome(transaction, campaign, recipients.slice(from, from + 500), actor);
    }
  }

  async function planSome(
    transaction: Knex.Transaction,
    campaign: Campaign,
    recipients: DirectoryRecipient[],
    actor: string,
  ): Promise<void> {
    const deliveries = recipients.map((recipient) => planned(campaign, recipient));
    await insertDeliveries(transaction, deliveries);
    await journal.append(
      transaction,
      ...deliveries.map((delivery) => ({
        type: 'delivery.planned' as const,
        actor,
        subject: `instruction:${campaign.instructionId}`,
        data: {
          campaign: campaign.id,
          delivery: delivery.id,
          office: delivery.officeId,
          contact: delivery.contactId,
          addressHash: saltedHash(delivery.addressSalt, delivery.address),
        },
      })),
    );
  }

  return {
    plan,

    /**
     * Plans the office's best contact that this campaign has not tried yet, `afterRank` onwards.
     * False when there is none: the office is unreachable until its directory entry changes.
     */
    async planNextContact(
      transaction: Knex.Transaction,
      campaign: Campaign,
      from: { officeId: string; afterRank: number },
      actor: string,
    ): Promise<boolean> {
      const before = await listDeliveries(transaction, { campaignId: campaign.id, officeId: from.officeId });
      const tried = new Set(before.map((delivery) => delivery.contactId));
      const today = parisDayOf(clock.now());
      // Who is found after a refusal is who holds the office now, unless it was sent to those of a day to come.
      const on =
        campaign.recipientsOn !== undefined && campaign.recipientsOn > today ? campaign.recipientsOn : today;
      let rank = from.afterRank;
      for (;;) {
        const next = await directory.nextContact(transaction, from.officeId, rank, on);
        if (next === undefined) return false;
        if (!tried.has(next.contactId)) {
          await plan(transaction, campaign, [next], actor);
          return true;
        }
        rank = next.rank;
      }
    },
  };
}
