import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { findAnchor } from './certificate-chain.ts';
import type { ReadCertificate } from './certificates.ts';
import { derLength } from './cms-reading.ts';
import type { LevelRaising } from './level-raising.ts';
import { readPdf } from './pdf-file.ts';
import { listSignatureFields } from './signature-fields.ts';
import { readTimestampToken } from './timestamp-token.ts';
import type { Chain } from './validation-data.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** How many days before a certificate's end someone is told, nearest first. */
const alarmDays = [7, 30, 90] as const;
export type Alarm = 'ended' | (typeof alarmDays)[number];

/** The nearest alarm that has rung for an end, if any. */
export function alarmOf(end: Date, now: Date): Alarm | undefined {
  if (end <= now) return 'ended';
  return alarmDays.find((days) => end.getTime() - now.getTime() <= days * dayMs);
}

/** How long signed files hold, and how they are made to hold longer. */
export function createKeeping(options: {
  clock: Clock;
  anchors: readonly ReadCertificate[];
  raising: Pick<LevelRaising, 'renew'>;
  /** Throws when a file would not be found valid. */
  refuseUnlessValid(pdf: Uint8Array): Promise<void>;
}) {
  const { clock, anchors, raising, refuseUnlessValid } = options;
  return {
    /**
     * Until when a file's archive timestamp holds by itself, and the alarm that has rung for it; undefined
     * below B-LTA. Throws Error on a file that cannot be read.
     */
    async keptUntil(pdf: Uint8Array): Promise<{ until: Date; alarm?: Alarm } | undefined> {
      const last = await findLastTimestamp(pdf, anchors);
      if (last === undefined) return undefined;
      const alarm = alarmOf(last.until, clock.now());
      return { until: last.until, ...(alarm !== undefined && { alarm }) };
    },

    /**
     * Renews the archive timestamp of a file: the given bytes, then proofs about the last timestamp, then
     * a new one over all (EN 319 142-1, 5.5).
     * @throws AppError `gone` when the last one has ended, for a new one would prove nothing about the time
     * before; `invalid` when there is none or the file would not verify; `unavailable` when a service fails.
     */
    async renew(pdf: Uint8Array): Promise<{ pdf: Uint8Array; sha256: string }> {
      const last = await findLastTimestamp(pdf, anchors).catch(() => undefined);
      if (last === undefined) {
        throw new AppError('invalid', 'no archive timestamp to renew', {
          messageKey: 'signing.refusal.nothing-to-renew',
        });
      }
      if (last.until <= clock.now()) {
        throw new AppError('gone', 'the last archive timestamp has ended', {
          messageKey: 'signing.refusal.renewal-too-late',
          details: { until: last.until.toISOString() },
        });
      }
      const renewed = await raising.renew(pdf, last);
      await refuseUnlessValid(renewed);
      return { pdf: renewed, sha256: sha256Hex(renewed) };
    },
  };
}

/** The last document timestamp of a file, and until when its certificates let it hold by itself. */
interface LastTimestamp extends Chain {
  at: Date;
  until: Date;
}

/**
 * The last document timestamp of a file that Estafette signed; undefined below B-LTA. Only where it
 * leads is looked at: whether the file holds is the verifier's business.
 * @throws Error on a file that cannot be read.
 */
async function findLastTimestamp(
  pdf: Uint8Array,
  anchors: readonly ReadCertificate[],
): Promise<LastTimestamp | undefined> {
  const fields = listSignatureFields(await readPdf(pdf));
  const last = fields
    .filter((field) => field.subFilter === 'ETSI.RFC3161' && field.contents !== undefined)
    .sort((a, b) => endOf(a.byteRange) - endOf(b.byteRange))
    .at(-1);
  if (last?.contents === undefined) return undefined;
  const reading = readTimestampToken(last.contents.slice(0, derLength(last.contents)));
  if ('problem' in reading) throw new Error(reading.problem);
  const found = findAnchor({ signer: reading.signer, others: reading.others, anchors, at: reading.at });
  if ('problem' in found) throw new Error(found.problem);
  const ends = [...found.path, found.anchor].map((each) => each.validTo.getTime());
  return { ...found, at: reading.at, until: new Date(Math.min(...ends)) };
}

function endOf(range: readonly number[]): number {
  return (range[2] ?? 0) + (range[3] ?? 0);
}
