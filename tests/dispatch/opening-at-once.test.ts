import { expect } from 'chai';
import { createDispatch } from '../../src/dispatch/dispatch.ts';
import { openRoom, take, type Room } from '../drafts/drafting-room.ts';
import { dispatcher, linkSecret, testDirectory } from './campaign-bench.ts';

describe('campaigns opened at the same moment', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  // On SQLite and PGlite one waits for the other's connection; a real PostgreSQL runs them side by side.
  it('are one campaign, and a refusal that says so to all but the first', async () => {
    const { database, journal, clock, instructions, people } = room;
    const { id } = await room.approved();
    take(await instructions.sign(people.nora, id));
    const dispatch = createDispatch({
      database,
      readDatabase: database,
      journal,
      clock,
      instructions,
      directory: testDirectory(['OFF-01', 'OFF-02']),
      linkSecret,
      mailDomain: 'estafette.example',
    });
    const open = () => dispatch.openCampaign(dispatcher, id, { deadlineOn: '2026-12-21' });
    const outcomes = await Promise.all([open(), open(), open(), open()]);
    expect(outcomes.filter(({ ok }) => ok)).to.have.length(1);
    const keys = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.errors.map(({ key }) => key)));
    expect(keys).to.deep.equal(Array(3).fill('dispatch.open.already-opened'));
    expect(await database('campaigns').select('id')).to.have.length(1);
    expect(await database('deliveries').select('id')).to.have.length(2);
    expect((await journal.list({ types: ['campaign.opened'] })).length).to.equal(1);
    expect(await database('deliveries').select('id')).to.have.length(2);
    expect((await journal.verify()).valid).to.equal(true);
  });
});
