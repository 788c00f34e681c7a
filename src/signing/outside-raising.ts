import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { findAnchor } from './certificate-chain.ts';
import type { ReadCertificate } from './certificates.ts';
import { readCms } from './cms-reading.ts';
import { loweredKey, timestampTooltip, type LevelRaising } from './level-raising.ts';
import { reaches, type Level } from './level.ts';
import { stampPdf } from './pades.ts';
import { readPdf } from './pdf-file.ts';
import { listSignatureFields } from './signature-fields.ts';
import type { TimestampClient } from './timestamp-client.ts';
import { readTimestampToken } from './timestamp-token.ts';
import type { Chain } from './validation-data.ts';

/** The given bytes, and what was added after them to make their signature last. */
export interface RaisedSignature {
  pdf: Uint8Array;
  level: Level;
  /** Key of the French sentence that tells which service failed. */
  loweredBy?: string;
}

/**
 * Makes last a signature that somebody made elsewhere: proofs about its certificates and a document
 * timestamp over all, which only add to the file (EN 319 142-1, 5.4 and 5.5). That signature exists
 * already and is not asked for again because a service is silent: it then stays lower, and says so.
 */
export function createOutsideRaising(options: {
  log: Log;
  anchors: readonly ReadCertificate[];
  raising: Pick<LevelRaising, 'aimFor' | 'renew'>;
  timestamps: Pick<TimestampClient, 'stamp'> | undefined;
}) {
  const { log, anchors, raising, timestamps } = options;
  return {
    /**
     * @param found what the verifier found: the level, and an instant at which the chain holds.
     * @throws AppError `conflict` when the signer is revoked, or unknown to its authority.
     */
    async raise(pdf: Uint8Array, found: { level: Level; at: Date }): Promise<RaisedSignature> {
      const { signer, stamper } = await chainsOf(pdf, anchors, found.at);
      const aimed = raising.aimFor(signer);
      if (timestamps === undefined || reaches(found.level, aimed)) return { pdf, level: found.level };
      let loweredBy: string | undefined;

      async function attempt(level: Level, work: () => Promise<Uint8Array>) {
        if (reaches(found.level, level)) return undefined;
        try {
          return { pdf: await work(), level };
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
          loweredBy ??= loweredKey(error);
          log.warn({ aimed, cause: error.message, ...error.details }, 'an outside signature is not raised');
          return undefined;
        }
      }

      // B-LT too is made B-LTA: what proves the time of a signature without its own timestamp is the archive's.
      const lasting = reaches(aimed, 'B-LT')
        ? await attempt('B-LTA', () =>
            raising.renew(pdf, { services: stamper === undefined ? [] : [stamper], signer }),
          )
        : undefined;
      const stamp = async (digest: Uint8Array) => (await timestamps.stamp(digest)).token;
      const raised =
        lasting ?? (await attempt('B-T', () => stampPdf(pdf, { stamp, tooltip: timestampTooltip })));
      return { pdf, level: found.level, ...raised, ...(loweredBy !== undefined && { loweredBy }) };
    },
  };
}

/** Where the only signer's certificate leads, and that of its signature timestamp when it has one. */
async function chainsOf(
  pdf: Uint8Array,
  anchors: readonly ReadCertificate[],
  at: Date,
): Promise<{ signer: Chain; stamper?: Chain }> {
  const fields = listSignatureFields(await readPdf(pdf));
  const contents = fields.find(({ subFilter }) => subFilter !== 'ETSI.RFC3161')?.contents;
  const cms = readCms(contents ?? new Uint8Array());
  if ('problem' in cms) throw new Error(cms.problem);
  const [token] = cms.timestampTokens.map(readTimestampToken);
  const chainOf = (party: { signer: ReadCertificate; others: ReadCertificate[] }): Chain => {
    const found = findAnchor({ ...party, anchors, at });
    if ('problem' in found) throw new Error(found.problem);
    return found;
  };
  return {
    signer: chainOf(cms),
    ...(token !== undefined && !('problem' in token) && { stamper: chainOf(token) }),
  };
}
