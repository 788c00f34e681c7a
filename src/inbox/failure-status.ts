/** The enhanced status (RFC 3463) that a text holds, the first one; null without. */
export function findStatus(text: string): string | null {
  const found = /(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)/.exec(text.slice(0, mostRead));
  return found === null ? null : found[0];
}

/** The class of the first SMTP reply code in a text (« 550 », « smtp;452 »): 2, 4, 5; undefined without. */
export function findReplyClass(text: string): number | undefined {
  const found = /(?<![\d.:-])([245])[0-5]\d(?=[ \-_;:,]|$)/m.exec(text.slice(0, mostRead));
  return found === null ? undefined : Number(found[1]);
}

const mostRead = 4000;

/** « The mailbox is full », in the words of servers. */
const full =
  /(?:mail ?box|inbox|account) (?:\S{1,40} ){0,4}(?:full|(?:limit|quota|size) exceeded|exceed(?:s|ed))|full (?:mail ?box|inbox)|(?:over|exceed(?:ed|s|ing)?|out of)[ -](?:\w{1,12} ){0,3}(?:quota|storage)|quota (?:is )?(?:full|exceeded|dépassé)|insufficient (?:disk|storage|system storage)|user has exceeded|(?:bo[iî]te|messagerie) (?:\S{1,40} ){0,6}(?:pleine|saturée)|quota (?:\S{1,40} ){0,4}(?:dépassé|atteint)|espace (?:\S{1,40} ){0,3}insuffisant|mailfull|QuotaExceeded|storage allocation/i;

/** What passes by itself, in the words of servers. */
const passing =
  /retry time ?out exceeded|timed? ?out|connection (?:was )?refused|(?:delivery|message|retry) (?:time )?expired|could not connect|temporar|try again later|greylist|délai (?:\w{1,14} ){0,3}(?:dépassé|expiré)|temporaire|no route to host|host (?:is )?unreachable|lost connection|message expired/i;

/** True for a full mailbox, by its status or by the words used. */
export function isFullMailbox(status: string | null, diagnostic: string): boolean {
  return /^[45]\.2\.2$/.test(status ?? '') || full.test(diagnostic.slice(0, mostRead));
}

/**
 * Whether the failure is permanent. The server's own class is believed (RFC 3463, 2: 5 is permanent, 4 is not), a
 * full mailbox's too, whatever the owner may do about it; then the class of the SMTP reply. Without any code the
 * words tell: what passes by itself, or a mailbox that may be emptied, is not permanent.
 */
export function isPermanent(action: string, status: string | null, diagnostic: string): boolean {
  if (action !== 'failed') return false;
  const said = status ?? findStatus(diagnostic);
  const level = said === null ? findReplyClass(diagnostic) : Number(said[0]);
  if (level !== undefined) return level === 5;
  return !isFullMailbox(null, diagnostic) && !passing.test(diagnostic.slice(0, mostRead));
}
