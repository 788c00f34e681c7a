import { randomBytes } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { ReadCertificate } from './certificates.ts';
import type { LevelRaising } from './level-raising.ts';
import { reaches, type Level } from './level.ts';
import { endOfChain, findHold } from './proof-hold.ts';
import type { TimestampClient } from './timestamp-client.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** How many days before a certificate's end someone is told, nearest first. */
const alarmDays = [7, 30, 90] as const;
export type Alarm = 'ended' | (typeof alarmDays)[number];

/** The nearest alarm that has rung for an end, if any. */
export function alarmOf(end: Date, now: Date): Alarm | undefined {
  if (end <= now) return 'ended';
  return alarmDays.find((days) => end.getTime() - now.getTime() <= days * dayMs);
}

/** How long a signed file's proof holds by itself. */
export interface Kept {
  until: Date;
  /** It is at B-LTA; `awaited` when it is below, though the services allow that level. */
  archived: boolean;
  awaited: boolean;
  alarm?: Alarm;
}

/** How long signed files hold, and how they are made to hold longer. */
export function createKeeping(options: {
  clock: Clock;
  anchors: readonly ReadCertificate[];
  raising: Pick<LevelRaising, 'renew' | 'aimFor'>;
  timestamps: Pick<TimestampClient, 'stamp'> | undefined;
  /** The level that the verifier finds now. */
  levelOf(pdf: Uint8Array): Promise<Level | null>;
  /** Throws when a file would not be found valid, at that level. */
  refuseUnlessValid(pdf: Uint8Array, level: Level): Promise<void>;
}) {
  const { clock, anchors, raising, timestamps, levelOf, refuseUnlessValid } = options;
  return {
    /**
     * Until when a file's proof holds by itself: its last document timestamp, else its signature's own,
     * else its signer's certificate. Undefined for a file without signature. Throws Error on a file that
     * cannot be read, or that leads to no trusted root.
     */
    async keptUntil(pdf: Uint8Array): Promise<Kept | undefined> {
      const hold = await findHold(pdf, anchors);
      if (hold === undefined) return undefined;
      const { until, signer } = hold;
      const alarm = alarmOf(until, clock.now());
      const archived = (await levelOf(pdf)) === 'B-LTA';
      const awaited = !archived && reaches(raising.aimFor(signer), 'B-LTA');
      return { until, archived, awaited, ...(alarm !== undefined && { alarm }) };
    },

    /**
     * Makes a file hold longer: the given bytes, then proofs about what it rests on, then an archive
     * timestamp over all (EN 319 142-1, 5.5). The file reaches B-LTA, whatever it reached before.
     * @throws AppError `gone` when what it rests on has ended, for a timestamp would prove nothing about the
     * time before; `invalid` when it bears no signature or would not verify; `unavailable` when a service
     * fails; `conflict` when the signer of a file without archive timestamp is revoked.
     */
    async renew(pdf: Uint8Array): Promise<{ pdf: Uint8Array; sha256: string; until: Date }> {
      const hold = await findHold(pdf, anchors).catch(() => undefined);
      if (hold === undefined) {
        throw new AppError('invalid', 'no signature nor archive timestamp to renew', {
          messageKey: 'signing.refusal.nothing-to-renew',
        });
      }
      if (hold.until <= clock.now()) {
        throw new AppError('gone', 'what the proof rests on has ended', {
          messageKey: 'signing.refusal.renewal-too-late',
          details: { until: hold.until.toISOString() },
        });
      }
      const { archive, services, signer } = hold;
      const chains =
        (await levelOf(pdf)) === 'B-LTA'
          ? { services: [archive!] }
          : { services: [...services, ...(archive === undefined ? [] : [archive])], signer };
      const renewed = await raising.renew(pdf, chains);
      await refuseUnlessValid(renewed, 'B-LTA');
      const { until } = (await findHold(renewed, anchors))!;
      return { pdf: renewed, sha256: sha256Hex(renewed), until };
    },

    /**
     * Who gives timestamps today and until when theirs hold, learnt by asking for one; undefined when no
     * service is configured.
     * @throws AppError `unavailable` when it fails.
     */
    async timestampAuthority(): Promise<
      { name: string; certificateSha256: string; until: Date } | undefined
    > {
      if (timestamps === undefined) return undefined;
      const { path, anchor } = await timestamps.stamp(randomBytes(32));
      const [own] = path;
      const { name, fingerprint } = own ?? anchor;
      return { name, certificateSha256: fingerprint, until: endOfChain({ path, anchor }) };
    },
  };
}
