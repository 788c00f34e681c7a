import { canonicalJson, type Json } from '../../kernel/canonical-json.ts';
import { saltedHash, sha256Hex } from '../../kernel/hash.ts';
import type { Campaign } from '../campaigns-store.ts';
import type { Delivery } from '../delivery.ts';
import type { OfficeLine } from './campaign-views.ts';
import type { OfficeAcknowledgement } from '../ports.ts';
import type { ClosingEquation } from '../standing.ts';
import type { KeptAttempt } from './statements-store.ts';

/** The « bordereau de diffusion » as it is hashed: what was known of every office when the campaign was closed. */
export interface StatementContent {
  format: 'estafette-statement/1';
  campaign: string;
  instruction: { id: string; slug: string; title: string; year: number; sha256: string };
  openedAt: string;
  closedAt: string;
  deadlineOn: string;
  /** Where the journal stood when all this was read; absent from statements of before. */
  journal?: { line: number; hash: string };
  equation: { frozen: number; offices: Record<string, number>; acknowledged: number; asked: number };
  offices: StatedOffice[];
}

export interface StatedOffice {
  office: string;
  name: string;
  role: string;
  region?: string;
  standing: string;
  mails: StatedMail[];
  acknowledgement?: StatedAcknowledgement;
}

export interface StatedAcknowledgement {
  id: string;
  at: string;
  personHash: string;
  /** SHA-256 of the message from which staff declared it. */
  declaredFrom?: string;
  /** SHA-256 of the paper that staff scanned. */
  scan?: string;
  /** Absent, as `means`, from statements of before there were two. */
  strength?: string;
  means?: string;
}

export interface StatedMail {
  /** Of a reminder: its step of the ladder. Absent from the first sending. */
  step?: number;
  rank: number;
  state: string;
  messageId: string;
  /** Salted hash of the address, as the journal holds it; absent once the address was erased. */
  contactHash?: string;
  attempts: { at: string; outcome: string; code?: number; reply?: string; replyHash: string }[];
}

export interface StatedFacts {
  campaign: Campaign;
  instruction: StatementContent['instruction'];
  closedAt: string;
  journal: { line: number; hash: string } | undefined;
  equation: ClosingEquation & { acknowledged: number; asked: number };
  lines: readonly OfficeLine[];
  attempts: readonly KeptAttempt[];
  addresses: ReadonlyMap<string, { address: string; salt: string }>;
  acknowledgements: ReadonlyMap<string, OfficeAcknowledgement>;
}

/** Writes down everything, and its hash. The same facts give the same bytes. */
export function stateEverything(facts: StatedFacts): { content: string; sha256: string } {
  const { campaign, instruction, closedAt, equation, lines } = facts;
  const attempts = Map.groupBy(facts.attempts, ({ deliveryId }) => deliveryId);
  const content: StatementContent = {
    format: 'estafette-statement/1',
    campaign: campaign.id,
    instruction,
    openedAt: campaign.openedAt,
    closedAt,
    deadlineOn: campaign.deadlineOn,
    ...(facts.journal === undefined ? {} : { journal: facts.journal }),
    equation: {
      frozen: equation.frozen,
      offices: equation.offices,
      acknowledged: equation.acknowledged,
      asked: equation.asked,
    },
    offices: lines.map((line) => ({
      office: line.officeId,
      name: line.officeName,
      role: line.role,
      ...(line.regionName === undefined ? {} : { region: line.regionName }),
      standing: line.standing,
      mails: [...line.deliveries, ...line.reminders].map((delivery) => {
        const known = facts.addresses.get(delivery.id);
        return {
          ...(delivery.step === 0 ? {} : { step: delivery.step }),
          rank: delivery.rank,
          state: stateAtClosing(delivery),
          messageId: delivery.messageId,
          ...(known === undefined ? {} : { contactHash: saltedHash(known.salt, known.address) }),
          attempts: (attempts.get(delivery.id) ?? []).map(statedAttempt),
        };
      }),
      ...statedAcknowledgement(facts.acknowledgements.get(line.officeId)),
    })),
  };
  const text = canonicalJson(content as unknown as Json);
  return { content: text, sha256: sha256Hex(text) };
}

// What had not left when the campaign was closed is kept back by the closing itself.
function stateAtClosing({ step, state }: Delivery): Delivery['state'] {
  const waits = ['pending', 'queued', 'sending', 'deferred'].includes(state);
  return step > 0 && waits ? 'cancelled' : state;
}

function statedAttempt({ endedAt, outcome, code, reply, replyHash }: KeptAttempt) {
  return {
    at: endedAt,
    outcome,
    ...(code === undefined ? {} : { code }),
    ...(reply === undefined ? {} : { reply: withoutAddresses(reply) }),
    replyHash,
  };
}

function statedAcknowledgement(found: OfficeAcknowledgement | undefined) {
  const first = found?.acknowledgements?.[0];
  if (first === undefined) return {};
  const { id, acknowledgedAt, personHash, declared, consigned, strength, means } = first;
  const from = declared === undefined ? {} : { declaredFrom: declared.messageSha256 };
  const scan = consigned?.scanSha256 === undefined ? {} : { scan: consigned.scanSha256 };
  return { acknowledgement: { id, at: acknowledgedAt, personHash, strength, means, ...from, ...scan } };
}

/**
 * A server's words often quote the address, which can be asked to be erased; a sealed paper cannot. The
 * whole reply stays in the ledger, under the hash that stands beside.
 */
export function withoutAddresses(reply: string): string {
  return reply.replace(/[^\s<>()"',;:]+@[^\s<>()"',;:]+/g, '[…]');
}
