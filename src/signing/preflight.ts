import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { alarmOf, type Alarm } from './keeping.ts';
import type { Level } from './level.ts';
import type { SigningIdentity } from './signing-identity.ts';
import type { SignedPdf } from './signing.ts';

/** What the pre-flight found about one key: the level it reaches today, or what would refuse. */
export interface Readiness extends SigningIdentity {
  level?: Level;
  /** Key of the French sentence that a signature would be refused with, or that tells why it is lowered. */
  problem?: string;
  params?: Record<string, string | number>;
  /** The certificate ends soon. */
  alarm?: Alarm;
}

/**
 * « Prêt à signer ? »: each key signs a one-page PDF up to the level aimed at, services, chain and
 * reserved place included, and nothing is kept. The function made never throws.
 */
export function createPreflight(options: {
  clock: Clock;
  log: Log;
  identities(): SigningIdentity[];
  tryOut(identity: SigningIdentity): Promise<SignedPdf>;
}) {
  const { clock, log, identities, tryOut } = options;
  return async function preflight(): Promise<Readiness[]> {
    const all: Readiness[] = [];
    for (const identity of identities()) {
      const alarm = alarmOf(identity.validTo, clock.now());
      const found: Partial<Readiness> = await tryOut(identity).then(
        ({ level, loweredBy }) => ({ level, ...(loweredBy !== undefined && { problem: loweredBy }) }),
        (error: unknown) =>
          error instanceof AppError
            ? { problem: error.messageKey ?? 'signing.refusal.not-verifiable', params: error.params }
            : { problem: 'signing.refusal.not-verifiable' },
      );
      const readiness = { ...identity, ...found, ...(alarm !== undefined && { alarm }) };
      if (found.problem !== undefined || alarm !== undefined)
        log.warn({ ...readiness }, 'not quite ready to sign');
      all.push(readiness);
    }
    return all;
  };
}
