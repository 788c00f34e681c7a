import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Journal } from '../journal/journal.ts';
import type { ReceiptPrint } from '../render/render.ts';
import type { SignedPdf, Signing } from '../signing/signing.ts';
import { createAcknowledgementText } from './acknowledgement-text.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import { findAcknowledgement } from './acknowledgements-store.ts';
import type { ReceiptMailPort } from './ports.ts';
import { listIdentities } from './proofs-store.ts';
import { receiptOf, type ReceiptFacts } from './receipt-content.ts';
import { findPersonSalt, insertReceipt, listDue } from './receipts-store.ts';

// A browser or a trust service that is away is said once a minute, not at every round.
const retryAfterMs = 60_000;
/** Printed together: few enough that the pages do not wait for them. */
const atOnce = 12;

export type Receipts = ReturnType<typeof createReceipts>;

/**
 * Makes the sealed receipts of acknowledgements, after them and apart from them: printed together, sealed
 * one by one with the service's key, kept once, and mailed to the address whose mail was acknowledged.
 * Printing and sealing take no transaction; whoever stores first is right, and a crash before that only
 * makes them again.
 */
export function createReceipts(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  messages: Messages;
  render: ReceiptPrint;
  signing: Pick<Signing, 'seal'>;
  dispatch: ReceiptMailPort;
  acknowledgements: Pick<Acknowledgements, 'openFor'>;
  demonstration: boolean;
  /** Where a document can be checked. */
  verificationUrl(): string;
}) {
  const { database, readDatabase, journal, clock, log, messages, signing } = deps;
  const text = createAcknowledgementText(messages);
  let notBefore = 0;

  async function factsOf(id: string): Promise<ReceiptFacts | undefined> {
    const found = await findAcknowledgement(readDatabase, id);
    const salt = await findPersonSalt(readDatabase, id);
    if (found?.person === undefined || salt === undefined) return undefined;
    const letter = await deps.acknowledgements.openFor(found.officeId, { campaignId: found.campaignId });
    if (letter.state !== 'open') throw new Error('an acknowledgement is of nothing that was sent');
    const identity = (await listIdentities(readDatabase, [id])).get(id);
    return { acknowledgement: { ...found, person: found.person }, salt, letter, identity };
  }

  async function keep(facts: ReceiptFacts, contentSha256: string, sealed: SignedPdf): Promise<void> {
    const { acknowledgement } = facts;
    const { sha256, level, certificateSha256, loweredBy } = sealed;
    const { id: acknowledgementId, instructionId, deliveryId, officeId } = acknowledgement;
    const made = { contentSha256, sha256, level, certificateSha256 };
    await database.transaction(async (transaction) => {
      const row = { acknowledgementId, instructionId, ...made };
      const bytes = sealed.pdf.byteLength;
      const isFirst = await insertReceipt(
        transaction,
        { ...row, bytes, sealedAt: instantOf(clock) },
        sealed.pdf,
      );
      if (!isFirst) return;
      await deps.dispatch.planReceiptMail(transaction, { deliveryId, acknowledgementId });
      await journal.append(transaction, {
        type: 'acknowledgement.receipt-sealed',
        actor: 'system',
        subject: `instruction:${instructionId}`,
        data: {
          ...{ acknowledgement: acknowledgementId, office: officeId, ...made },
          ...(loweredBy === undefined ? {} : { loweredBy }),
        },
      });
    });
  }

  async function make(ids: readonly string[]): Promise<void> {
    const facts = (await Promise.all(ids.map(factsOf))).filter((each) => each !== undefined);
    const inputs = facts.map((each) => receiptOf(messages, text, each));
    const printed = await deps.render.renderReceipts(inputs, {
      demonstration: deps.demonstration,
      verificationUrl: deps.verificationUrl(),
    });
    for (const [index, each] of facts.entries()) {
      const [pdf, input] = [printed[index], inputs[index]];
      if (pdf === undefined || input === undefined) throw new Error('a receipt was not printed');
      const sealed = await signing.seal(pdf, { reason: messages('acknowledgements.receipt.reason') });
      await keep(each, input.contentSha256, sealed);
    }
  }

  /** Makes them; gives what kept them from being made, which the log is told. */
  async function faultOf(ids: readonly string[]): Promise<unknown> {
    try {
      await make(ids);
      return undefined;
    } catch (error) {
      const which = { receipts: ids.length, first: ids[0] };
      log.error({ ...which, error: String(error) }, 'receipts could not be made');
      return error;
    }
  }

  return {
    /**
     * Makes some of those that are due, oldest first; what cannot be printed or sealed waits a minute, and keeps
     * none of the others waiting.
     */
    async makeMissing(): Promise<void> {
      if (notBefore > clock.now().getTime()) return;
      const due = await listDue(readDatabase, atOnce);
      if (due.length === 0) return;
      const fault = await faultOf(due);
      if (fault === undefined) return;
      notBefore = clock.now().getTime() + retryAfterMs;
      // Without a browser none can be made; otherwise it is one of them, and the others are made by themselves.
      if (due.length === 1 || (fault instanceof AppError && fault.code === 'unavailable')) return;
      for (const id of due) await faultOf([id]);
    },
  };
}
