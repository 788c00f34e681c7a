import type { DeliveryClue, PlacedDelivery } from '../dispatch/dispatch.ts';
import type { MessageKind, ReadMessage } from './message-reading.ts';

/** What tied a message to a mail of ours, the strongest first; a person's word comes after all of them. */
export type Evidence = 'return-path' | 'envid' | 'message-id' | 'recipient' | 'person';

/** Why a message is left to a person. */
export type Doubt = 'nothing-known' | 'contradiction' | 'forged' | 'not-classed';

/** What a message is about: a mail of the ledger, or an answer of ours, which stands where its message does. */
export interface Tied {
  campaignId: string;
  officeId: string;
  deliveryId: string;
  /** Of our own answer; absent for a mail of the ledger. */
  answerId?: string;
}

export type Tie = { tied: Tied; evidence: Exclude<Evidence, 'person'> } | { doubt: Doubt };

/** What the ledger and the answers know. */
export interface Known {
  listPlaced(clue: DeliveryClue): Promise<PlacedDelivery[]>;
  listAnswered(clue: { envids: string[] } | { messageIds: string[] }): Promise<Tied[]>;
}

interface TokenReader {
  /** The ENVID that an address was made for; undefined when we did not make it. */
  envidOf(address: string): string | undefined;
  /** Whether an address has the form of those that we make, forged or not. */
  isOfOurs(address: string): boolean;
}

/**
 * Which mail a message is about. The strongest evidence decides; whatever is weaker and names another office
 * makes it a contradiction, and so does an address of ours whose token we did not make: then nothing is tied.
 */
export async function tieOf(read: ReadMessage, known: Known, tokens: TokenReader): Promise<Tie> {
  const addresses = read.ties.returnPaths;
  const own = addresses.filter((address) => tokens.isOfOurs(address));
  const authentic = own.flatMap((address) => tokens.envidOf(address) ?? []);
  if (own.length > authentic.length) return { doubt: 'forged' };

  const messageIds = read.ties.messageIds.slice(0, 50).map((id) => `<${id}>`);
  const found: [evidence: Exclude<Evidence, 'person'>, candidates: Tied[]][] = [
    ['return-path', await byEnvid(authentic, known)],
    ['envid', await byEnvid(read.ties.envids.slice(0, 10), known)],
    ['message-id', await byMessageId(messageIds, known)],
  ];
  const told = found.filter(([, candidates]) => candidates.length > 0);
  const places = told.map(([, candidates]) => new Set(candidates.map(placeOf)));
  const strongest = told[0];
  if (strongest === undefined) return byAddress(read, known);
  const [evidence, candidates] = strongest;
  const [first] = candidates;
  const agree = first !== undefined && places.every((each) => each.has(placeOf(first)));
  if (first === undefined || !agree || isSplit(candidates)) return { doubt: 'contradiction' };
  return { tied: first, evidence };
}

/** Of an office's several mails the newest, which the stores give first; of several offices, none. */
const isSplit = (candidates: readonly Tied[]) => new Set(candidates.map(({ officeId }) => officeId)).size > 1;
const placeOf = ({ officeId }: Tied) => officeId;

async function byEnvid(envids: readonly string[], known: Known): Promise<Tied[]> {
  if (envids.length === 0) return [];
  const clue = { envids: [...envids] };
  return [...(await known.listPlaced(clue)).map(tiedTo), ...(await known.listAnswered(clue))];
}

async function byMessageId(messageIds: readonly string[], known: Known): Promise<Tied[]> {
  if (messageIds.length === 0) return [];
  const clue = { messageIds: [...messageIds] };
  return [...(await known.listAnswered(clue)), ...(await known.listPlaced(clue)).map(tiedTo)];
}

/** A notice names whom we wrote to, an answer comes from them. Only a mail that is alone in question is meant. */
async function byAddress(read: ReadMessage, known: Known): Promise<Tie> {
  const answers: readonly MessageKind[] = ['reply', 'auto-reply', 'read-receipt'];
  const sender = answers.includes(read.kind) && read.from !== undefined ? [read.from.address] : [];
  const addresses = [...read.ties.originalRecipients, ...sender].slice(0, 20);
  if (addresses.length === 0) return { doubt: 'nothing-known' };
  const all = await known.listPlaced({ addresses });
  const candidates = all.filter(({ campaignState, attempts }) => campaignState !== 'closed' && attempts > 0);
  const [first] = candidates;
  if (first === undefined) return { doubt: 'nothing-known' };
  const places = new Set(candidates.map(({ campaignId, officeId }) => `${campaignId} ${officeId}`));
  return places.size > 1 ? { doubt: 'contradiction' } : { tied: tiedTo(first), evidence: 'recipient' };
}

function tiedTo({ campaignId, officeId, deliveryId }: PlacedDelivery): Tied {
  return { campaignId, officeId, deliveryId };
}
