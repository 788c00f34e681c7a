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
  /mailbox (?:is |size )?(?:full|(?:limit|quota) exceeded|exceeded)|(?:over|exceed(?:ed|s|ing)?|out of)[ -](?:\w{1,12} ){0,3}(?:quota|storage)|quota (?:is )?(?:full|exceeded|dépassé)|insufficient (?:disk|storage|system storage)|user has exceeded|(?:bo[iî]te(?: aux lettres| de réception| du destinataire| mail)?|messagerie) (?:\w{1,14} ){0,3}(?:est )?(?:pleine|saturée)|quota (?:\w{1,14} ){0,3}(?:est )?(?:dépassé|atteint)|espace (?:\w{1,14} ){0,3}insuffisant|mailfull|QuotaExceeded|storage allocation/i;

/** What passes by itself, in the words of servers. */
const passing =
  /retry time ?out exceeded|timed? ?out|connection (?:was )?refused|(?:delivery|message|retry) (?:time )?expired|could not connect|temporar|try again later|greylist|délai (?:\w{1,14} ){0,3}(?:dépassé|expiré)|temporaire|no route to host|host (?:is )?unreachable|lost connection|message expired/i;

/** True for a full mailbox, by its status or by the words used. */
export function isFullMailbox(status: string | null, diagnostic: string): boolean {
  return /^[45]\.2\.2$/.test(status ?? '') || full.test(diagnostic.slice(0, mostRead));
}

/**
 * Whether sending again to this address is useless. A failure of class 4 is not permanent, nor is an
 * expiry (X.4.7). Neither is a full mailbox, 5.2.2 included: RFC 3463, 3.3 calls it a persistent transient
 * failure, since its owner may empty it. Without any code the words tell; without words, the server gave up.
 */
export function isPermanent(action: string, status: string | null, diagnostic: string): boolean {
  if (action !== 'failed') return false;
  if (isFullMailbox(status, diagnostic)) return false;
  const said = status ?? findStatus(diagnostic);
  if (said !== null && /^[45]\.4\.7$/.test(said)) return false;
  const level = said === null ? findReplyClass(diagnostic) : Number(said[0]);
  if (level === 4) return false;
  return level === 5 || !passing.test(diagnostic.slice(0, mostRead));
}
