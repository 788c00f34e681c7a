import { expect } from 'chai';
import { mayMove, states, type State } from '../../src/drafts/instruction.ts';
import { failureOf, openRoom, take, type Room } from './drafting-room.ts';

describe('the database', () => {
  let room: Room;
  let ids: Map<State, string>;

  // One instruction stands in each state, each brought there by its lawful way, on its own database.
  async function standingIn(state: State): Promise<string> {
    const { instructions, people, database } = room;
    if (state === 'draft') return (await room.draft()).id;
    if (state === 'in_review') return (await room.inReview()).id;
    const { id } = await room.approved();
    if (state === 'approved') return id;
    take(await instructions.sign(people.nora, id));
    if (state !== 'signed') await database.transaction((trx) => instructions.markDispatched(trx, id));
    if (state === 'closed') await database.transaction((trx) => instructions.markClosed(trx, id));
    return id;
  }

  beforeEach(async () => {
    room = await openRoom();
    ids = new Map();
  });
  afterEach(() => room.close());

  for (const from of states) {
    it(`refuses every unlawful jump from ${from}`, async () => {
      ids.set(from, await standingIn(from));
      for (const to of states.filter((state) => state !== from && !mayMove(from, state))) {
        const failure = await failureOf(
          room
            .database('instructions')
            .where({ id: ids.get(from) })
            .update({ state: to }),
        );
        expect(failure, `${from} > ${to}`).to.match(
          /instructions_move_by_the_table|instruction_states_have_their_evidence/,
        );
      }
    });
  }

  it('lets the lawful moves after the signature happen by the table alone', async () => {
    const id = await standingIn('signed');
    await room.database('instructions').where({ id }).update({ state: 'dispatched' });
    await room.database('instructions').where({ id }).update({ state: 'closed' });
    expect(await room.stateOf(id)).to.equal('closed');
  });

  const withoutEvidence: [State, State][] = [
    ['draft', 'in_review'],
    ['in_review', 'approved'],
    ['in_review', 'draft'],
    ['approved', 'signed'],
    ['approved', 'draft'],
  ];
  for (const [from, to] of withoutEvidence) {
    it(`refuses ${from} > ${to} without what makes it true`, async () => {
      const id = await standingIn(from);
      const failure = await failureOf(room.database('instructions').where({ id }).update({ state: to }));
      expect(failure).to.contain('instruction_states_have_their_evidence');
    });
  }

  it('refuses an instruction that does not begin as a draft', async () => {
    const { id } = await room.draft();
    const row = await room.database('instructions').where({ id }).first();
    const failure = await failureOf(
      room.database('instructions').insert({ ...row, id: 'x', slug: 'x', revision: 1, state: 'signed' }),
    );
    expect(failure).to.contain('instructions_begin_as_drafts');
  });

  for (const [column, value] of [
    ['slug', 'autre'],
    ['year', 1999],
    ['created_by', 'x'],
    ['kind', 'note'],
  ] as const) {
    it(`refuses to change an instruction’s ${column}`, async () => {
      const { id } = await room.draft();
      const failure = await failureOf(
        room
          .database('instructions')
          .where({ id })
          .update({ [column]: value }),
      );
      expect(failure).to.contain('instructions_keep_their_identity');
    });
  }

  it('refuses a new revision of a text that is frozen', async () => {
    const { id } = await room.inReview();
    const failure = await failureOf(room.database('instructions').where({ id }).increment('revision'));
    expect(failure).to.contain('instructions_are_edited_as_drafts');
  });

  it('refuses to remove an instruction', async () => {
    const { id } = await room.draft();
    expect(await failureOf(room.database('instructions').where({ id }).del())).to.contain(
      'instructions_stay',
    );
  });

  for (const table of ['revisions', 'documents', 'visas', 'signed_versions', 'instruction_authors']) {
    it(`refuses to change or remove a row of ${table}`, async () => {
      const { id } = await room.approved();
      take(await room.instructions.sign(room.people.nora, id));
      const row = await room.database(table).first();
      const [[column, value] = ['', '']] = Object.entries(row as Record<string, unknown>);
      expect(
        await failureOf(
          room
            .database(table)
            .where({ [column]: value })
            .update(row as object),
        ),
      ).to.contain(`${table}_is_append_only_update`);
      expect(
        await failureOf(
          room
            .database(table)
            .where({ [column]: value })
            .del(),
        ),
      ).to.contain(`${table}_is_append_only_delete`);
    });
  }

  it('lets nothing of a frozen version change but its voiding, once', async () => {
    const { id, version } = await room.inReview();
    const frozen = () => room.database('frozen_versions').where({ id: version.id });
    for (const change of [
      { sha256: 'x' },
      { html: 'x' },
      { letter_on: '2026-01-01' },
      { revision: 1 },
      { frozen_by: 'x' },
    ]) {
      const failure = await failureOf(frozen().update({ ...change, voided_at: 'now' }));
      expect(failure).to.contain('frozen_versions_are_only_voided');
    }
    await frozen().update({ voided_at: 'now' });
    expect(await failureOf(frozen().update({ voided_at: null }))).to.contain(
      'frozen_versions_are_only_voided',
    );
    expect(await room.instructions.frozenVersion(id)).to.equal(undefined);
  });

  it('refuses to void a version that is signed', async () => {
    const { id, version } = await room.approved();
    take(await room.instructions.sign(room.people.nora, id));
    const failure = await failureOf(
      room.database('frozen_versions').where({ id: version.id }).update({ voided_at: 'now' }),
    );
    expect(failure).to.contain('frozen_versions_are_only_voided');
  });
});
