import { expect } from 'chai';
import { createOfficeSessions, type AgentIdentity } from '../../src/desk/office-sessions.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

const opened: { destroy(): Promise<void> }[] = [];

async function openSessions() {
  const database = await createTestDatabase();
  opened.push(database);
  const clock = createFixedClock('2026-12-07T09:00:00Z');
  const journal = createJournal({ clock, readDatabase: database });
  const prefectures = createPrefectures({ database, readDatabase: database, journal, clock });
  await database.transaction((trx) => prefectures.seedOffices(trx));
  const sessions = createOfficeSessions({ database, journal, clock, directory: prefectures });
  const enter = (identity: AgentIdentity = maeva) =>
    database.transaction((trx) => sessions.open(trx, { officeId: 'OFF-987', identity }));
  return { database, clock, journal, sessions, enter };
}

const maeva = { issuer: 'idp', subject: 'sub-1', givenName: 'Maeva', familyName: 'Tehani' };

describe('the session of an office', () => {
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.destroy()));
  });

  it('tells which office entered, in its own time zone, and is written in the journal', async () => {
    const { sessions, enter, journal } = await openSessions();
    const { token } = await enter();
    const found = await sessions.find(token);
    expect(found?.office).to.include({ id: 'OFF-987', timeZone: 'Pacific/Tahiti' });
    const [line] = await journal.list({ subjects: ['office:OFF-987'] });
    expect(line).to.deep.include({ type: 'office.entered', actor: 'office:OFF-987' });
  });

  it('names its holder when ProConnect told who it is, and the journal does not', async () => {
    const { sessions, enter, journal } = await openSessions();
    const { token } = await enter();
    const office = (await sessions.find(token))?.office;
    expect(office).to.include({ strength: 'proconnect' });
    expect(office?.holder).to.eql({ givenName: 'Maeva', familyName: 'Tehani' });
    expect(await sessions.identityOf(office?.sessionId ?? '')).to.eql(maeva);
    expect(JSON.stringify(await journal.list({ subjects: ['office:OFF-987'] }))).not.to.contain('Tehani');
  });

  it('keeps the hash of its token only, and is over after four hours', async () => {
    const { database, clock, sessions, enter } = await openSessions();
    const { token } = await enter();
    expect(JSON.stringify(await database('office_sessions'))).not.to.contain(token);
    clock.advance(4 * 3_600_000 - 1);
    expect(await sessions.find(token)).not.to.equal(undefined);
    clock.advance(1);
    expect(await sessions.find(token)).to.equal(undefined);
  });

  it('is closed once, and forgets who held it', async () => {
    const { database, sessions, enter, journal } = await openSessions();
    const { token } = await enter();
    await sessions.close(token);
    await sessions.close(token);
    expect(await sessions.find(token)).to.equal(undefined);
    expect(await database('office_sessions')).to.eql([]);
    const types = (await journal.list({ subjects: ['office:OFF-987'] })).map(({ type }) => type);
    expect(types).to.eql(['office.entered', 'office.left']);
  });
});
