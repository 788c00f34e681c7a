import { AppError } from '../../src/kernel/errors.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';

/** What signing does to make files last, by lines of text instead of timestamps. */
export function createFakeKeeper(now: () => Date) {
  let stampsUntil = new Date('2038-11-22T10:00:00.000Z');
  let failure: AppError | undefined;
  let awaited = false;
  const ends = {
    signature: new Date('2036-11-22T10:00:00.000Z'),
    seal: new Date('2036-11-22T10:00:00.000Z'),
  };
  const identityOf = (mark: 'signature' | 'seal') => ({
    mark,
    name: mark === 'seal' ? 'Cachet' : 'Nora Signatory',
    certificateSha256: sha256Hex(`${mark} ${ends[mark].toISOString()}`),
    validFrom: new Date('2026-01-01T00:00:00.000Z'),
    validTo: ends[mark],
  });
  const calls = { stamps: 0, renewals: 0 };
  return {
    calls,
    /** Until when the timestamps given from now on hold. */
    stampUntil: (day: string) => (stampsUntil = new Date(day)),
    /** From now on services fail so; undefined: they answer again. */
    failWith: (error: AppError | undefined) => (failure = error),
    /** Acts without a line have no archive timestamp yet. */
    awaitFirst: () => (awaited = true),
    replaceCertificate: (mark: 'signature' | 'seal', until: string) => (ends[mark] = new Date(until)),

    identities: () => ({ signatory: identityOf('signature'), seal: identityOf('seal') }),

    async keptUntil(pdf: Uint8Array) {
      const line = /(?:[^]*)tient jusqu'au (\S+)\n/.exec(Buffer.from(pdf).toString('latin1'))?.[1];
      const isFirst = line === undefined && awaited;
      return { until: new Date(line ?? '2038-11-22T10:00:00.000Z'), archived: !isFirst, awaited: isFirst };
    },

    async renew(pdf: Uint8Array) {
      calls.renewals += 1;
      if (failure !== undefined) throw failure;
      if ((await this.keptUntil(pdf)).until <= now()) throw new AppError('gone', 'too late');
      // Never twice the same bytes, as a true timestamp.
      const line = `horodatage ${calls.renewals} tient jusqu'au ${stampsUntil.toISOString()}\n`;
      const renewed = new Uint8Array(Buffer.concat([pdf, Buffer.from(line)]));
      return { pdf: renewed, sha256: sha256Hex(renewed), until: stampsUntil };
    },

    async timestampAuthority() {
      calls.stamps += 1;
      if (failure !== undefined) throw failure;
      const name = 'Horodatage';
      return { name, certificateSha256: sha256Hex(stampsUntil.toISOString()), until: stampsUntil };
    },
  };
}
