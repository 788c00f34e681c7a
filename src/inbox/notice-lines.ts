import { findReplyClass, findStatus } from './failure-status.ts';

/** A recipient that a notice in plain text names, and the words that follow. */
export interface NamedRecipient {
  address: string;
  words: string;
}

const mailbox = String.raw`[^\s<>()"',;:\[\]]{1,64}@[^\s<>()"',;:\[\]]{1,255}`;
/** « <nom@domaine>: 550 … », « nom@domaine », « <nom@domaine>... User unknown ». */
const angled = new RegExp(`^<(${mailbox})>[ ]?(?:[:,.…(\\-–]|$)(.*)$`);
const alone = new RegExp(`^['"«* •-]{0,4}<?(${mailbox})>?['"» ]{0,3}[.:,]?$`);
const followed = new RegExp(
  `^['"«* •-]{0,4}(?:mailto:)?(${mailbox})['"»]{0,2}(?:[ ]?[:(–]| - | on \\d| le \\d|(?= (?:user|unknown|mailbox|address|host|because|reason|not |inconnu|n['’]))|\\t)(.*)$`,
  'i',
);
const labelled = new RegExp(
  `^(?:failed (?:address|recipient)|(?:final |original |intended )?recipient(?: address)?|rcpt to|address|destinataire(?: final| d['’]origine)?|adresse(?: du destinataire| en erreur)?|to|à|(?:unknown )?user|user mailbox exceeds allowed size|utilisateur(?: inconnu)?|e-?mail|mailbox|boîte)[ ]?[:=][ ]?<?(?:rfc822;[ ]?)?(?:mailto:)?(${mailbox})>?(.*)$`,
  'i',
);
/** « Alice Exemple (alice@…) », « Alice Exemple <alice@…> » alone on its line: Exchange and Outlook. */
const titled = new RegExp(
  `^[\\p{L}\\p{M}'’ .,-]{1,80}[ ][(<\\[](?:mailto:)?(${mailbox})[)>\\]](?:<mailto:[^>]{1,320}>)?[:.]?(.*)$`,
  'u',
);
const shapes = [angled, alone, labelled, followed, titled];
/** What is written about the returned message, not about its recipient. */
const about =
  /^(?:from|de|sender|exp[ée]diteur|reply-to|subject|objet|sent|date|envoyé|return-path|message-id|received|x-[a-z-]{1,40}|cc) ?:/i;

/** What leads to the reason, alone on its line: Domino puts it between two empty lines. */
const connector =
  /^(?:because|for the following reason|car|parce que|(?:pour la )?raison(?: suivante)?|motif) ?:?$/i;

const mostLines = 3000;
const mostLine = 1000;
const mostRecipients = 500;
const mostWords = 2000;

/**
 * The recipients that lines of a notice begin with, in the shapes of the common servers, each with what is
 * said of it until the next one. A line is looked at once, cut at a thousand characters.
 */
export function readNamedRecipients(notice: string): NamedRecipient[] {
  const found: { address: string; lines: string[]; closed: boolean }[] = [];
  for (const whole of notice.split('\n', mostLines)) {
    const line = whole.slice(0, mostLine).replace(/\s/g, ' ').trim();
    const last = found.at(-1);
    if (connector.test(line)) continue;
    if (line === '') {
      // One empty line may stand between an address and what is said of it.
      if (last !== undefined && last.lines.length > 0) last.closed = true;
      continue;
    }
    const shape = about.test(line)
      ? undefined
      : shapes.map((each) => each.exec(line)).find((each) => each !== null);
    const again = shape?.[1]?.toLowerCase() === last?.address.toLowerCase() && shape?.[0] !== shape?.[1];
    // « Alice (alice@…) is not listed », below alice@…, is what is said of her.
    if (last !== undefined && again) last.lines.push(line);
    else if (shape !== undefined && shape !== null && found.length < mostRecipients) {
      const [, address = '', rest = ''] = shape;
      found.push({
        address: address.replace(/[.>]+$/, ''),
        lines: [
          rest
            .replace(/^[\s.…:)–-]+/, '')
            .replace(/^([^()]*)\)$/, '$1')
            .trim(),
        ].filter(Boolean),
        closed: false,
      });
    } else if (last !== undefined && !last.closed) last.lines.push(line);
  }
  const merged = new Map<string, NamedRecipient>();
  for (const { address, lines } of found) {
    const known = merged.get(address.toLowerCase());
    const words = [known?.words ?? '', ...lines].filter(Boolean).join(' ').slice(0, mostWords);
    merged.set(address.toLowerCase(), { address: known?.address ?? address, words });
  }
  return [...merged.values()];
}

const inSentence = new RegExp(
  String.raw`(?:to|à|pour|for|recipient|address|adresse|destinataire|of|mailbox|rcpt to:?)[ ]?:?[ ]?['"«<(]?[ ]?(?:mailto:)?(${mailbox})`,
  'gi',
);

/** The addresses to which sentences say that something was not delivered, for the notices that list nothing. */
export function readAddressesInSentences(notice: string): string[] {
  const words = notice.slice(0, 20_000).replace(/\s+/g, ' ');
  const found = [...words.matchAll(inSentence)].map(([, address = '']) => address.replace(/[.>]+$/, ''));
  return [...new Map(found.map((address) => [address.toLowerCase(), address])).values()].slice(0, 50);
}

/** The addresses on lines that give a status or a reply code: « <#5.1.1 smtp;550 <nom@domaine>… unknown> ». */
export function readAddressesBesideCodes(notice: string): string[] {
  const lines = notice.split('\n', mostLines).map((line) => line.slice(0, mostLine));
  const telling = lines.filter((line) => findStatus(line) !== null || findReplyClass(line) !== undefined);
  return telling.flatMap((line) => line.match(anywhere) ?? []).slice(0, 50);
}

const anywhere = new RegExp(mailbox, 'g');
