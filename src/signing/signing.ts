import { createHash } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Log } from '../kernel/log.ts';
import { readPem } from './certificate-chain.ts';
import { sealDetached, type DetachedSeal } from './detached-seal.ts';
import type { KeyHolder, Mark } from './key-holder.ts';
import { minimalPdf } from './minimal-pdf.ts';
import { createKeeping } from './keeping.ts';
import { createOutsideRaising, type RaisedSignature } from './outside-raising.ts';
import { createPreflight } from './preflight.ts';
import {
  describe,
  identityOf,
  refuseUnfitCertificate,
  refuseUnprintable,
  type SigningIdentity,
} from './signing-identity.ts';
import type { Level } from './level.ts';
import { createLevelRaising } from './level-raising.ts';
import { createServiceClients, type TrustServices } from './trust-services.ts';
import { createIsolatedVerification } from './verification-process.ts';
import { createVerification, type VerificationReport } from './verification.ts';

export { createTimestampReader, type TimestampReader } from './timestamp-proof.ts';

export { holdsDemonstrationRoot, openDemonstrationKeys } from './demonstration-keys.ts';
export { openKeyFile } from './key-file.ts';
export { createTokens, type Tokens } from './key-token.ts';
export { createHttpExchange } from './http-exchange.ts';
export type { Level } from './level.ts';
export { alarmOf, type Alarm } from './keeping.ts';
export type { TrustServices } from './trust-services.ts';
export { readCertificates } from './key-checks.ts';
/** Verification alone, without any key: what the command line needs. */
export { createIsolatedVerification as createVerifier } from './verification-process.ts';
export type { KeyHolder, Mark } from './key-holder.ts';
export {
  verificationJson,
  type Known,
  type SignatureReport,
  type VerificationReport,
  type Verdict,
} from './verification-report.ts';

export interface SignedPdf {
  /** The given bytes, then one revision or more. */
  pdf: Uint8Array;
  sha256: string;
  /** The level truly reached: the verifier found it too. */
  level: Level;
  /** Key of the French sentence that tells why the level is lower than the one aimed at. */
  loweredBy?: string;
  mark: Mark;
  certificateSha256: string;
  /** The name in the certificate: the one that is proven. */
  signerName: string;
}

/**
 * Signs acts, seals documents, verifies both.
 * @param options.trust the roots that verification trusts (PEM), those of the two keys among them.
 * @param options.services without them nothing is asked of anyone, and the level is B-B.
 * @throws Error when a key holder is given for the other's place.
 */
