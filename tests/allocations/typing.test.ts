import { expect } from 'chai';
import { createAllocations } from '../../src/allocations/allocations.ts';
import { fieldOf, readTyped, typedFrom } from '../../src/allocations/table-form.ts';
import { newId } from '../../src/kernel/ids.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { failureOf, take } from '../drafts/drafting-room.ts';
import { openAllocationRoom, smallTable } from './allocation-room.ts';

describe('credits typed in a table', () => {
  let room: Awaited<ReturnType<typeof openAllocationRoom>>;
  let id: string;
  beforeEach(async () => {
    room = await openAllocationRoom();
    ({ id } = await room.draft());
  });
  afterEach(() => room.close());

  const type = (typed: Record<string, string>, after = 0, criteria = '') =>
    room.allocations.type(room.people.claire, id, { typed, criteria, after });
  const corsica = { 'ae-REG-94': '200 000,50', 'cp-REG-94': '1', 'ae-REG-11': ' ', 'cp-REG-11': '' };

  it('make the same table as a file, territories left empty apart', async () => {
    await room.allocations.importFile(room.people.claire, id, smallTable);
    const imported = await room.allocations.currentTable(id);
    const typed = typedFrom(imported?.lines ?? []);
    const { lines, errors } = readTyped(typed, await room.allocations.rulesOf(id));
    expect(errors).to.deep.equal([]);
    expect(lines).to.have.deep.members(imported?.lines ?? []);
    take(await type(corsica, 1));
    const table = await room.allocations.currentTable(id);
    expect(table?.lines.map(({ territoryId }) => territoryId)).to.deep.equal(['REG-94']);
    expect(table?.number).to.equal(2);
  });

  it('are refused beside the field of each wrong amount, and change nothing', async () => {
    const done = await type({ 'ae-REG-94': '1.5', 'cp-REG-94': '', 'ae-REG-11': '2', 'cp-REG-11': '-2' });
    expect(done.ok ? [] : done.errors.map(({ field, key }) => `${field} ${key}`)).to.deep.equal([
      'ae-REG-94 allocations.typed.amount-point',
      'cp-REG-94 allocations.typed.amount-missing',
      'cp-REG-11 allocations.typed.amount-negative',
    ]);
    expect(await room.allocations.currentTable(id)).to.equal(undefined);
    expect((await type({})).ok).to.equal(false);
  });

  it('are refused beside the region when its departments do not add up', async () => {
    const done = await type({
      ...corsica,
      'ae-DEP-2A': '1',
      'cp-DEP-2A': '1',
      'ae-DEP-75': '1',
      'cp-DEP-75': '1',
    });
    const messages = loadMessages('templates/messages');
    const told = done.ok ? [] : done.errors;
    expect(told.map(({ field, key }) => `${field} ${key}`)).to.have.members([
      'ae-REG-94 allocations.typed.departments-differ',
      'ae-DEP-75 allocations.typed.region-missing',
    ]);
    for (const { key, params } of told) expect(messages(key, params)).not.to.contain('{');
  });

  it('are refused, by a text that asks for departments, when one of a region is missing', async () => {
    const { territories } = await room.allocations.rulesOf(id);
    const typed = { ...corsica, 'ae-DEP-2A': '200 000,50', 'cp-DEP-2A': '1' };
    const { errors } = readTyped(typed, { territories, byDepartment: true });
    expect(errors).to.deep.equal([
      {
        field: 'ae-REG-94',
        key: 'allocations.typed.departments-missing',
        params: { departments: 'Haute-Corse' },
      },
    ]);
  });

  it('are refused to the second of two who typed, whose table is not lost to the first', async () => {
    take(await type(corsica));
    const second = await type({ 'ae-REG-94': '7', 'cp-REG-94': '7' });
    expect(second.ok ? '' : second.errors[0]?.key).to.equal('allocations.typed.changed-meanwhile');
    expect((await room.allocations.currentTable(id))?.lines[0]?.commitmentAuthority).to.equal(20_000_050);
    expect(fieldOf('commitmentAuthority', 'REG-94')).to.equal('ae-REG-94');
  });

  it('are refused to who waited while another table was set, on any database', async () => {
    const { database, journal, clock, instructions, prefectures, people } = room;
    const others = { id: newId(), instruction_id: id, number: 1, content_sha256: '', set_by: people.paul.id };
    const waiting: typeof instructions.lock = async (trx, held) => {
      const instruction = await instructions.lock(trx, held);
      const set_at = clock.now().toISOString();
      // What the other transaction had committed by the time that the row was free.
      await trx('allocation_tables')
        .insert({ ...others, set_at })
        .onConflict('id')
        .ignore();
      return instruction;
    };
    const late = createAllocations({
      ...{ database, readDatabase: database, journal, clock, directory: prefectures },
      instructions: { ...instructions, lock: waiting },
    });
    const done = await late.type(people.claire, id, { typed: corsica, criteria: '', after: 0 });
    expect(done.ok ? '' : done.errors[0]?.key).to.equal('allocations.typed.changed-meanwhile');
  });

  it('stay as they are while the signatory corrects the text', async () => {
    const { instructions, people, allocations } = room;
    const { sha256 } = take(await instructions.freeze(people.claire, id));
    take(await instructions.giveVisa(people.hugo, id, { sha256, reason: '' }));
    take(await instructions.beginCorrection(people.nora, id, 1));
    const refusal = 'conflict: allocations.state.being-corrected';
    expect(await failureOf(type(corsica))).to.equal(refusal);
    expect(await failureOf(allocations.importFile(people.claire, id, smallTable))).to.equal(refusal);
    expect(await failureOf(allocations.remove(people.claire, id))).to.equal(refusal);
    await instructions.leaveCorrection(people.nora, id);
    take(await type(corsica));
  });

  it('keep their criteria, which an import leaves as they are, and which are printed and frozen', async () => {
    const criteria = 'Selon la population.\n\nUne part\nfixe.';
    take(await type(corsica, 0, criteria));
    await room.allocations.importFile(room.people.claire, id, smallTable);
    expect((await room.allocations.currentTable(id))?.criteria).to.equal(criteria);
    take(await type(typedFrom((await room.allocations.currentTable(id))?.lines ?? []), 2, 'Autre chose.'));
    expect((await room.allocations.currentTable(id))?.number).to.equal(3);
    take(await room.instructions.freeze(room.people.claire, id));
    const { credits } = await room.instructions.draftOf(id);
    expect(credits?.figures.criteria).to.deep.equal(['Autre chose.']);
    expect(await failureOf(type(corsica, 3))).to.equal('conflict: allocations.state.not-a-draft');
  });

  it('stand beside those of the year before', async () => {
    expect(await room.allocations.yearBefore(id)).to.equal(undefined);
    const { kind, year } = await room.instructions.get(id);
    const earlier = take(
      await room.instructions.create(room.people.claire, { template: 'chefs-de-projets', year: year - 1 }),
    );
    expect(earlier.kind).to.equal(kind);
    await room.allocations.importFile(room.people.claire, earlier.id, smallTable);
    expect((await room.allocations.yearBefore(id))?.instruction.id).to.equal(earlier.id);
  });
});
