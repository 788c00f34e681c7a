import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import {
  foldPerson,
  hashPerson,
  type Acknowledgement,
  type Capacity,
  type Person,
} from './acknowledgement.ts';
import { insertAcknowledgement } from './acknowledgements-store.ts';
import type { DispatchPort } from './ports.ts';

/** The mail in which an office says that it received, as the inbox kept it. */
export interface MailEvidence {
  messageId: string;
  /** Of the bytes that are kept. */
  sha256: string;
  receivedAt: string;
  officeId: string;
  deliveryId: string;
  campaign: { id: string; instructionId: string; signedSha256: string };
  role: 'to' | 'cc';
}

/**
 * An acknowledgement that staff declare from an office's mail: it is dated when that mail came, names who
 * declared it and its proof, and says so for ever.
 */
export function createDeclaring(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  dispatch: Pick<DispatchPort, 'markAcknowledged'>;
}) {
  const { database, journal, clock, dispatch } = deps;

  return async (
    actor: { id: string; roles: readonly string[] },
    evidence: MailEvidence,
    given: Person & { capacity: Capacity },
  ): Promise<Outcome<Acknowledgement>> => {
    const wrong = (key: string) => refused({ field: '', key: `acknowledgements.declare.${key}` });
    if (!actor.roles.includes('dispatcher')) return wrong('dispatcher-only');
    if (evidence.role === 'cc') return wrong('copy');
    const { officeId, deliveryId, campaign, receivedAt } = evidence;
    const person = { name: given.name, function: given.function };
    const salt = newToken(16);
    const acknowledgement: Acknowledgement & { person: Person } = {
      id: newId(),
      officeId,
      campaignId: campaign.id,
      deliveryId,
      instructionId: campaign.instructionId,
      sha256: campaign.signedSha256,
      acknowledgedAt: receivedAt,
      acknowledgedOn: parisDayOf(new Date(receivedAt)),
      capacity: given.capacity,
      personHash: hashPerson(salt, person),
      person,
      declared: {
        at: instantOf(clock),
        by: actor.id,
        messageId: evidence.messageId,
        messageSha256: evidence.sha256,
      },
    };
    // One mail is one acknowledgement, however often it is declared.
    const row = {
      ...acknowledgement,
      salt,
      formKey: `message:${evidence.messageId}`,
      foldedPerson: foldPerson(person),
    };
    return database.transaction(async (transaction): Promise<Outcome<Acknowledgement>> => {
      if (!(await insertAcknowledgement(transaction, row))) return wrong('repeated');
      await dispatch.markAcknowledged(transaction, acknowledgement);
      await journal.append(transaction, {
        type: 'acknowledgement.declared',
        actor: actor.id,
        subject: `instruction:${campaign.instructionId}`,
        data: {
          acknowledgement: acknowledgement.id,
          campaign: campaign.id,
          office: officeId,
          sha256: acknowledgement.sha256,
          personHash: acknowledgement.personHash,
          message: evidence.messageId,
          messageSha256: evidence.sha256,
        },
      });
      return accepted(acknowledgement);
    });
  };
}
