import { expect } from 'chai';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from './drafting-room.ts';

describe('a submission', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  it('freezes exact bytes, which everyone then reads', async () => {
    const { id, version } = await room.inReview({ letterDate: '2026-12-09' });
    expect(version).to.include({ number: 1, revision: 2, letterOn: '2026-12-09', voidedAt: null });
    const frozen = await room.instructions.frozenVersion(id);
    expect(sha256Hex((await frozen?.pdf()) ?? '')).to.equal(version.sha256);
    expect(await room.stateOf(id)).to.equal('in_review');
  });

  it('is refused while required parts are empty, and renders nothing', async () => {
    const { instructions, people } = room;
    const created = take(
      await instructions.create(people.claire, { template: 'chefs-de-projets', year: 2027 }),
    );
    const outcome = await instructions.freeze(people.claire, created.id);
    expect(outcome.ok ? [] : outcome.errors.map((error) => error.field)).to.deep.equal([
      'sections[orientations]',
    ]);
    expect(room.render.inputs).to.have.length(0);
    expect(await room.stateOf(created.id)).to.equal('draft');
  });

  it('made twice at once gives one frozen version', async () => {
    const { id } = await room.draft();
    const release = room.render.hold();
    const both = Promise.all([
      room.instructions.freeze(room.people.claire, id),
      room.instructions.freeze(room.people.paul, id),
    ]);
    release();
    const [first, second] = (await both).map(take);
    expect(first?.id).to.equal(second?.id);
    expect(await room.database('frozen_versions').where({ instruction_id: id })).to.have.length(1);
    expect((await room.typesOf(id)).filter((type) => type === 'instruction.frozen')).to.have.length(1);
  });

  it('is refused when the text is saved while it renders', async () => {
    const { id } = await room.draft();
    const release = room.render.hold();
    const freezing = room.instructions.freeze(room.people.claire, id);
    take(await room.instructions.saveFields(room.people.paul, id, 2, { subject: 'Entre-temps' }));
    release();
    expect(keysOf(await freezing)).to.deep.equal(['drafts.conflict.submitted-meanwhile']);
    expect(await room.stateOf(id)).to.equal('draft');
  });

  it('is of the revision that was confirmed', async () => {
    const { id } = await room.draft();
    const outcome = await room.instructions.freeze(room.people.claire, id, { expectedRevision: 1 });
    expect(keysOf(outcome)).to.deep.equal(['drafts.conflict.submitted-meanwhile']);
  });

  it('happens once per draft, by a drafter', async () => {
    const { id } = await room.inReview();
    expect(await failureOf(room.instructions.freeze(room.people.claire, id))).to.equal(
      'conflict: drafts.state.not-a-draft',
    );
    expect(await failureOf(room.instructions.freeze(room.people.nora, id))).to.equal(
      'forbidden: drafts.role.drafter-only',
    );
  });
});

