import { AppError } from '../kernel/errors.ts';
import type { ReadCertificate } from './certificates.ts';
import type { ValidationData } from './pdf-appending.ts';
import type { RevocationClient, RevocationProof } from './revocation-client.ts';

/** A path from an end certificate up, and the trusted root it leads to. */
export interface Chain {
  path: readonly ReadCertificate[];
  anchor: ReadCertificate;
}

/**
 * Gathers, once for each certificate, the proofs that it is not revoked: every certificate of every
 * chain but the roots, no exception.
 * @param known fingerprints whose proofs are already written.
 */
export function createProofs(
  revocation: RevocationClient | undefined,
  known: ReadonlySet<string> = new Set(),
) {
  const gathered = new Map<string, { certificate: ReadCertificate; proof: RevocationProof }>();
  const anchors = new Map<string, ReadCertificate>();
  return {
    /** @throws as `RevocationClient.prove`; what was gathered before stays. */
    async gather({ path, anchor }: Chain): Promise<void> {
      anchors.set(anchor.fingerprint, anchor);
      for (const [index, certificate] of path.entries()) {
        const { fingerprint } = certificate;
        if (known.has(fingerprint) || gathered.has(fingerprint) || fingerprint === anchor.fingerprint)
          continue;
        if (revocation === undefined) {
          throw new AppError('unavailable', 'no revocation service', {
            messageKey: 'signing.service.no-address',
            params: { name: certificate.name },
          });
        }
        const proof = await revocation.prove(certificate, path[index + 1] ?? anchor);
        gathered.set(fingerprint, { certificate, proof });
      }
    },

    /** The same proofs taken as written, to gather what more is needed. */
    further() {
      return createProofs(revocation, new Set([...known, ...gathered.keys()]));
    },

    isEmpty: () => gathered.size === 0,

    /** What a document security store holds: each certificate, the roots among them, and each answer once. */
    data(): ValidationData {
      const all = [...gathered.values()];
      const derOf = (kind: RevocationProof['kind']) =>
        unique(all.filter(({ proof }) => proof.kind === kind).map(({ proof }) => proof.der));
      const certificates = [...all.map(({ certificate }) => certificate), ...anchors.values()];
      return {
        certificates: certificates.map(({ der }) => der),
        ocsps: derOf('ocsp'),
        crls: derOf('crl'),
      };
    },
  };
}

function unique(blocks: Uint8Array[]): Uint8Array[] {
  return [...new Map(blocks.map((block) => [Buffer.from(block).toString('base64'), block])).values()];
}
