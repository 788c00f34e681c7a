import { join } from 'node:path';
import { silentLog } from '../../src/kernel/log.ts';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { openDemonstrationKeys } from '../../src/signing/demonstration-keys.ts';
import { createLevelRaising } from '../../src/signing/level-raising.ts';
import type { Level } from '../../src/signing/level.ts';
import { createRevocationClient } from '../../src/signing/revocation-client.ts';
import { createTimestampClient } from '../../src/signing/timestamp-client.ts';
import type { createFixedClock } from '../fakes/fixed-clock.ts';
import { letter, temporaryFolder } from './signed-files.ts';

/** A demonstration's keys and services at an instant of its own, and files signed with them at each level. */
export async function openSigner(clock: ReturnType<typeof createFixedClock>) {
  const keys = await openDemonstrationKeys({ folder: join(temporaryFolder(), 'keys'), clock });
  const { authority, rootPem } = keys;
  if (authority === undefined) throw new Error('these keys have no services');
  const anchors = readPem(rootPem);
  const timestamps = createTimestampClient({
    url: authority.timestampUrl,
    exchange: authority.exchange,
    anchors,
    clock,
  });
  const revocation = createRevocationClient({ exchange: authority.exchange, clock });
  return {
    ...keys,
    timestamps,
    async sign(
      level: Level,
      pdf?: Uint8Array,
      holder = keys.signatory as typeof keys.signatory | typeof keys.seal,
    ) {
      const raising = createLevelRaising({
        ...{ clock, log: silentLog, anchors, timestamps, revocation, asked: level },
        onFailure: 'refuse',
      });
      const said = { holder, signerName: 'Camille', reason: 'Essai', at: clock.now() };
      return (await raising.sign(pdf ?? (await letter()), said)).pdf;
    },
  };
}
