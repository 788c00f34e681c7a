import type { Knex } from 'knex';
import { parisDayOf } from '../kernel/clock.ts';
import { newId, newToken } from '../kernel/ids.ts';
import type { Journal, JournalEvent } from '../journal/journal.ts';
import {
  foldPerson,
  hashPerson,
  type Acknowledgement,
  type Capacity,
  type Person,
} from './acknowledgement.ts';
import { getRepeated, insertAcknowledgement } from './acknowledgements-store.ts';
import type { DispatchPort } from './ports.ts';

/** That an office received a version, whoever tells it and however. */
export interface Told {
  officeId: string;
  deliveryId: string;
  campaign: { id: string; instructionId: string; signedSha256: string };
  at: string;
  capacity: Capacity;
  person: Person;
  declared?: NonNullable<Acknowledgement['declared']>;
  /** What makes it one, told twice. */
  formKey: string;
}

export interface Recorded {
  state: 'recorded' | 'repeated';
  acknowledgement: Acknowledgement;
}

/**
 * Writes an acknowledgement down with its journal line, in one transaction; the same form, or the same person
 * for the same office and version, gives what stands. The journal holds the person's salted hash alone.
 */
export function createRecording(deps: {
  database: Knex;
  journal: Journal;
  dispatch: Pick<DispatchPort, 'markAcknowledged'>;
}) {
  const { database, journal, dispatch } = deps;

  return (told: Told): Promise<Recorded> => {
    const { campaign, at, person, formKey, ...given } = told;
    const salt = newToken(16);
    const acknowledgement = {
      ...given,
      id: newId(),
      campaignId: campaign.id,
      instructionId: campaign.instructionId,
      sha256: campaign.signedSha256,
      acknowledgedAt: at,
      acknowledgedOn: parisDayOf(new Date(at)),
      personHash: hashPerson(salt, person),
      person,
    };
    const row = { ...acknowledgement, salt, formKey, foldedPerson: foldPerson(person) };
    return database.transaction(async (transaction) => {
      if (!(await insertAcknowledgement(transaction, row))) {
        return { state: 'repeated', acknowledgement: await getRepeated(transaction, row) };
      }
      await dispatch.markAcknowledged(transaction, acknowledgement);
      await journal.append(transaction, lineOf(acknowledgement));
      return { state: 'recorded', acknowledgement };
    });
  };
}

function lineOf({ officeId, declared, ...acknowledgement }: Acknowledgement): JournalEvent {
  const subject = `instruction:${acknowledgement.instructionId}` as const;
  const data = {
    acknowledgement: acknowledgement.id,
    campaign: acknowledgement.campaignId,
    office: officeId,
    sha256: acknowledgement.sha256,
    personHash: acknowledgement.personHash,
  };
  if (declared === undefined)
    return { type: 'acknowledgement.recorded', actor: `office:${officeId}`, subject, data };
  return {
    type: 'acknowledgement.declared',
    actor: declared.by,
    subject,
    data: { ...data, message: declared.messageId, messageSha256: declared.messageSha256 },
  };
}