describe('a visa', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  it('approves the exact document that was seen', async () => {
    const { id, version } = await room.inReview();
    const outcome = await room.instructions.giveVisa(room.people.hugo, id, {
      sha256: version.sha256,
      reason: 'Clair.',
    });
    expect(take(outcome)).to.deep.equal({ state: 'approved' });
    const [circuit] = await room.instructions.circuitOf(id);
    expect(circuit?.visas.map(({ decision, reason, userId }) => [decision, reason, userId])).to.deep.equal([
      ['given', 'Clair.', room.people.hugo.id],
    ]);
  });

  it('on another document is refused', async () => {
    const { id } = await room.inReview();
    const outcome = await room.instructions.giveVisa(room.people.hugo, id, {
      sha256: 'f'.repeat(64),
      reason: '',
    });
    expect(keysOf(outcome)).to.deep.equal(['drafts.visa.other-document']);
    expect(await room.stateOf(id)).to.equal('in_review');
    expect(await room.database('visas')).to.have.length(0);
  });

  it('that is refused sends the text back to draft, with its reason', async () => {
    const { id, version } = await room.inReview();
    const decision = { sha256: version.sha256, reason: 'La partie II est à revoir.' };
    expect(take(await room.instructions.refuseVisa(room.people.hugo, id, decision))).to.deep.equal({
      state: 'draft',
    });
    const [circuit] = await room.instructions.circuitOf(id);
    expect(circuit?.voidedAt).to.be.a('string');
    expect(circuit?.visas[0]).to.include({ decision: 'refused', reason: 'La partie II est à revoir.' });
    expect((await room.typesOf(id)).slice(-2)).to.deep.equal(['visa.refused', 'instruction.freeze-voided']);
  });

  it('is not refused without a reason', async () => {
    const { id, version } = await room.inReview();
    const outcome = await room.instructions.refuseVisa(room.people.hugo, id, {
      sha256: version.sha256,
      reason: '  ',
    });
    expect(keysOf(outcome)).to.deep.equal(['drafts.visa.reason-required']);
    expect(await room.stateOf(id)).to.equal('in_review');
  });

  it('leaves only a salted hash of its reason in the journal', async () => {
    const { id, version } = await room.inReview();
    take(
      await room.instructions.giveVisa(room.people.hugo, id, { sha256: version.sha256, reason: 'Secret' }),
    );
    const lines = await room.journal.list({ subjects: [`instruction:${id}`] });
    expect(JSON.stringify(lines)).not.to.contain('Secret');
    expect(JSON.stringify(lines)).not.to.contain(sha256Hex('Secret'));
    await room.database('visa_reasons').del();
    expect((await room.instructions.circuitOf(id))[0]?.visas[0]?.reason).to.equal(null);
    expect(await room.journal.verify()).to.include({ valid: true });
  });

  it('is not an author’s, whatever other role they hold', async () => {
    const { instructions, people, database } = room;
    const { id } = await room.draft();
    await instructions.declareAuthor(people.claire, id, people.omni.id);
    const version = take(await instructions.freeze(people.claire, id));
    const decision = { sha256: version.sha256, reason: '' };
    expect(await failureOf(instructions.giveVisa(people.omni, id, decision))).to.equal(
      'forbidden: drafts.visa.own-text',
    );
    const direct = database('visas').insert({
      id: 'v',
      frozen_version_id: version.id,
      user_id: people.omni.id,
      decision: 'given',
      sha256: version.sha256,
      reason_hash: '',
      decided_at: 'now',
    });
    expect(await failureOf(direct)).to.contain('authors_do_not_visa');
  });

  it('on other bytes is refused by the database too', async () => {
    const { version } = await room.inReview();
    const direct = room.database('visas').insert({
      id: 'v',
      frozen_version_id: version.id,
      user_id: room.people.hugo.id,
      decision: 'given',
      sha256: 'f'.repeat(64),
      reason_hash: '',
      decided_at: 'now',
    });
    expect(await failureOf(direct)).to.contain('visas_are_on_the_exact_bytes');
  });

  it('is a reviewer’s, on a text in review', async () => {
    const { id } = await room.draft();
    const decision = { sha256: 'x', reason: '' };
    expect(await failureOf(room.instructions.giveVisa(room.people.nora, id, decision))).to.equal(
      'forbidden: drafts.role.reviewer-only',
    );
    expect(await failureOf(room.instructions.giveVisa(room.people.hugo, id, decision))).to.equal(
      'conflict: drafts.state.not-in-review',
    );
  });

  it('is voided when the writing is resumed, and by nothing that is saved before', async () => {
    const { instructions, people } = room;
    const { id, version } = await room.approved();
    const changed = { key: 'orientations', json: paragraphs('Changé.') };
    expect(await failureOf(instructions.saveSection(people.claire, id, 2, changed))).to.equal(
      'conflict: drafts.state.frozen',
    );
    expect(await room.stateOf(id)).to.equal('approved');
    expect(keysOf(await instructions.resume(people.claire, id, 7))).to.deep.equal([
      'drafts.resume.other-version',
    ]);
    take(await instructions.resume(people.claire, id, version.number));
    expect(await room.stateOf(id)).to.equal('draft');
    expect(await instructions.frozenVersion(id)).to.equal(undefined);
    expect(await failureOf(instructions.sign(people.nora, id))).to.equal(
      'conflict: drafts.state.not-approved',
    );

    take(await instructions.saveSection(people.claire, id, 2, changed));
    const second = take(await instructions.freeze(people.claire, id));
    expect(second).to.include({ number: 2, revision: 3 });
    expect(second.sha256).not.to.equal(version.sha256);
    const stale = await instructions.giveVisa(people.hugo, id, { sha256: version.sha256, reason: '' });
    expect(keysOf(stale)).to.deep.equal(['drafts.visa.other-document']);
    take(await instructions.giveVisa(people.hugo, id, { sha256: second.sha256, reason: '' }));
    expect(await room.stateOf(id)).to.equal('approved');
  });

  it('is not voided by whoever does not draft, nor once the text is signed', async () => {
    const { instructions, people } = room;
    const { id } = await room.approved();
    expect(await failureOf(instructions.resume(people.nora, id, 1))).to.equal(
      'forbidden: drafts.role.drafter-only',
    );
    take(await instructions.sign(people.nora, id));
    expect(await failureOf(instructions.resume(people.claire, id, 1))).to.equal(
      'conflict: drafts.state.no-longer-editable',
    );
  });
});
