import type { MailOutcome, OutgoingMail } from '../../src/mail/mailer.ts';
import type { PreEncodedPart } from '../../src/mail/pre-encoded-part.ts';
import { readSmtpUrl } from '../../src/mail/smtp-server-address.ts';
import { createSmtpMailer, type SmtpMailerOptions } from '../../src/mail/smtp-mailer.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

/** A mail to the prefecture of Ain, changed as asked. */
export function aMail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    messageId: '<delivery-1@estafette.example>',
    envid: 'delivery-1',
    from: { name: 'MILDECA', address: 'circulaires@estafette.example' },
    to: { name: 'Préfecture de l’Ain', address: 'circulaires@ain.example' },
    subject: 'Instruction « Chefs de projets 2027 »',
    text: 'Bonjour,\n\nÀ lire avant Noël.\n.\nUn point seul sur sa ligne.\n',
    html: '<p>Bonjour,</p><p>À lire avant Noël.</p>',
    attachments: [],
    headers: {},
    ...changes,
  };
}

const hugePart: PreEncodedPart = {
  name: 'enorme.txt',
  size: 0,
  sha256: '',
  encoded: Buffer.from(`\r\n${'a line of a huge part\r\n'.repeat(1_000_000)}`),
};

/** 23 MB: more than the sockets of the two sides can hold, so that it cannot all have left at once. */
export function aHugePart(): PreEncodedPart {
  return hugePart;
}

const bigPart: PreEncodedPart = { ...hugePart, encoded: hugePart.encoded.subarray(0, 2_200_002) };

/** 2 MB: many packets, all of which have left in a moment. */
export function aBigPart(): PreEncodedPart {
  return bigPart;
}

export const yes = { beforeFinalDot: () => Promise.resolve(true) };
export const no = { beforeFinalDot: () => Promise.resolve(false) };

/** For the servers that never answer. */
export const hasty = { connect: 5000, greeting: 300, reply: 300, final: 300, whole: 1000, idle: 1000 };

/** A mailer to a server of this machine. */
export function aMailer(url: string, changes: Partial<SmtpMailerOptions> = {}) {
  return createSmtpMailer({
    server: readSmtpUrl(url),
    clock: createFixedClock(),
    log: silentLog,
    ...changes,
  });
}

/** « accepted », « deferred 451 », « unknown »: what the tables of faults compare. */
export function short(outcome: MailOutcome): string {
  return 'code' in outcome ? `${outcome.outcome} ${outcome.code}` : outcome.outcome;
}
