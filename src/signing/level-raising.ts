import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { crlAddresses, ocspAddresses } from './certificate-addresses.ts';
import { findAnchor } from './certificate-chain.ts';
import { readCertificate, type ReadCertificate } from './certificates.ts';
import type { KeyHolder } from './key-holder.ts';
import { levelToAim, reaches, type Level, type OnServiceFailure } from './level.ts';
import { signPdf, stampPdf } from './pades.ts';
import { appendSecurityStore } from './pdf-appending.ts';
import type { RevocationClient } from './revocation-client.ts';
import type { Timestamp, TimestampClient } from './timestamp-client.ts';
import { createProofs, type Chain } from './validation-data.ts';

/** A file, the level that it truly reached, and why it is lower than the one aimed at, if it is. */
export interface RaisedPdf {
  pdf: Uint8Array;
  level: Level;
  aimed: Level;
  /** Key of the French sentence that tells which service failed. */
  loweredBy?: string;
}

/** What a document timestamp's field is called by assistive technology. */
export const timestampTooltip = 'Horodatage d’archivage';

/**
 * Signs a PDF up to the level aimed at, and says which one was reached. Services are asked before
 * anything is kept: a failure refuses, or leaves a lower level that is stated, never a pretence.
 */
export function createLevelRaising(options: {
  clock: Clock;
  log: Log;
  anchors: readonly ReadCertificate[];
  timestamps: TimestampClient | undefined;
  revocation: RevocationClient | undefined;
  asked: Level | undefined;
  onFailure: OnServiceFailure;
}) {
  const { clock, log, anchors, timestamps, revocation, onFailure } = options;

  /** Where the signer's certificate leads, before anything is written. */
  function chainOf(holder: KeyHolder): Chain {
    const found = findAnchor({
      signer: readCertificate(holder.certificateDer),
      others: holder.chainDer.map(readCertificate),
      anchors,
      at: clock.now(),
    });
    if (!('problem' in found)) return found;
    throw new AppError('invalid', 'the signer’s chain does not hold', {
      messageKey: 'signing.refusal.not-verifiable',
      details: { problems: [found.problem] },
    });
  }

  function aimFor({ path }: Chain): Level {
    const hasAddresses = path.every((each) => ocspAddresses(each).length + crlAddresses(each).length > 0);
    return levelToAim({
      asked: options.asked,
      hasTimestamps: timestamps !== undefined,
      hasRevocationAddresses: revocation !== undefined && hasAddresses,
    });
  }

  return {
    /** The level that a signature by this key aims at. Throws AppError `invalid` when its chain does not hold. */
    aim: (holder: KeyHolder): Level => aimFor(chainOf(holder)),

    /** The same, for a chain that is known to hold. */
    aimFor,

    /**
     * Signs.
     * @throws AppError `conflict` when the signer is revoked, `unavailable` when a service fails and
     * failures refuse, `invalid` when the chain does not hold; whatever `signPdf` throws.
     */
    async sign(
      pdf: Uint8Array,
      said: { holder: KeyHolder; signerName: string; reason: string; at: Date },
    ): Promise<RaisedPdf> {
      const chain = chainOf(said.holder);
      const aimed = aimFor(chain);
      const proofs = createProofs(revocation);
      let loweredBy: string | undefined;

      /** A step that needs services: undefined when they failed and a lower level is accepted. */
      async function attempt<T>(level: Level, work: () => Promise<T>): Promise<T | undefined> {
        if (loweredBy !== undefined || !reaches(aimed, level)) return undefined;
        try {
          return await work();
        } catch (error) {
          if (!isServiceFailure(error) || onFailure === 'refuse') throw error;
          loweredBy = loweredKey(error);
          log.warn({ aimed, failed: level, cause: error.message, ...error.details }, 'signing level lowered');
          return undefined;
        }
      }

      // First of all, and whatever the level: a revoked signer signs nothing.
      const heard = await proofs.gather(chain).then(
        () => undefined,
        (error: unknown) => {
          if (isServiceFailure(error)) return error;
          throw error;
        },
      );
      if (heard !== undefined && reaches(aimed, 'B-LT') && onFailure === 'refuse') throw heard;

      const client = timestamps ?? noTimestamps;
      let signatureTime: Timestamp | undefined;
      const signed = await signPdf(pdf, {
        ...said,
        stamp: async (digest) => {
          signatureTime = await attempt('B-T', () => client.stamp(digest));
          return signatureTime?.token;
        },
      });
      const reached: RaisedPdf = { pdf: signed, level: signatureTime === undefined ? 'B-B' : 'B-T', aimed };
      const lasting = await attempt('B-LT', async () => {
        if (heard !== undefined) throw heard;
        await gatherOfService(proofs, signatureTime!);
        return appendSecurityStore(signed, proofs.data());
      });
      if (lasting !== undefined) Object.assign(reached, { pdf: lasting, level: 'B-LT' });
      const archived = await attempt('B-LTA', () => archive(reached.pdf, client, proofs));
      if (archived !== undefined) Object.assign(reached, { pdf: archived, level: 'B-LTA' });
      return { ...reached, ...(loweredBy !== undefined && { loweredBy }) };
    },

    /**
     * Adds a document timestamp over a signed file while what its proof rests on still holds: first the
     * proofs about those chains, then the new timestamp over all (EN 319 142-1, 5.5).
     * @param on.services the chains of the timestamps it rests on; `signer`, that of a signature that no
     * document timestamp covers yet.
     * @throws AppError `unavailable` when a service fails, `conflict` when the signer is revoked: the file
     * stays as it is.
     */
    async renew(pdf: Uint8Array, on: { services: Chain[]; signer?: Chain }): Promise<Uint8Array> {
      const proofs = createProofs(revocation);
      if (on.signer !== undefined) await proofs.gather(on.signer);
      for (const chain of on.services) await gatherOfService(proofs, chain);
      const proven = await appendSecurityStore(pdf, proofs.data());
      return archive(proven, timestamps ?? noTimestamps, proofs);
    },
  };
}

