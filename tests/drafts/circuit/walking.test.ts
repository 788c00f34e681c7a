import { expect } from 'chai';
import type { Actor } from '../../../src/drafts/instructions.ts';
import { until } from '../../until.ts';
import { failureOf, keysOf, take } from '../drafting-room.ts';
import { openCircuitRoom, type CircuitRoom } from './circuit-room.ts';

describe('a circuit of visas', () => {
  let room: CircuitRoom;
  let hugo: Actor, marie: Actor, leo: Actor;
  beforeEach(async () => {
    room = await openCircuitRoom();
    ({ hugo, marie, leo } = room);
  });
  afterEach(() => room.close());

  it('is one visa by any reviewer where none is defined', async () => {
    const { id, sha256 } = await room.submit();
    expect((await room.instructions.offeredCircuits()).map(({ name }) => name)).to.deep.equal(['Un visa']);
    expect(take(await room.give(leo, id, sha256))).to.deep.equal({ state: 'approved' });
  });

  it('opens its steps in order, and approves with the last visa only', async () => {
    const { id, sha256 } = await room.submit([room.named(1, hugo, marie), room.named('all', marie, leo)]);
    expect(await failureOf(room.give(leo, id, sha256))).to.equal('conflict: circuit.visa.not-yet');
    expect(take(await room.give(marie, id, sha256))).to.deep.equal({ state: 'in_review' });
    expect(await failureOf(room.give(hugo, id, sha256))).to.equal('conflict: circuit.visa.no-longer');
    take(await room.give(marie, id, sha256));
    expect(await room.stateOf(id)).to.equal('in_review');
    expect(take(await room.give(leo, id, sha256))).to.deep.equal({ state: 'approved' });
    expect((await room.typesOf(id)).slice(-4)).to.deep.equal([
      ...['visa.given', 'visa.given', 'visa.given', 'instruction.approved'],
    ]);
  });

  it('ends at a refusal: the version is void, and the visas start again', async () => {
    const circuit = [room.named(1, hugo), room.named(1, marie)];
    const { id, sha256 } = await room.submit(circuit);
    take(await room.give(hugo, id, sha256));
    const refusal = { sha256, reason: 'L’annexe manque.' };
    expect(take(await room.instructions.refuseVisa(marie, id, refusal))).to.deep.equal({ state: 'draft' });
    const again = take(await room.instructions.freeze(room.people.claire, id));
    const { situation, circuit: pinned } = await room.instructions.underReview(
      await room.instructions.get(id),
    );
    expect(pinned.name).to.equal('Circuit 1');
    expect(situation.progress.map(({ state }) => state)).to.deep.equal(['open', 'waiting']);
    take(await room.give(hugo, id, again.sha256));
    expect(take(await room.give(marie, id, again.sha256))).to.deep.equal({ state: 'approved' });
  });

  it('that changes or is retired never touches one that runs', async () => {
    const { id, sha256, circuitId } = await room.submit([room.named(1, hugo)]);
    const name = 'Circuit 1';
    const definition = room.definition([room.named('all', marie, leo)]);
    const existing = { id: circuitId, version: 1 };
    take(await room.instructions.defineCircuit(room.admin, { name, definition, existing }));
    const stale = await room.instructions.defineCircuit(room.admin, { name, definition, existing });
    expect(keysOf(stale)).to.deep.equal(['circuit.changed-meanwhile']);
    await room.instructions.retireCircuit(room.admin, circuitId);
    expect(take(await room.give(hugo, id, sha256))).to.deep.equal({ state: 'approved' });
    expect((await room.instructions.offeredCircuits()).map(({ name }) => name)).to.deep.equal(['Un visa']);
  });

  it('is not begun when a step has nobody left to pass it', async () => {
    const { instructions, people, database } = room;
    await room.define([room.named('all', people.omni)]);
    const { id } = await room.draft();
    await instructions.declareAuthor(people.claire, id, people.omni.id);
    expect(keysOf(await instructions.freeze(people.claire, id))).to.deep.equal([
      'circuit.step-without-reviewers',
    ]);
    const unknown = await instructions.freeze(people.claire, id, { circuitId: 'autre' });
    expect(keysOf(unknown)).to.deep.equal(['circuit.not-offered']);
    expect(await database('frozen_versions')).to.have.length(0);
    expect(room.render.inputs).to.have.length(0);
  });

  it('is chosen again when one of its reviewers is declared an author while the text is printed', async () => {
    const { instructions, people, hugo } = room;
    await room.define([room.named(1, hugo)]);
    const { id } = await room.draft();
    const open = room.render.hold();
    const freezing = instructions.freeze(people.claire, id);
    await until(() => room.render.inputs.length > 0);
    await instructions.declareAuthor(people.claire, id, hugo.id);
    open();
    expect(keysOf(await freezing)).to.deep.equal(['drafts.conflict.submitted-meanwhile']);
    expect(await room.stateOf(id)).to.equal('draft');
  });

  it('is an administrator’s to define', async () => {
    const typed = { name: 'Autre', definition: room.definition([room.named(1, hugo)]) };
    expect(await failureOf(room.instructions.defineCircuit(room.people.claire, typed))).to.equal(
      'forbidden: circuit.administrator-only',
    );
    take(await room.instructions.defineCircuit(room.admin, typed));
    expect(keysOf(await room.instructions.defineCircuit(room.admin, typed))).to.deep.equal([
      'circuit.name-taken',
    ]);
    const empty = { name: 'Vide', definition: room.definition([]) };
    expect(keysOf(await room.instructions.defineCircuit(room.admin, empty))).to.deep.equal([
      'circuit.no-step',
    ]);
  });

  it('passes once when two of « any one » decide at once', async () => {
    const { id, sha256 } = await room.submit([room.named(1, hugo, marie), room.named(1, leo)]);
    const both = await Promise.allSettled([room.give(hugo, id, sha256), room.give(marie, id, sha256)]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    expect(await room.database('visas')).to.have.length(1);
    expect(await room.stateOf(id)).to.equal('in_review');
  });

  it('is approved once when the last two of « all » decide at once', async () => {
    const { id, sha256 } = await room.submit([room.named('all', hugo, marie, leo)]);
    take(await room.give(leo, id, sha256));
    await Promise.all([room.give(hugo, id, sha256), room.give(marie, id, sha256)]);
    expect(await room.stateOf(id)).to.equal('approved');
    expect((await room.typesOf(id)).filter((type) => type === 'instruction.approved')).to.have.length(1);
  });
});

describe('the database', () => {
  let room: CircuitRoom;
  beforeEach(async () => {
    room = await openCircuitRoom();
  });
  afterEach(() => room.close());

  it('approves nothing before the last visa, and takes none out of its turn or from nowhere', async () => {
    const { hugo, marie, leo, database } = room;
    const { id, sha256, versionId } = await room.submit([room.named(1, hugo), room.named('all', marie, leo)]);
    const visa = (step: number, userId: string, more: object = {}) =>
      failureOf(
        database('visas').insert({
          ...{ id: `${step}-${userId}`, frozen_version_id: versionId, user_id: userId, step, sha256 },
          ...{ decision: 'given', reason_hash: '', decided_at: 'now', ...more },
        }),
      );
    const approve = () => failureOf(database('instructions').where({ id }).update({ state: 'approved' }));
    expect(await visa(2, marie.id)).to.contain('visas_are_given_in_their_step');
    expect(await visa(1, leo.id)).to.contain('visas_are_given_from_a_seat');
    expect(await visa(7, leo.id)).to.contain('visas_are_given_in_their_step');
    expect(await visa(1, leo.id, { on_behalf_of: hugo.id })).to.contain('visas_by_delegation');
    take(await room.give(hugo, id, sha256));
    expect(await visa(1, hugo.id, { id: 'again' })).to.contain('visas_are_given_in_their_step');
    expect(await approve()).to.contain('instruction_states_have_their_evidence');
    take(await room.give(marie, id, sha256));
    expect(await approve()).to.contain('instruction_states_have_their_evidence');
    expect(await visa(2, leo.id)).to.equal('nothing failed');
    expect(await approve()).to.equal('nothing failed');
  });

  it('keeps the circuit of a frozen version as it was pinned', async () => {
    const { versionId } = await room.submit([room.named(1, room.hugo)]);
    const { database } = room;
    for (const table of ['pinned_circuits', 'pinned_steps', 'pinned_seats']) {
      const row = (await database(table).first()) as object;
      expect(await failureOf(database(table).where(row).update(row))).to.contain(`${table}_is_append_only`);
      expect(await failureOf(database(table).where(row).del())).to.contain(`${table}_is_append_only`);
    }
    const seat = { frozen_version_id: versionId, step: 1, user_id: room.leo.id };
    expect(await failureOf(database('pinned_seats').insert(seat))).to.contain('pinned_at_the_freeze');
  });
});
