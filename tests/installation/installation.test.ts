import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Knex } from 'knex';
import {
  openInstallation,
  openSecret,
  NatureMismatch,
  type Nature,
} from '../../src/installation/installation.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

describe('an installation', () => {
  let database: Knex;
  let dataDir: string;
  const clock = createFixedClock();

  beforeEach(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'estafette-installation-'));
  });
  afterEach(async () => {
    await database.destroy();
    await rm(dataDir, { recursive: true });
  });

  const open = (nature: Nature, folder = dataDir) =>
    openInstallation({
      dataDir: folder,
      database,
      journal: createJournal({ clock, readDatabase: database }),
      clock,
      nature,
    });

  it('is born once, and its birth is the first line of the journal', async () => {
    await open('demonstration');
    await open('demonstration');
    expect(await database('journal').select('line', 'type')).to.deep.equal([
      { line: 1, type: 'installation.born' },
    ]);
  });

  it('never becomes a production once it was born a demonstration', async () => {
    await open('demonstration');
    const failure: unknown = await open('production').catch((error: unknown) => error);
    expect(failure)
      .to.be.instanceOf(NatureMismatch)
      .and.include({ born: 'demonstration', wanted: 'production' });
  });

  it('knows a database of another nature even in a new folder', async () => {
    await open('production');
    const other = join(dataDir, 'other');
    expect(await open('demonstration', other).catch((error: unknown) => error)).to.be.instanceOf(
      NatureMismatch,
    );
  });

  it('keeps one secret, which only its own account may read', async () => {
    const secrets = await Promise.all([openSecret(dataDir), openSecret(dataDir), openSecret(dataDir)]);
    expect(new Set(secrets)).to.have.lengthOf(1);
    expect(await readFile(join(dataDir, 'secret'), 'utf8')).to.have.lengthOf(43);
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).to.equal(0o600);
  });
});