export type LevelRaising = ReturnType<typeof createLevelRaising>;

/** Stamps the whole file, and proves the stamping certificate too when nothing in the file does yet. */
async function archive(
  pdf: Uint8Array,
  client: Pick<TimestampClient, 'stamp'>,
  proofs: ReturnType<typeof createProofs>,
): Promise<Uint8Array> {
  let stamped: Timestamp | undefined;
  const archived = await stampPdf(pdf, {
    tooltip: timestampTooltip,
    stamp: async (digest) => (stamped = await client.stamp(digest)).token,
  });
  const later = proofs.further();
  await gatherOfService(later, stamped!);
  return later.isEmpty() ? archived : appendSecurityStore(archived, later.data());
}

/** A timestamp authority whose certificate is revoked is a service that fails: the signer is not at fault. */
async function gatherOfService(proofs: ReturnType<typeof createProofs>, chain: Chain): Promise<void> {
  await proofs.gather(chain).catch((cause: unknown) => {
    if (!(cause instanceof AppError) || cause.code !== 'conflict') throw cause;
    throw new AppError('unavailable', 'the timestamp authority is revoked', {
      cause,
      messageKey: 'signing.service.timestamp-revoked',
      params: cause.params,
    });
  });
}

const noTimestamps: Pick<TimestampClient, 'stamp'> = {
  async stamp() {
    throw new AppError('unavailable', 'no timestamp authority is configured', {
      messageKey: 'signing.service.no-timestamps',
    });
  },
};

/** What is said of a failure once the signature was made all the same: nothing to try again, no host to name. */
export function loweredKey({ messageKey = 'signing.service.silent' }: AppError): string {
  return messageKey.replace('signing.service.', 'signing.lowered.');
}

function isServiceFailure(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'unavailable';
}
