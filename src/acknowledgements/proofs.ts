import type { Knex } from 'knex';
import { typeOfKind } from '../kernel/file-kind.ts';
import { findScan, listIdentities, listReasons, listScanned } from './proofs-store.ts';
import { findReceiptPdf, hasReceipt, listReceipts } from './receipts-store.ts';
import type { Visits } from './visits.ts';

/** What proves an acknowledgement, whoever reads it. */
export interface Proof {
  /** Why staff recorded it. */
  reason?: string;
  /** As whom ProConnect told the person. */
  authenticatedAs?: string;
  hasScan: boolean;
  /** Of its sealed receipt. */
  receiptSha256?: string;
}

export type Proofs = ReturnType<typeof createProofs>;

/** What is kept beside acknowledgements, as the pages of staff and of the offices read it. */
export function createProofs(deps: { readDatabase: Knex; visits: Pick<Visits, 'list'> }) {
  const { readDatabase } = deps;
  return {
    async proofsOf(ids: readonly string[]): Promise<Map<string, Proof>> {
      const reasons = await listReasons(readDatabase, ids);
      const identities = await listIdentities(readDatabase, ids);
      const scanned = await listScanned(readDatabase, ids);
      const receipts = await listReceipts(readDatabase, ids);
      return new Map(
        ids.map((id) => {
          const [reason, identity, receipt] = [reasons.get(id), identities.get(id), receipts.get(id)];
          const names = identity && `${identity.givenName} ${identity.usualName}`;
          const proof = {
            hasScan: scanned.has(id),
            ...(reason === undefined ? {} : { reason }),
            ...(names === undefined ? {} : { authenticatedAs: names }),
            ...(receipt === undefined ? {} : { receiptSha256: receipt.sha256 }),
          };
          return [id, proof];
        }),
      );
    },

    /** What staff scanned; undefined when there is nothing, or it was erased. */
    async scan(acknowledgementId: string) {
      const scan = await findScan(readDatabase, acknowledgementId);
      if (scan === undefined) return undefined;
      const { kind, sha256, bytes } = scan;
      return { type: typeOfKind[kind], name: `accuse-${sha256.slice(0, 12)}.${kind}`, bytes };
    },

    /** Undefined before it is made, and once it was erased. */
    receiptPdf: (acknowledgementId: string) => findReceiptPdf(readDatabase, acknowledgementId),

    /** « none »: it is of before receipts. */
    async receiptState(acknowledgementId: string): Promise<'ready' | 'under-way' | 'none'> {
      const made = await listReceipts(readDatabase, [acknowledgementId]);
      if (made.size > 0)
        return (await findReceiptPdf(readDatabase, acknowledgementId)) === undefined ? 'none' : 'ready';
      return (await hasReceipt(readDatabase, acknowledgementId)) ? 'under-way' : 'none';
    },

    /** Visits of links, which are never counted as anything. */
    visitsOf: (deliveryIds: readonly string[]) => deps.visits.list(deliveryIds),
  };
}
