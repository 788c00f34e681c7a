import { expect } from 'chai';
import { createPgliteDatabase } from '../postgres/pglite.ts';
import { failureOf, openRoom, take, type Room } from './drafting-room.ts';

describe('an instruction on PostgreSQL', function () {
  this.timeout(180_000);
  let room: Room;
  before(async () => {
    room = await openRoom({ database: await createPgliteDatabase() });
  });
  after(() => room.close());

  it('lives its whole life, guarded by the same triggers', async () => {
    const { instructions, people, database } = room;
    const { id, version } = await room.inReview();
    const jump = database('instructions').where({ id }).update({ state: 'closed' });
    expect(await failureOf(jump)).to.contain('instructions_move_by_the_table');
    const unproven = database('instructions').where({ id }).update({ state: 'approved' });
    expect(await failureOf(unproven)).to.contain('instruction_states_have_their_evidence');
    const own = {
      id: 'v',
      frozen_version_id: version.id,
      user_id: people.claire.id,
      decision: 'given',
      sha256: version.sha256,
      reason_hash: '',
      decided_at: '',
    };
    expect(await failureOf(database('visas').insert(own))).to.contain('authors_do_not_visa');

    take(await instructions.refuseVisa(people.hugo, id, { sha256: version.sha256, reason: 'À revoir.' }));
    take(await instructions.saveFields(people.claire, id, 2, { subject: 'Revu' }));
    const second = take(await instructions.freeze(people.claire, id));
    take(await instructions.giveVisa(people.hugo, id, { sha256: second.sha256, reason: '' }));
    const signed = take(await instructions.sign(people.nora, id));
    expect(await failureOf(database('documents').update({ media_type: 'x' }))).to.contain(
      'documents_is_append_only_update',
    );
    await database.transaction((trx) => instructions.markDispatched(trx, id));
    await database.transaction((trx) => instructions.markClosed(trx, id));
    expect(await room.stateOf(id)).to.equal('closed');
    expect(await instructions.signedVersion(id)).to.include({
      sha256: signed.sha256,
      subject: 'Revu',
      version: 2,
    });
    expect(await room.journal.verify()).to.include({ valid: true });
  });
});
