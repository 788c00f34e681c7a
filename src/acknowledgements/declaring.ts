import { instantOf, type Clock } from '../kernel/clock.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import type { Acknowledgement, Capacity, Person } from './acknowledgement.ts';
import type { Recorded, Told } from './recording.ts';

/** The mail in which an office says that it received, as the inbox kept it. */
export interface MailEvidence {
  messageId: string;
  /** Of the bytes that are kept. */
  sha256: string;
  receivedAt: string;
  officeId: string;
  deliveryId: string;
  campaign: { id: string; instructionId: string; signedSha256: string };
  role: 'to' | 'cc';
}

/**
 * An acknowledgement that staff declare from an office's mail: it is dated when that mail came, names who
 * declared it and its proof, and says so for ever.
 */
export function createDeclaring(deps: { clock: Clock; record(told: Told): Promise<Recorded> }) {
  return async (
    actor: { id: string; roles: readonly string[] },
    evidence: MailEvidence,
    given: Person & { capacity: Capacity },
  ): Promise<Outcome<Acknowledgement>> => {
    const wrong = (key: string) => refused({ field: '', key: `acknowledgements.declare.${key}` });
    if (!actor.roles.includes('dispatcher')) return wrong('dispatcher-only');
    if (evidence.role === 'cc') return wrong('copy');
    const { officeId, deliveryId, campaign, receivedAt, messageId, sha256: messageSha256 } = evidence;
    const { state, acknowledgement } = await deps.record({
      officeId,
      deliveryId,
      campaign,
      at: receivedAt,
      means: 'mail',
      capacity: given.capacity,
      person: { name: given.name, function: given.function },
      declared: { at: instantOf(deps.clock), by: actor.id, messageId, messageSha256 },
      // One mail is one acknowledgement, however often it is declared.
      formKey: `message:${messageId}`,
    });
    return state === 'repeated' ? wrong('repeated') : accepted(acknowledgement);
  };
}
