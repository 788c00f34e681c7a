import { instantOf } from '../kernel/clock.ts';
import { saltedHash } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { createAnswerSending, subjectOf, type AnswerSendingDeps } from './answer-sending.ts';
import { insertAnswer, listAnswers, type Answer } from './answers-store.ts';
import { findMessage } from './messages-store.ts';

/** Who writes, as far as these rules ask. */
export interface Actor {
  id: string;
  roles: readonly string[];
}

export interface AnswersDeps extends AnswerSendingDeps {
  /** What follows the @ in Message-IDs. */
  mailDomain: string;
  /** Called once an answer waits to be sent. */
  wake?: () => void;
}

/** What staff write back to an office: kept, in the thread of what it answers, and sent once. */
export function createAnswers(deps: AnswersDeps) {
  const { database, readDatabase, journal, clock, dispatch } = deps;

  return {
    /** Keeps an answer to a message that stands beside an office; it leaves with the next round. */
    async write(
      actor: Actor,
      messageId: string,
      written: { subject: string; text: string; formKey: string },
    ): Promise<Outcome<undefined>> {
      if (!actor.roles.includes('dispatcher')) return refused(fault('inbox.role.dispatcher-only'));
      const outcome = await database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        const message = await findMessage(transaction, messageId);
        const { tied } = message?.filing ?? {};
        if (message?.words === undefined || tied === undefined)
          return refused(fault('inbox.answer.not-tied'));
        if (message.words.fromAddress === '') return refused(fault('inbox.answer.no-sender'));
        const at = instantOf(clock);
        const id = newId();
        const salt = newToken(16);
        const textHash = saltedHash(salt, JSON.stringify([written.subject, written.text]));
        const { campaignId, officeId, deliveryId } = tied;
        const answer = { id, messageId, campaignId, officeId, deliveryId };
        const inserted = await insertAnswer(transaction, {
          ...answer,
          state: 'pending',
          attempts: 0,
          dueAt: at,
          writtenAt: at,
          writtenBy: actor.id,
          changedAt: at,
          headerId: `<${id}@${deps.mailDomain}>`,
          text: {
            address: message.words.fromAddress,
            subject: written.subject,
            text: written.text,
            serverReply: '',
          },
          formKey: written.formKey,
          salt,
          textHash,
        });
        if (!inserted) return accepted(undefined);
        await journal.append(transaction, {
          type: 'answer.written',
          actor: actor.id,
          subject: await subjectOf(transaction, dispatch, answer),
          data: { answer: id, message: messageId, campaign: campaignId, office: officeId, textHash },
        });
        return accepted(undefined);
      });
      if (outcome.ok) deps.wake?.();
      return outcome;
    },

    ...createAnswerSending(deps),

    list: (where: Parameters<typeof listAnswers>[1]): Promise<Answer[]> => listAnswers(readDatabase, where),
  };
}

export type Answers = ReturnType<typeof createAnswers>;

function fault(key: string) {
  return { field: '', key };
}
