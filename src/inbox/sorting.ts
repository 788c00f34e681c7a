import type { Knex } from 'knex';
import type { Acknowledgements, Capacity, Person } from '../acknowledgements/acknowledgements.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { Journal } from '../journal/journal.ts';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Actor } from './answers.ts';
import { insertDecision } from './filing-store.ts';
import type { MessageKind } from './message-reading.ts';
import { findMessage } from './messages-store.ts';
import { noticeKindOf } from './notice-kind.ts';

/** What a person may say that a message is. */
export const sortedKinds = ['reply', 'auto-reply', 'failure', 'delay', 'unclassified'] as const;
export type SortedKind = (typeof sortedKinds)[number];

/** What people decide about what came back. Each refusal is a value whose sentence says why. */
export function createSorting(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  dispatch: Pick<Dispatch, 'applyNotice' | 'listPlaced' | 'findCampaign' | 'officeStory' | 'wake'>;
  acknowledgements: Pick<Acknowledgements, 'declare'>;
}) {
  const { database, readDatabase, journal, clock, dispatch } = deps;
  const wrong = (key: string) => refused({ field: '', key: `inbox.${key}` });

  return {
    /**
     * Ties a message to an office of a campaign, and says what it is; what follows from it follows, as if
     * it had been known at once.
     */
    async tie(
      actor: Actor,
      messageId: string,
      to: { campaignId: string; officeId: string; kind: SortedKind },
    ): Promise<Outcome<undefined>> {
      if (!actor.roles.includes('dispatcher')) return wrong('role.dispatcher-only');
      const outcome = await database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        const message = await findMessage(transaction, messageId);
        if (message === undefined) return wrong('message.unknown');
        if (message.filing.state === 'tied') return wrong('tie.already');
        const places = await dispatch.listPlaced(to, transaction);
        // The mail that it can be about: the last one that left.
        const place = places.find(({ attempts }) => attempts > 0) ?? places[0];
        if (place === undefined) return wrong('tie.no-mail');
        const { campaignId, officeId, deliveryId } = place;
        const kind: MessageKind = to.kind;
        await insertDecision(transaction, {
          id: newId(),
          messageId,
          state: 'tied',
          kind,
          evidence: 'person',
          tied: { campaignId, officeId, deliveryId },
          decidedAt: instantOf(clock),
          decidedBy: actor.id,
        });
        await journal.append(transaction, {
          type: 'message.tied',
          actor: actor.id,
          subject: `instruction:${place.instructionId}`,
          data: { message: messageId, kind, campaign: campaignId, delivery: deliveryId, office: officeId },
        });
        const notice = noticeKindOf(kind, []);
        if (notice !== undefined)
          await dispatch.applyNotice(transaction, { deliveryId, kind: notice, messageId });
        return accepted(undefined);
      });
      if (outcome.ok) dispatch.wake();
      return outcome;
    },

    /** A message that is nobody's business here, with the reason that a person gives. */
    async setAside(actor: Actor, messageId: string, reason: string): Promise<Outcome<undefined>> {
      if (!actor.roles.includes('dispatcher')) return wrong('role.dispatcher-only');
      const salt = newToken(16);
      const hash = saltedHash(salt, reason);
      return database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        const message = await findMessage(transaction, messageId);
        if (message === undefined) return wrong('message.unknown');
        const { filing } = message;
        if (filing.state !== 'to-class') return wrong('aside.not-to-class');
        await insertDecision(transaction, {
          ...filing,
          id: newId(),
          messageId,
          state: 'set-aside',
          decidedAt: instantOf(clock),
          decidedBy: actor.id,
          reason: { text: reason, salt, hash },
        });
        await journal.append(transaction, {
          type: 'message.set-aside',
          actor: actor.id,
          subject: `message:${messageId}`,
          data: { message: messageId, reasonHash: hash },
        });
        return accepted(undefined);
      });
    },

    /** Makes a person's reply the acknowledgement of its office, declared by mail. */
    async declare(
      actor: Actor,
      messageId: string,
      given: Person & { capacity: Capacity },
    ): Promise<Outcome<unknown>> {
      const message = await findMessage(readDatabase, messageId);
      const { tied, kind, state } = message?.filing ?? {};
      if (message === undefined || tied === undefined || state !== 'tied' || kind !== 'reply')
        return wrong('declare.not-a-reply');
      const campaign = await dispatch.findCampaign(tied.campaignId);
      const story = await dispatch.officeStory(tied.campaignId, tied.officeId);
      if (campaign === undefined || story === undefined) return wrong('message.unknown');
      const { officeId, deliveryId } = tied;
      const { sha256, receivedAt } = message;
      const evidence = { messageId, sha256, receivedAt, officeId, deliveryId, campaign, role: story.role };
      return deps.acknowledgements.declare(actor, evidence, given);
    },
  };
}
