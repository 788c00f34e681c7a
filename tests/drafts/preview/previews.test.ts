import { expect } from 'chai';
import { createLatest } from '../../../src/drafts/preview/latest.ts';
import { openRoom, type Room } from '../drafting-room.ts';

describe('a preview', () => {
  let room: Room;
  let id: string;
  beforeEach(async () => {
    room = await openRoom();
    id = (await room.draft()).id;
  });
  afterEach(() => room.close());

  const textOf = ({ pdf }: { pdf: Uint8Array }) => new TextDecoder().decode(pdf);
  const type = (subject: string) =>
    room.instructions.keepTyped(room.people.claire, id, {
      ...{ screen: 'one', seen: '', turn: 1, baseRevision: 2, bases: {} },
      controls: { 'fields[subject]': subject },
    });

  it('shows each person their own working copy, and the saved text to the others', async () => {
    await type('Objet tapé');
    const mine = await room.instructions.previewFor(room.people.claire, id);
    expect([textOf(mine).includes('Objet tapé'), mine.isWorkingCopy]).to.deep.equal([true, true]);
    const others = await room.instructions.previewFor(room.people.hugo, id);
    expect([textOf(others).includes('Objet tapé'), others.isWorkingCopy]).to.deep.equal([false, false]);
    expect(textOf(mine)).to.contain('"mark":"preview"');
  });

  it('prints the same content once, whoever asks', async () => {
    await room.instructions.previewFor(room.people.claire, id);
    await room.instructions.previewFor(room.people.hugo, id);
    expect(room.render.inputs).to.have.length(1);
    await type('Autre');
    await room.instructions.previewFor(room.people.claire, id);
    expect(room.render.inputs).to.have.length(2);
  });

  it('gives the file that it told of, whatever was typed since, and to nobody else', async () => {
    const { previewFor } = room.instructions;
    await type('Premier objet');
    const told = await previewFor(room.people.claire, id);
    await type('Second objet');
    const name = told.key.slice(0, 12);
    expect(textOf(await previewFor(room.people.claire, id, name))).to.contain('Premier objet');
    expect(textOf(await previewFor(room.people.paul, id, name))).not.to.contain('Premier objet');
    expect(textOf(await previewFor(room.people.claire, id))).to.contain('Second objet');
  });

  it('tells its pages to who checks the text', async () => {
    expect(room.instructions.pagesOf(id)).to.equal(undefined);
    await room.instructions.previewFor(room.people.claire, id);
    expect(room.instructions.pagesOf(id)).to.equal(1);
  });
});

describe('asking for the latest', () => {
  it('runs one at a time for a person, and the last asked for once more', async () => {
    const latest = createLatest<number>();
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    const task = async () => {
      begun += 1;
      const mine = begun;
      await gate.promise;
      return mine;
    };
    const asked = [
      latest('claire', task),
      latest('claire', task),
      latest('claire', task),
      latest('paul', task),
    ];
    gate.resolve();
    expect(await Promise.all(asked)).to.deep.equal([1, 3, 3, 2]);
    expect(begun).to.equal(3);
  });

  it('goes on after a failure', async () => {
    const latest = createLatest<string>();
    const failing = latest('claire', () => Promise.reject(new Error('no browser')));
    const next = latest('claire', async () => 'done');
    expect(await failing.catch(() => 'failed')).to.equal('failed');
    expect(await next).to.equal('done');
  });
});
