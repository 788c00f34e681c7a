import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { saltedHash } from '../../kernel/hash.ts';
import { newId, newToken } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Journal } from '../../journal/journal.ts';
import {
  decodePart,
  framedMail,
  mailFrameCsp,
  readAddress,
  sizeOfMail,
  type Mailer,
  type MailOutcome,
  type OutgoingMail,
} from '../../mail/mail.ts';
import type { ChosenOffice } from '../audience.ts';
import type { DeparturePlan } from './departure-plan.ts';
import { trialToken } from '../link-token.ts';
import type { BuildMail } from '../mail-content.ts';
import type { Actor } from '../ports.ts';
import type { Preparation } from './preparation.ts';
import { insertTrial } from './trials-store.ts';

export type MailPreview = ReturnType<typeof createMailPreview>;

/** The HTML of a mail for a frame in which it can do nothing, and the policy that sees to it. */
export function shownBody(mail: OutgoingMail): { bytes: Uint8Array; csp: string } {
  return { bytes: Buffer.from(framedMail(mail.html)), csp: mailFrameCsp };
}

/** An attachment as its reader will have it; undefined when the mail has no such one. */
export function shownFile(
  mail: OutgoingMail,
  index: number,
): { name: string; bytes: Uint8Array } | undefined {
  const part = mail.attachments[index];
  return part && { name: part.name, bytes: decodePart(part) };
}

/** Every mail as it would leave, shown or sent to oneself; nothing of it enters the ledger. */
export function createMailPreview(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  buildMail: BuildMail;
  mailer: Pick<Mailer, 'send'>;
  /** What follows the @ in Message-IDs. */
  mailDomain: string;
}) {
  const { database, journal, clock, buildMail, mailer, mailDomain } = deps;

  /** `to`: where a trial goes; an office's own address otherwise. */
  function build(plan: DeparturePlan, { office, role }: ChosenOffice, to?: string): Promise<OutgoingMail> {
    const id = newId();
    return buildMail({
      instruction: plan.signed,
      deadlineOn: plan.deadlineOn,
      officeId: office.id,
      officeName: office.name,
      timeZone: office.timeZone,
      regionName: office.territories.find(({ kind }) => kind === 'region')?.name,
      role,
      pdfBy: plan.pdfBy,
      annexesBy: plan.annexesBy,
      ...(to === undefined ? {} : { isTrial: true }),
      address: to ?? office.contacts[0]?.address ?? '',
      messageId: `<${id}@${mailDomain}>`,
      envid: id,
      linkToken: trialToken,
    });
  }

  // A mail that nobody can be written has a size all the same.
  function sizeOf(mail: OutgoingMail): Promise<number> {
    const to = readAddress(mail.to.address).ok ? mail.to : { ...mail.to, address: mail.from.address };
    return sizeOfMail({ ...mail, to }, clock.now());
  }

  const findOffice = (plan: DeparturePlan, officeId: string) =>
    plan.offices.find(({ office }) => office.id === officeId);

  return {
    /** The mail of an office, with its size on the wire; its link is that of a trial. */
    async preview(plan: DeparturePlan, officeId: string) {
      const chosen = findOffice(plan, officeId);
      if (chosen === undefined) return undefined;
      const mail = await build(plan, chosen);
      const address = chosen.office.contacts[0]?.address;
      return { mail, role: chosen.role, address, bytes: await sizeOf(mail) };
    },

    /**
     * The heaviest mail in octets, and whose it is: of each kind (for action, in copy, with a region's role), the
     * one that has most beside the act is weighed.
     */
    async heaviest(plan: DeparturePlan): Promise<{ bytes: number; officeName: string }> {
      const beside = ({ office }: ChosenOffice) =>
        plan.annexesBy === 'attachment' ? (plan.annexes?.bytesByOffice.get(office.id) ?? 0) : 0;
      const kinds = Map.groupBy(
        plan.offices,
        ({ office, role }) => `${role} ${office.territories.some(({ kind }) => kind === 'region')}`,
      );
      let heaviest = { bytes: 0, officeName: '' };
      for (const ofKind of kinds.values()) {
        const chosen = ofKind.reduce((most, each) => (beside(each) > beside(most) ? each : most));
        const bytes = await sizeOf(await build(plan, chosen));
        if (bytes > heaviest.bytes) heaviest = { bytes, officeName: chosen.office.name };
      }
      return heaviest;
    },

    /**
     * Sends an office's mail to oneself through the real transport, marked as a trial, and keeps how it
     * ended. Refused: an office that is not written to, or an address that is not one.
     */
    async tryOn(
      actor: Actor,
      preparation: Preparation,
      plan: DeparturePlan,
      given: { officeId: string; address: string },
    ): Promise<Outcome<MailOutcome>> {
      if (!actor.roles.includes('dispatcher'))
        return refused({ field: '', key: 'dispatch.role.dispatcher-only' });
      const chosen = findOffice(plan, given.officeId);
      if (chosen === undefined) return refused({ field: 'office', key: 'form.invalid' });
      const read = readAddress(given.address);
      if (!read.ok) return read;
      const { address } = read.value;
      const outcome = await mailer.send(await build(plan, chosen, address), {
        beforeFinalDot: async () => true,
      });
      const salt = newToken(16);
      const trial = {
        id: newId(),
        preparationId: preparation.id,
        officeId: given.officeId,
        address,
        salt,
        outcome: outcome.outcome,
        reply: 'reply' in outcome ? outcome.reply : (outcome.cause ?? ''),
        sentAt: instantOf(clock),
        sentBy: actor.id,
      };
      await database.transaction(async (transaction) => {
        await insertTrial(transaction, trial);
        await journal.append(transaction, {
          type: 'preparation.tried',
          actor: actor.id,
          subject: `instruction:${preparation.instructionId}`,
          data: {
            preparation: preparation.id,
            office: given.officeId,
            addressHash: saltedHash(salt, address),
            outcome: outcome.outcome,
          },
        });
      });
      return accepted(outcome);
    },
  };
}
