import type { Knex } from 'knex';
import type { Instructions, KeptAct } from '../drafts/instructions.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Log } from '../kernel/log.ts';
import type { Signing } from '../signing/signing.ts';
import { markFault, removeFault } from './keeping-store.ts';

/**
 * A proof is made to last this long before its end: twice the first alarm, so that one rings only when
 * renewing has failed for three months.
 */
const renewalMarginMs = 180 * 24 * 3_600_000;

/** Who gives timestamps today: none is configured (undefined), or it does not answer (the reason). */
export type Authority = Awaited<ReturnType<Signing['timestampAuthority']>> | { failed: string };

export interface ActRenewalDeps {
  database: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  instructions: Pick<Instructions, 'keptBytes' | 'recordRenewal' | 'lock'>;
  signing: Pick<Signing, 'keptUntil' | 'renew'>;
}

/** Renews the archive timestamp of one signed act, or gives it its first one. */
export function createActRenewal(deps: ActRenewalDeps) {
  const { database, journal, clock, log, instructions, signing } = deps;

  async function noteFault(act: KeptAct, reason: string): Promise<void> {
    const { signedVersionId, instructionId, sha256 } = act;
    log.error({ instruction: instructionId, sha256, reason }, 'an archive timestamp was not renewed');
    await database.transaction(async (trx) => {
      await instructions.lock(trx, instructionId);
      if (!(await markFault(trx, { signedVersionId, reason, at: clock.now().toISOString() }))) return;
      await journal.append(trx, {
        type: 'instruction.renewal-failed',
        actor: 'system',
        subject: `instruction:${instructionId}`,
        data: { instruction: instructionId, sha256, reason },
      });
    });
  }

  /**
   * Makes one act last if it is time to; gives the end of its proof (ISO 8601), undefined when that cannot
   * be told. A failure is noted, never thrown.
   */
  return async function keep(act: KeptAct, authority: Authority): Promise<string | undefined> {
    const pdf = await instructions.keptBytes(act);
    // What is no longer what it was is never given a new proof: the fixity check tells it.
    if (sha256Hex(pdf) !== act.sha256) return undefined;
    try {
      const kept = await signing.keptUntil(pdf);
      if (kept === undefined) return undefined;
      const { until, archived, awaited } = kept;
      const isDue = archived && until.getTime() - clock.now().getTime() <= renewalMarginMs;
      // It still stamps with the same certificate: another timestamp would hold no longer.
      const isVain =
        archived &&
        until > clock.now() &&
        authority !== undefined &&
        'until' in authority &&
        authority.until <= until;
      if ((!isDue && !awaited) || isVain) {
        await removeFault(database, act.signedVersionId);
        return until.toISOString();
      }
      if (authority === undefined || 'failed' in authority) {
        await noteFault(act, authority?.failed ?? 'signing.lowered.no-timestamps');
        return until.toISOString();
      }
      const renewed = await signing.renew(pdf);
      const isOurs = await instructions.recordRenewal(act, renewed);
      await removeFault(database, act.signedVersionId);
      if (isOurs)
        log.info({ instruction: act.instructionId, sha256: renewed.sha256 }, 'archive timestamp renewed');
      return renewed.until.toISOString();
    } catch (error) {
      await noteFault(act, reasonOf(error));
      return undefined;
    }
  };
}

/** Key of the sentence that tells why a renewal failed, without the names that a message would want. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof AppError)) return 'archive.renewal.unexpected';
  if (error.messageKey?.startsWith('signing.service.'))
    return error.messageKey.replace('signing.service.', 'signing.lowered.');
  if (error.code === 'unavailable') return 'signing.lowered.silent';
  if (error.code === 'gone') return 'archive.renewal.too-late';
  return error.code === 'conflict' ? 'archive.renewal.revoked' : 'archive.renewal.not-verifiable';
}
