import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { createAccounts } from '../../src/accounts/accounts.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { systemClock as clock } from '../../src/kernel/clock.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { createProofReading } from '../../src/proof/proof.ts';
import { createRowSealing } from '../../src/proof/row-sealing.ts';
import { seededRandom } from './seeded-random.ts';

const roles = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'] as const;

/** People come, are given roles and lose them, offices gain contacts: after so many events nothing false is reported. */
export async function runHonestTorture(options: { seed: number; events: number }): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'estafette-honest-'));
  const database = connect({ url: `sqlite:${join(folder, 'honest.sqlite')}` });
  const readDatabase = connect({ url: `sqlite:${join(folder, 'honest.sqlite')}`, readOnly: true });
  try {
    await migrate(database);
    const random = seededRandom(options.seed);
    const journal = createJournal({ clock, readDatabase });
    const accounts = createAccounts({ database, journal, clock, demonstration: true });
    const prefectures = createPrefectures({ database, readDatabase, journal, clock });
    await database.transaction(async (trx) => {
      await prefectures.seedOffices(trx);
      await prefectures.seedDemonstrationContacts(trx, { from: '2026-01-01' });
    });
    const seal = createRowSealing({ database, readDatabase, journal });
    await accounts.seedDemonstrationPeople();
    const people: string[] = await database('users').pluck('id');
    const events = async () => {
      const standing = await journal.standing();
      return standing === undefined || standing === 'moved' ? 0 : standing.line;
    };
    for (let turn = 0; (await events()) < options.events; turn += 1) {
      const person = people[Math.floor(random() * people.length)]!;
      const role = roles[Math.floor(random() * roles.length)]!;
      const held = await accounts.rolesOf(person);
      if (held.includes(role)) await accounts.revokeRole('system', person, role);
      else await accounts.grantRole('system', person, role).catch(() => undefined);
      if (turn % 1000 === 0) await seal();
    }
    await seal();
    const started = performance.now();
    const { findings, lines, rows, sealed } = await createProofReading({
      ...{ readDatabase, journal, clock, rootsPem: '' },
    }).verify();
    const ms = Math.round(performance.now() - started);
    const wrong = findings.filter(({ kind }) => kind !== 'day-without-anchor');
    console.log(`honest: ${lines} lines, ${rows} rows, ${sealed} sealed, verified in ${ms} ms`);
    for (const finding of wrong) console.log(`FAIL on an honest base: ${JSON.stringify(finding)}`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await readDatabase.destroy();
    await database.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}
