import type { Mailer, MailOutcome, OutgoingMail } from '../../src/mail/mailer.ts';

type Answer = MailOutcome | ((mail: OutgoingMail) => Promise<MailOutcome> | MailOutcome);

/**
 * A mailer whose server answers what the test says, by address; it accepts when nothing is said. `delivered`
 * holds what a real server would have taken: only what was allowed its final dot.
 */
export function createFakeMailer() {
  const answers = new Map<string, Answer>();
  const delivered: OutgoingMail[] = [];
  return {
    async send(mail, hooks) {
      const answer = answers.get(mail.to.address) ?? { outcome: 'accepted', reply: '250 2.0.0 Ok' };
      const outcome = typeof answer === 'function' ? await answer(mail) : answer;
      if (outcome.outcome !== 'accepted' && outcome.outcome !== 'unknown') return outcome;
      if (!(await hooks.beforeFinalDot().catch(() => false))) return { outcome: 'dropped' };
      delivered.push(mail);
      return outcome;
    },
    check: async () => ({
      outcome: 'ready',
      encrypted: false,
      abilities: { signedIn: false, dsn: true, smtpUtf8: false },
    }),
    close: async () => undefined,
    delivered,
    answer(address: string, answer: Answer) {
      answers.set(address, answer);
    },
    /** The server is well again for everyone. */
    recover: () => answers.clear(),
  } satisfies Mailer & Record<string, unknown>;
}
