/** What a server said, and to what: « RCPT », « DATA », « message » for the answer to the final dot. */
interface Reply {
  to: string;
  text: string;
}

/** The part of nodemailer's log entries that says who speaks. */
interface TrafficEntry {
  tnx?: string;
}

/**
 * Keeps every reply of a session's server, whole: each line of a long reply, its enhanced code, its words.
 * Nodemailer gives the reply that decided, and its traffic to a logger only: this is that logger.
 */
export function createSmtpDialogue() {
  let replies: Reply[] = [];
  let asked: string[] = [];
  let extensions: string[] = [];

  return {
    logger: {
      debug({ tnx }: TrafficEntry, text: string): void {
        if (tnx === 'client') asked.push(verbOf(text));
        if (tnx !== 'server') return;
        const to = asked.shift() ?? (replies.length === 0 ? 'greeting' : 'message');
        replies.push({ to, text });
        if (to === 'EHLO') extensions = linesOf(text).slice(1).map(wordsOf);
      },
    },
    /** Forgets what was said: another message begins. */
    begin(): void {
      replies = [];
      asked = [];
    },
    /** « RCPT: 250 2.1.5 Ok », one a line; further lines of one reply are kept under it as they came. */
    replies: (): string =>
      replies.map(({ to, text }) => `${to}: ${text.replaceAll('\r\n', '\n')}`).join('\n'),
    /** What the server's last greeting offers: « DSN », « SIZE 50000000 ». */
    extensions: (): readonly string[] => extensions,
  };
}

export type SmtpDialogue = ReturnType<typeof createSmtpDialogue>;

function verbOf(command: string): string {
  return /^[A-Za-z]{4,8}(?=[ :]|$)/.exec(command)?.[0].toUpperCase() ?? 'AUTH';
}

function linesOf(reply: string): string[] {
  return reply.split(/\r?\n/);
}

function wordsOf(line: string): string {
  return line.replace(/^\d{3}[ -]/, '').trim();
}
