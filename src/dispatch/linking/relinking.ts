import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { saltedHash } from '../../kernel/hash.ts';
import { newToken } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Journal } from '../../journal/journal.ts';
import { findCampaign, markCampaignChanged, type Campaign } from '../campaigns-store.ts';
import { findAddress, findDelivery, lockDelivery } from '../deliveries-store.ts';
import type { Delivery } from '../delivery.ts';
import type { LinkTokens } from '../link-token.ts';
import type { Actor } from '../ports.ts';
import { findGeneration, insertGeneration, type LinkGeneration } from './links-store.ts';
import { planLaterMail } from './later-mails.ts';

const waits: readonly Delivery['state'][] = ['pending', 'queued', 'sending', 'deferred'];

/** Why, and how often the link had been replaced when it was decided. */
interface Decided {
  reason: string;
  seen: number;
}

/**
 * Staff take a link back. What opened nothing any more stays known, so that its page can say so; the link
 * that holds from then on is the next one, which every later mail to that contact bears.
 */
export function createRelinking(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  linkTokens: LinkTokens;
  /** What follows the @ in Message-IDs. */
  mailDomain: string;
}) {
  const { database, journal, clock, linkTokens } = deps;

  async function relink(
    actor: Actor,
    deliveryId: string,
    { reason, seen }: Decided,
    cause: LinkGeneration['cause'],
  ): Promise<Outcome<undefined>> {
    if (!actor.roles.includes('dispatcher')) return wrong('dispatcher-only');
    return database.transaction(async (transaction): Promise<Outcome<undefined>> => {
      const asked = await findDelivery(transaction, { id: deliveryId });
      // A reminder writes the link of the first mail: that is the one to replace.
      const delivery = asked && (await lockDelivery(transaction, { id: asked.repeats ?? asked.id }));
      const campaign = delivery && (await findCampaign(transaction, { id: delivery.campaignId }));
      if (delivery === undefined || campaign === undefined) return wrong('unknown');
      if (waits.includes(delivery.state)) return wrong('not-left');
      const generation = await findGeneration(transaction, delivery.id);
      if (generation !== seen) return wrong('overtaken');
      if (cause === 'replaced' && (await findAddress(transaction, delivery.id)) === undefined)
        return wrong('erased');
      await write(transaction, { actor, delivery, campaign, reason, cause, generation: generation + 1 });
      return accepted(undefined);
    });
  }

  async function write(
    transaction: Knex.Transaction,
    given: {
      actor: Actor;
      delivery: Delivery;
      campaign: Campaign;
      reason: string;
      cause: LinkGeneration['cause'];
      generation: number;
    },
  ): Promise<void> {
    const { actor, delivery, campaign, reason, cause, generation } = given;
    const at = instantOf(clock);
    const salt = newToken(16);
    const reasonHash = saltedHash(salt, reason);
    const linkHash = linkTokens.hashOf(linkTokens.tokenOf(delivery.id, generation));
    const made = { deliveryId: delivery.id, generation, cause, madeAt: at, madeBy: actor.id };
    await insertGeneration(transaction, { ...made, linkHash, reason, reasonHash, salt });
    await markCampaignChanged(transaction, campaign.id);
    const by = { actor: actor.id, subject: `instruction:${campaign.instructionId}` };
    const data = {
      ...{ campaign: campaign.id, delivery: delivery.id, office: delivery.officeId },
      ...{ generation, reasonHash },
    };
    if (cause === 'revoked') {
      await journal.append(transaction, { ...by, type: 'link.revoked', data });
      return;
    }
    const mail = await planLaterMail(transaction, {
      deliveryId: delivery.id,
      about: { kind: 'new-link', generation },
      ...{ at, mailDomain: deps.mailDomain },
    });
    await journal.append(transaction, { ...by, type: 'link.reissued', data: { ...data, mail } });
  }

  return {
    /**
     * From now on the link of this mail opens nothing. Refused while the mail has not left, and when somebody
     * else took that link back meanwhile.
     */
    revokeLink: (actor: Actor, deliveryId: string, decided: Decided) =>
      relink(actor, deliveryId, decided, 'revoked'),

    /** The same, and another is mailed to the address that the mail was written to. */
    reissueLink: (actor: Actor, deliveryId: string, decided: Decided) =>
      relink(actor, deliveryId, decided, 'replaced'),
  };
}

function wrong(key: string) {
  return refused({ field: '', key: `dispatch.link.${key}` });
}
