import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { saltedHash } from '../../kernel/hash.ts';
import { newToken } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Journal, JournalEvent } from '../../journal/journal.ts';
import { readAddress } from '../../mail/mail.ts';
import { markCampaignChanged, type Campaign } from '../campaigns-store.ts';
import { listDeliveries } from '../deliveries-store.ts';
import type { Planning } from '../planning.ts';
import type { Actor } from '../ports.ts';
import {
  findLetterText,
  insertLetterText,
  listEscalations,
  listToldBy,
  markEscalation,
  type Escalation,
  type LetterText,
} from './escalations-store.ts';
import { isReplaced } from './silence.ts';

/** What a person writes. */
export type Written = Omit<LetterText, 'salt'>;

const refusal = (key: string, field = '') => refused({ field, key });

/**
 * Letters about silence, prepared by their step of the ladder. None leaves by itself: a person writes it or
 * takes the text that is proposed, reads it once more on a page of its own, and sends it in their name. It
 * then goes through the ledger as every mail does.
 */
export function createLetters(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  planning: Planning;
  wake?: () => void;
}) {
  const { database, journal, clock, planning, wake = () => undefined } = deps;

  async function act(
    actor: Actor,
    id: string,
    step: (
      transaction: Knex.Transaction,
      letter: Escalation,
      campaign: Campaign,
    ) => Promise<Outcome<undefined>>,
  ): Promise<Outcome<undefined>> {
    if (!actor.roles.includes('dispatcher')) return refusal('dispatch.role.dispatcher-only');
    const outcome = await database.transaction(async (transaction) => {
      const [seen] = await listEscalations(transaction, { id });
      const campaign = seen && (await markCampaignChanged(transaction, seen.campaignId));
      // Read again under the campaign's lock.
      const [letter] = campaign === undefined ? [] : await listEscalations(transaction, { id });
      if (letter === undefined || campaign === undefined) return refusal('reminders.letters.unknown');
      if (campaign.state === 'cancelled' || campaign.state === 'closed') return refusal('reminders.over');
      return step(transaction, letter, campaign);
    });
    if (outcome.ok) wake();
    return outcome;
  }

  const subjectOf = (campaign: Campaign) => `instruction:${campaign.instructionId}`;

  function turn(from: Escalation['state'], to: Escalation['state'], type: 'set-aside' | 'resumed') {
    return async (
      transaction: Knex.Transaction,
      actor: Actor,
      letter: Escalation,
      campaign: Campaign,
    ): Promise<Outcome<undefined>> => {
      const move = { from, to, at: instantOf(clock), by: actor.id };
      if (!(await markEscalation(transaction, letter.id, move))) return refusal('reminders.letters.moved');
      await journal.append(transaction, {
        type: `escalation.${type}`,
        actor: actor.id,
        subject: subjectOf(campaign),
        data: { campaign: campaign.id, escalation: letter.id },
      } as JournalEvent);
      return accepted(undefined);
    };
  }

  return {
    /** Keeps the text; nothing leaves. */
    write: (actor: Actor, id: string, written: Written) =>
      act(actor, id, async (transaction, letter, campaign) => {
        if (letter.state !== 'prepared') return refusal('reminders.letters.moved');
        const read = readAddress(written.address);
        if (!read.ok) return read;
        const salt = (await findLetterText(transaction, id))?.salt ?? newToken(16);
        const text = { ...written, address: read.value.address, salt };
        await insertLetterText(transaction, id, text);
        await journal.append(transaction, {
          type: 'escalation.written',
          actor: actor.id,
          subject: subjectOf(campaign),
          data: {
            ...{ campaign: campaign.id, escalation: id, textHash: hashOf(text) },
            addressHash: saltedHash(salt, text.address),
          },
        });
        return accepted(undefined);
      }),

    /** Sends what was read: `textHash` is that of the text that the page showed. */
    send: (actor: Actor, id: string, textHash: string) =>
      act(actor, id, async (transaction, letter, campaign) => {
        if (campaign.state !== 'open') return refusal('reminders.letters.paused');
        const text = await findLetterText(transaction, id);
        if (text === undefined || hashOf(text) !== textHash) return refusal('reminders.letters.changed');
        const told = await listToldBy(transaction, letter);
        if (told.every(({ acknowledged }) => acknowledged)) return refusal('reminders.letters.needless');
        if (await isReplaced(transaction, campaign.id)) return refusal('reminders.letters.replaced');
        const { step, letterOfficeId, sendings } = letter;
        const move = {
          from: 'prepared',
          to: 'sent',
          at: instantOf(clock),
          by: actor.id,
          sending: true,
        } as const;
        if (!(await markEscalation(transaction, id, move))) return refusal('reminders.letters.moved');
        const recipient = {
          officeId: letterOfficeId,
          officeName: '',
          contactId: `letter-${id}-${sendings + 1}`,
          rank: 0,
          address: text.address,
          addressSalt: text.salt,
          timeZone: '',
        };
        const [delivery] = await planning.insert(transaction, campaign, [recipient], step);
        await journal.append(transaction, {
          type: 'escalation.sent',
          actor: actor.id,
          subject: subjectOf(campaign),
          data: {
            ...{ campaign: campaign.id, escalation: id, delivery: delivery?.id ?? '', step, textHash },
            addressHash: saltedHash(text.salt, text.address),
          },
        });
        return accepted(undefined);
      }),

    /** Not needed after all. */
    setAside: (actor: Actor, id: string) =>
      act(actor, id, (transaction, letter, campaign) =>
        turn('prepared', 'set-aside', 'set-aside')(transaction, actor, letter, campaign),
      ),

    /** Taken up again: after it was set aside, or to be written once more when its address was refused. */
    resume: (actor: Actor, id: string) =>
      act(actor, id, async (transaction, letter, campaign) => {
        if (letter.state === 'prepared') return accepted(undefined);
        if (letter.state === 'sent') {
          const { campaignId, letterOfficeId: officeId, step } = letter;
          const mails = await listDeliveries(transaction, { campaignId, officeId });
          const failed = ['refused', 'bounced', 'cancelled'];
          if (mails.some((mail) => mail.step === step && !failed.includes(mail.state)))
            return refusal('reminders.letters.moved');
        }
        return turn(letter.state, 'prepared', 'resumed')(transaction, actor, letter, campaign);
      }),
  };
}

/** What the journal keeps of a text, and by which a page knows that what it showed is what leaves. */
export function hashOf({ addressee, address, subject, body, salt }: LetterText): string {
  return saltedHash(salt, canonicalJson({ addressee, address, subject, body }));
}
