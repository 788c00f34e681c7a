import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { findFileKind } from '../kernel/file-kind.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { Acknowledgement, Capacity, ConsignedMeans, Person } from './acknowledgement.ts';
import type { OpenLetter } from './acknowledgements.ts';
import type { Scan } from './proofs-store.ts';
import type { Recorded, Told } from './recording.ts';

/** The largest scan that is kept, in octets. */
export const mostScanBytes = 20_000_000;

const scanKinds = ['pdf', 'jpg', 'png'] as const;

export interface ConsignedWords extends Person {
  campaignId: string;
  officeId: string;
  means: ConsignedMeans;
  /** The day on which it was told or received (`YYYY-MM-DD`, Paris). */
  on: string;
  capacity: Capacity;
  reason: string;
  scan: Uint8Array | undefined;
  formKey: string;
}

/**
 * An acknowledgement that staff were told by telephone, or hold on paper: it says so for ever, and who wrote
 * it down, on which day it was told, why, and what proves it. A paper is only taken with its scan.
 */
export function createConsigning(deps: {
  clock: Clock;
  openFor(officeId: string, of: { campaignId: string }): Promise<OpenLetter | { state: 'unknown' }>;
  record(told: Told): Promise<Recorded>;
}) {
  const { clock } = deps;

  return async (
    actor: { id: string; roles: readonly string[] },
    given: ConsignedWords,
  ): Promise<Outcome<Acknowledgement>> => {
    if (!actor.roles.includes('dispatcher')) return wrong({ field: '', key: 'dispatcher-only' });
    const letter = await deps.openFor(given.officeId, { campaignId: given.campaignId });
    if (letter.state !== 'open') return wrong({ field: '', key: 'no-mail' });
    const { link } = letter;
    if (link.role === 'cc') return wrong({ field: '', key: 'copy' });
    const now = clock.now();
    if (given.on > parisDayOf(now)) return wrong({ field: 'on', key: 'in-future' });
    if (given.on < parisDayOf(new Date(link.campaign.openedAt)))
      return wrong({ field: 'on', key: 'before-sending' });
    const scan = await readScan(given);
    if (!scan.ok) return scan;
    const { state, acknowledgement } = await deps.record({
      officeId: link.officeId,
      deliveryId: link.deliveryId,
      campaign: link.campaign,
      at: instantOf(clock),
      on: given.on,
      means: given.means,
      capacity: given.capacity,
      person: { name: given.name, function: given.function },
      consigned: { by: actor.id, reason: given.reason, ...(scan.value && { scan: scan.value }) },
      formKey: given.formKey,
    });
    return state === 'repeated' ? wrong({ field: '', key: 'repeated' }) : accepted(acknowledgement);
  };
}

/** A file is what its bytes are, whatever its name says. */
async function readScan({ means, scan: bytes }: ConsignedWords): Promise<Outcome<Scan | undefined>> {
  if (bytes === undefined || bytes.byteLength === 0)
    return means === 'telephone' ? accepted(undefined) : wrong({ field: 'scan', key: 'scan-missing' });
  if (bytes.byteLength > mostScanBytes) return wrong({ field: 'scan', key: 'scan-too-large' });
  const found = await findFileKind(bytes);
  const kind = scanKinds.find((each) => each === found);
  if (kind === undefined) return wrong({ field: 'scan', key: 'scan-kind' });
  return accepted({ kind, sha256: sha256Hex(bytes), bytes });
}

function wrong({ field, key }: FieldError) {
  return refused({ field, key: `acknowledgements.consign.${key}` });
}
