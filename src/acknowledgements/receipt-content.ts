import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { formatDay, formatLongInstant } from '../kernel/french-format.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Messages } from '../kernel/messages.ts';
import type { ReceiptInput } from '../render/render.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import type { AcknowledgementText } from './acknowledgement-text.ts';
import type { OpenLetter } from './acknowledgements.ts';

/** All that a receipt is printed from. */
export interface ReceiptFacts {
  acknowledgement: Acknowledgement & { person: NonNullable<Acknowledgement['person']> };
  /** Of the person's hash, which the journal keeps: who holds the receipt can compute it again. */
  salt: string;
  letter: OpenLetter;
  /** As ProConnect told them. */
  identity: { givenName: string; usualName: string } | undefined;
}

/** What travels inside of the receipt, as it is hashed. The same facts give the same bytes. */
export function contentOf({ acknowledgement, salt, letter, identity }: ReceiptFacts, sentence: string) {
  const { consigned, declared, person, personHash } = acknowledgement;
  const content = {
    format: 'estafette-receipt/1',
    number: acknowledgement.id,
    office: { id: letter.link.officeId, name: letter.link.officeName, timeZone: letter.link.timeZone },
    document: { title: letter.version.title, sha256: acknowledgement.sha256 },
    sentence,
    person: { ...person, salt, sha256: personHash },
    ...{
      capacity: acknowledgement.capacity,
      strength: acknowledgement.strength,
      means: acknowledgement.means,
    },
    ...{ recordedAt: acknowledgement.acknowledgedAt, acknowledgedOn: acknowledgement.acknowledgedOn },
    ...(identity && { authenticatedAs: { ...identity } }),
    ...(declared && { declaredFrom: declared.messageSha256 }),
    ...(consigned?.scanSha256 !== undefined && { scanSha256: consigned.scanSha256 }),
  };
  const text = canonicalJson(content as unknown as Json);
  return { data: new TextEncoder().encode(text), sha256: sha256Hex(text) };
}

/** The receipt in French, ready to be printed. */
export function receiptOf(
  messages: Messages,
  text: AcknowledgementText,
  facts: ReceiptFacts,
): ReceiptInput & { contentSha256: string } {
  const { acknowledgement, letter, identity } = facts;
  const said = (key: string, params: Record<string, string> = {}) =>
    messages(`acknowledgements.receipt.${key}`, params);
  const sentence = text.sentenceAfter(letter, acknowledgement);
  const { data, sha256: contentSha256 } = contentOf(facts, sentence);
  const { person, strength, means, consigned, declared, acknowledgedAt, acknowledgedOn } = acknowledgement;
  const { timeZone } = letter.link;
  const isTold = consigned !== undefined;
  const fact = (label: string, value: string, isHash = false) => ({
    label: said(label),
    value,
    ...(isHash ? { isHash } : {}),
  });
  const scan = consigned?.scanSha256 ?? declared?.messageSha256;
  return {
    title: said('title'),
    facts: [
      fact('number', acknowledgement.id, true),
      fact('office', letter.link.officeName),
      fact('document', `${letter.version.title}. ${text.signedWords(letter)}.`),
      fact('version', acknowledgement.sha256, true),
      fact('name', person.name),
      fact('function', person.function),
      fact('capacity', text.capacityWords(acknowledgement.capacity, acknowledgement.officeId)),
      fact('strength', text.strengthWords(acknowledgement)),
      ...(identity ? [fact('identity', `${identity.givenName} ${identity.usualName}`)] : []),
      ...(isTold ? [fact('told', formatDay(acknowledgedOn))] : []),
      fact(isTold ? 'written' : 'at', said('paris', { at: formatLongInstant(acknowledgedAt) })),
      ...(timeZone === 'Europe/Paris'
        ? []
        : [fact('local', said('zone', { at: formatLongInstant(acknowledgedAt, timeZone), zone: timeZone }))]),
      ...(scan === undefined ? [] : [fact(declared ? 'mail' : 'scan', scan, true)]),
    ],
    sentence,
    worth: [`worth-${strength}`, ...(isTold || means === 'mail' ? ['worth-told'] : []), 'worth-version'].map(
      (key) => ({ text: said(key) }),
    ),
    check: ['check-seal', 'check-document', 'check-data'].map((key) => ({ text: said(key) })),
    data,
    contentSha256,
  };
}
