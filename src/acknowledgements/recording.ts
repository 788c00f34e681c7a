import type { Knex } from 'knex';
import { parisDayOf } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { createLedgerWriter } from '../kernel/ledger-writer.ts';
import type { Journal, JournalEvent } from '../journal/journal.ts';
import {
  foldPerson,
  hashIdentity,
  hashPerson,
  type Acknowledgement,
  type Capacity,
  type Identity,
  type Means,
  type Person,
} from './acknowledgement.ts';
import { getRepeated, insertAcknowledgements, type NewAcknowledgement } from './acknowledgements-store.ts';
import type { DispatchPort } from './ports.ts';
import type { Scan } from './proofs-store.ts';

/** That an office received a version, whoever tells it and however. */
export interface Told {
  officeId: string;
  deliveryId: string;
  campaign: { id: string; instructionId: string; signedSha256: string };
  at: string;
  /** The day on which staff were told, when it is not that of `at`. */
  on?: string;
  means: Means;
  capacity: Capacity;
  person: Person;
  declared?: NonNullable<Acknowledgement['declared']>;
  consigned?: { by: string; reason: string; scan?: Scan };
  /** Who ProConnect says that it is. */
  identity?: Identity;
  /** What makes it one, told twice. */
  formKey: string;
  /** False: no receipt is made of it. */
  receipt?: boolean;
}

export interface Recorded {
  state: 'recorded' | 'repeated';
  acknowledgement: Acknowledgement;
}

/**
 * Writes acknowledgements down with their journal lines, in one transaction; the same form, or the same
 * person for the same office and version, gives what stands. The journal holds salted hashes alone. Those
 * that come at the same time are committed together.
 */
export function createRecording(deps: {
  database: Knex;
  journal: Journal;
  dispatch: Pick<DispatchPort, 'markAcknowledged'>;
}) {
  const { database, journal, dispatch } = deps;
  const ledger = createLedgerWriter({ database });

  async function recordAll(transaction: Knex.Transaction, wanted: NewAcknowledgement[]): Promise<Recorded[]> {
    const written = await insertAcknowledgements(transaction, wanted);
    const recorded = wanted.filter(({ id }) => written.has(id)).map(asItStands);
    if (recorded.length > 0) {
      await dispatch.markAcknowledged(transaction, recorded.map(asDispatchAsks));
      await journal.append(transaction, ...recorded.map(lineOf));
    }
    const byId = new Map(recorded.map((acknowledgement) => [acknowledgement.id, acknowledgement]));
    const results: Recorded[] = [];
    for (const one of wanted) {
      const acknowledgement = byId.get(one.id);
      results.push(
        acknowledgement === undefined
          ? { state: 'repeated', acknowledgement: await getRepeated(transaction, one) }
          : { state: 'recorded', acknowledgement },
      );
    }
    return results;
  }

  const record = ledger.kind(recordAll, { urgent: true });
  return (told: Told): Promise<Recorded> => record(newOf(told));
}

function newOf(told: Told): NewAcknowledgement {
  const { campaign, at, on, person, consigned, identity, receipt = true, ...given } = told;
  const [salt, reasonSalt, identitySalt] = [newToken(16), newToken(16), newToken(16)];
  const { scan, reason = '' } = consigned ?? {};
  return {
    ...given,
    receipt,
    id: newId(),
    campaignId: campaign.id,
    instructionId: campaign.instructionId,
    sha256: campaign.signedSha256,
    acknowledgedAt: at,
    acknowledgedOn: on ?? parisDayOf(new Date(at)),
    strength: told.means === 'proconnect' ? 'authenticated' : 'declared',
    personHash: hashPerson(salt, person),
    person,
    ...(consigned && {
      consigned: {
        ...{ at, by: consigned.by, reasonHash: saltedHash(reasonSalt, reason) },
        ...(scan && { scanSha256: scan.sha256 }),
      },
    }),
    ...(identity && { identityHash: hashIdentity(identitySalt, identity) }),
    salt,
    foldedPerson: foldPerson(person),
    proofs: {
      ...(scan && { scan }),
      ...(consigned && { reason: { reason, salt: reasonSalt } }),
      ...(identity && { identity: { ...identity, salt: identitySalt } }),
    },
  };
}

function asItStands(written: NewAcknowledgement): Acknowledgement {
  const { salt: _salt, formKey: _key, foldedPerson: _folded, proofs: _proofs, ...rest } = written;
  const { receipt: _receipt, ...acknowledgement } = rest;
  return acknowledgement;
}

/** Only who holds the mail itself proves that it arrived. */
function asDispatchAsks({ campaignId, deliveryId, officeId, acknowledgedAt, means }: Acknowledgement) {
  const provesArrival = means === 'link' || means === 'mail';
  return { campaignId, deliveryId, officeId, acknowledgedAt, provesArrival };
}

function lineOf(acknowledgement: Acknowledgement): JournalEvent {
  const { officeId, declared, consigned, strength, means } = acknowledgement;
  const subject = `instruction:${acknowledgement.instructionId}` as const;
  const data = {
    acknowledgement: acknowledgement.id,
    campaign: acknowledgement.campaignId,
    office: officeId,
    sha256: acknowledgement.sha256,
    personHash: acknowledgement.personHash,
  };
  if (declared !== undefined)
    return {
      type: 'acknowledgement.declared',
      actor: declared.by,
      subject,
      data: { ...data, message: declared.messageId, messageSha256: declared.messageSha256 },
    };
  if (consigned !== undefined) {
    const { by, reasonHash, scanSha256 } = consigned;
    const proof = { reasonHash, ...(scanSha256 === undefined ? {} : { scanSha256 }) };
    const told = { means, on: acknowledgement.acknowledgedOn, ...proof };
    return { type: 'acknowledgement.consigned', actor: by, subject, data: { ...data, ...told } };
  }
  const { identityHash } = acknowledgement;
  const worth = { strength, means, ...(identityHash === undefined ? {} : { identityHash }) };
  return {
    type: 'acknowledgement.recorded',
    actor: `office:${officeId}`,
    subject,
    data: { ...data, ...worth },
  };
}
