import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { openRoom } from '../drafts/drafting-room.ts';
import { seededRandom } from './seeded-random.ts';

const child = join(import.meta.dirname, '../drafts/signing-child.ts');
const mostSigners = 4;
// A child starts, signs and commits in about this time on a slow machine: kills fall on every step of it.
const longestLifeMs = 2_500;

/** Several processes sign one act, each killed at a random instant; then one more start. Gives an exit code. */
export async function runSignatureTorture(options: { seed: number; count: number }): Promise<number> {
  let failures = 0;
  for (let round = 0; round < options.count; round += 1) {
    const seed = options.seed + round;
    const random = seededRandom(seed);
    const lives = Array.from({ length: 1 + (seed % mostSigners) }, () =>
      Math.round(random() * longestLifeMs),
    );
    const problems = await signUnderFire(lives);
    failures += problems.length === 0 ? 0 : 1;
    console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} signature seed ${seed}: ${lives.length} signers`);
    for (const problem of problems) console.log(`     ${problem}`);
  }
  console.log(`${options.count - failures} passed, ${failures} failed`);
  return failures === 0 ? 0 : 1;
}

async function signUnderFire(lives: number[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'estafette-signature-'));
  const file = join(folder, 'estafette.sqlite');
  const database = connect({ url: `sqlite:${file}` });
  await migrate(database);
  const room = await openRoom({ database });
  try {
    const { id } = await room.approved();
    await Promise.all(lives.map((life) => liveAndDie(life, [file, id, room.people.nora.id, 'none'])));
    const state = await room.stateOf(id);
    const before = await room.database('signed_versions').select();
    const problems = [];
    if (state !== (before.length === 0 ? 'approved' : 'signed'))
      problems.push(`${state}, ${before.length} signed`);
    await room.instructions.sign(room.people.nora, id).catch(() => undefined);
    const events = (await room.typesOf(id)).filter((type) => type === 'instruction.signed');
    const found = {
      state: await room.stateOf(id),
      signed: (await room.database('signed_versions').select()).length,
      documents: (await room.database('documents').select()).length,
      events: events.length,
      journal: (await room.journal.verify()).valid,
    };
    const expected = { state: 'signed', signed: 1, documents: 2, events: 1, journal: true };
    if (JSON.stringify(found) !== JSON.stringify(expected)) problems.push(JSON.stringify(found));
    return problems;
  } finally {
    await room.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function liveAndDie(lifeMs: number, args: string[]): Promise<void> {
  const signer = spawn(process.execPath, [child, ...args], { stdio: 'ignore' });
  const death = setTimeout(() => signer.kill('SIGKILL'), lifeMs);
  return new Promise((done) =>
    signer.once('exit', () => {
      clearTimeout(death);
      done();
    }),
  );
}
