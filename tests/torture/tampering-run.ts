import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { readDemonstrationConfig } from '../../src/config.ts';
import { compose } from '../../src/compose.ts';
import { createPostmaster, seedDemonstration } from '../../src/demonstration/demonstration.ts';
import { systemClock as clock } from '../../src/kernel/clock.ts';
import { tortureBase } from './tampering.ts';

const progressEvery = 100;

/** A demonstration's base, tampered with everywhere, told on standard output; gives the exit code. */
export async function runTamperingTorture(options: { seed: number; count?: number }): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'estafette-tampering-'));
  try {
    const config = readDemonstrationConfig(folder);
    const postmaster = createPostmaster();
    const estafette = await compose(config, { catchAll: postmaster });
    await estafette.start();
    await seedDemonstration(estafette, { postmaster, onStep: () => undefined });
    await estafette.proof.anchorNow('asked');
    const { rootPem } = estafette.keys;
    await estafette.stop();
    console.log(`tampering: seed ${options.seed}${options.count === undefined ? '' : `, ${options.count}`}`);
    const database = connect({ url: config.databaseUrl });
    const result = await tortureBase(database, {
      ...{ ...options, clock, rootsPem: rootPem },
      onProgress: (done) => {
        if (done % progressEvery === 0) console.log(`  ${done}`);
      },
    });
    await database.destroy();
    const { found, uncovered, undone, missed, findings } = result;
    console.log(`found ${found}, not covered ${uncovered}, not possible ${undone}`);
    for (const finding of findings) console.log(`FAIL on the honest base: ${JSON.stringify(finding)}`);
    for (const name of missed) console.log(`FAIL not found: ${name}`);
    for (const name of result.foundAlthoughListed) console.log(`found although listed: ${name}`);
    return missed.length + findings.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