export function createSigning(options: {
  clock: Clock;
  signatory: KeyHolder<'signature'>;
  seal: KeyHolder<'seal'>;
  trust: string;
  services?: TrustServices;
  log: Log;
}) {
  const { clock, log, services } = options;
  const signatory = identityOf(options.signatory, 'signature');
  const seal = identityOf(options.seal, 'seal');
  const ownWork = createVerification({ rootsPem: options.trust, clock });
  const anchors = readPem(options.trust);
  const base = { clock, log, anchors, onFailure: 'refuse' as const, asked: undefined };
  const alone = createLevelRaising({ ...base, timestamps: undefined, revocation: undefined });
  const clients = services && createServiceClients({ ...services, clock, anchors });
  const raising = services ? createLevelRaising({ ...base, ...services, ...clients! }) : alone;
  const outside = createOutsideRaising({ log, anchors, raising, timestamps: clients?.timestamps });
  const isolated = createIsolatedVerification({ rootsPem: options.trust, clock, log });

  /** Nothing leaves this room that would not be found valid, and at its level, when it comes back. */
  async function refuseUnlessValid(signed: Uint8Array, level?: Level): Promise<void> {
    const report = await ownWork.verify(signed);
    const own = ownSignatureOf(report);
    if (report.valid && (level === undefined || own?.level === level)) return;
    const problems = [...report.problems, ...report.signatures.flatMap((each) => each.reasons)];
    throw new AppError('invalid', 'the signed file does not verify', {
      messageKey: 'signing.refusal.not-verifiable',
      details: { problems, found: own?.level ?? null, ...(level !== undefined && { level }) },
    });
  }

  async function apply(
    pdf: Uint8Array,
    identity: ReturnType<typeof identityOf>,
    said: { signerName: string; reason: string },
    by = raising,
  ): Promise<SignedPdf> {
    const { holder, certificate } = identity;
    refuseUnfitCertificate(certificate, clock.now());
    refuseUnprintable(said);
    const started = performance.now();
    const raised = await by.sign(pdf, { ...said, holder, at: clock.now() }).catch((cause: unknown) => {
      // A token taken away, a service that is silent, a revoked signer: each says so itself.
      if (cause instanceof AppError) throw cause;
      throw new AppError('invalid', 'this PDF cannot be signed', {
        cause,
        messageKey: 'signing.refusal.file',
      });
    });
    const { pdf: signed, level, loweredBy } = raised;
    await refuseUnlessValid(signed, level);
    const sha256 = sha256Hex(signed);
    log.info({ mark: holder.mark, level, sha256, ms: Math.round(performance.now() - started) }, 'PDF signed');
    return {
      pdf: signed,
      sha256,
      level,
      ...(loweredBy !== undefined && { loweredBy }),
      mark: holder.mark,
      certificateSha256: certificate.fingerprint,
      signerName: certificate.name,
    };
  }

  const preflight = createPreflight({
    clock,
    log,
    identities: () => [describe(signatory), describe(seal)],
    tryOut: ({ mark, name }) =>
      apply(minimalPdf(), mark === 'seal' ? seal : signatory, { signerName: name, reason: 'Estafette' }),
  });

  return {
    /**
     * Signs an act with the signatory's key.
     * @param said.signatoryName the person who signs, and `reason` why, in French: both are written in the PDF.
     * @throws AppError `unavailable` when the certificate may not sign today, `invalid` when the file,
     * the name or the reason cannot be signed. Nothing is written in either case.
     */
    signAct(pdf: Uint8Array, said: { signatoryName: string; reason: string }): Promise<SignedPdf> {
      return apply(pdf, signatory, { signerName: said.signatoryName, reason: said.reason });
    },

    /** Seals a document with the service's key: it becomes « scellé », never « signé ». Throws as `signAct`. */
    seal(pdf: Uint8Array, said: { reason: string }): Promise<SignedPdf> {
      return apply(pdf, seal, { signerName: seal.certificate.name, reason: said.reason });
    },

    /**
     * Seals a document at B-B, asking no service: for the hundred annexes of an act, whose hashes one
     * timestamped manifest then holds. Throws as `signAct`.
     */
    sealAnnex(pdf: Uint8Array, said: { reason: string }): Promise<SignedPdf> {
      return apply(pdf, seal, { signerName: seal.certificate.name, reason: said.reason }, alone);
    },

    /**
     * Seals a file that is not a PDF, beside it, with one timestamp when an authority is configured.
     * @throws AppError `unavailable` when the certificate may not be used today, or the authority fails.
     */
    async sealManifest(bytes: Uint8Array): Promise<DetachedSeal> {
      refuseUnfitCertificate(seal.certificate, clock.now());
      return sealDetached(bytes, { holder: options.seal, timestamps: clients?.timestamps });
    },

    /**
     * Has any bytes stamped by the configured authority; undefined when there is none.
     * @throws AppError `unavailable` when it fails.
     */
    async timestamp(
      bytes: Uint8Array,
    ): Promise<{ token: Uint8Array; at: Date; service: string } | undefined> {
      const digest = new Uint8Array(createHash('sha256').update(bytes).digest());
      const stamped = await clients?.timestamps?.stamp(digest);
      return (
        stamped && { token: stamped.token, at: stamped.at, service: (stamped.path[0] ?? stamped.anchor).name }
      );
    },

    /**
     * What can be said of any PDF's signatures. Hostile bytes are read in a process of their own, with
     * a deadline and a limit on memory; they give a report that is not valid, never an exception.
     * @param since how many of its first bytes are a file that is known: `report.since` then tells whether
     * anything but signatures and what proves them was added to that file, even before it was signed.
     */
    verify(pdf: Uint8Array, since?: number): Promise<VerificationReport> {
      return isolated.verify(pdf, since);
    },

    /**
     * Makes last a signature made elsewhere, once `verify` found it valid at `found.level`: up to the level
     * of this installation when its services answer, else as it is, with the reason.
     * @throws AppError `conflict` when the signer is revoked, `invalid` when the file would not verify.
     */
    async raise(pdf: Uint8Array, found: { level: Level; at: Date }): Promise<RaisedSignature> {
      const raised = await outside.raise(pdf, found);
      await refuseUnlessValid(raised.pdf, raised.level);
      return raised;
    },

    /**
     * Signs and seals a one-page PDF with the real keys, asking no service, and verifies it: at start,
     * so that a chain that does not fit or is not trusted is known before the day of a signature.
     * @throws AppError as `signAct`.
     */
    async dryRun(): Promise<void> {
      const reason = 'Estafette';
      const saidOf = ({ certificate }: typeof seal) => ({ signerName: certificate.name, reason });
      const signed = await apply(minimalPdf(), signatory, saidOf(signatory), alone);
      await apply(signed.pdf, seal, saidOf(seal), alone);
    },

    preflight,
    ...createKeeping({
      ...{ clock, anchors, raising, refuseUnlessValid },
      timestamps: clients?.timestamps,
      levelOf: async (pdf) => ownSignatureOf(await ownWork.verify(pdf))?.level ?? null,
    }),

    /** The roots that `verify` trusts (PEM): with them, anyone checks a file with their own tools. */
    trust: options.trust,

    identities(): { signatory: SigningIdentity; seal: SigningIdentity } {
      return { signatory: describe(signatory), seal: describe(seal) };
    },
  };
}

export type Signing = ReturnType<typeof createSigning>;

function ownSignatureOf({ signatures }: VerificationReport) {
  return signatures.findLast((each) => each.kind !== 'timestamp');
}
