import { expect } from 'chai';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from './drafting-room.ts';

describe('a save', () => {
  let room: Room;
  let id: string;
  beforeEach(async () => {
    room = await openRoom();
    id = (await room.draft()).id;
  });
  afterEach(() => room.close());

  const save = (submission: Parameters<Room['instructions']['save']>[2], by = room.people.claire) =>
    room.instructions.save(by, id, submission);

  it('is a revision, and leaves alone what it does not carry', async () => {
    expect(
      take(await room.instructions.saveFields(room.people.claire, id, 2, { subject: 'Autre objet' })),
    ).to.deep.equal({ revision: 3 });
    const { content, instruction } = await room.instructions.draftOf(id);
    expect(instruction.revision).to.equal(3);
    expect(content.fields).to.include({ subject: 'Autre objet', year: '2027' });
    expect(content.sections['orientations']).to.contain('Prévenir d’abord.');
    expect(await room.database('revisions').where({ instruction_id: id }).pluck('number')).to.deep.equal([
      1, 2, 3,
    ]);
  });

  it('changes nothing when nothing differs', async () => {
    expect(
      take(
        await save({
          baseRevision: 2,
          fields: { year: '2027' },
          sections: { orientations: paragraphs('Prévenir d’abord.') },
        }),
      ),
    ).to.deep.equal({ revision: 2 });
    expect((await room.typesOf(id)).filter((type) => type === 'instruction.saved')).to.have.length(2);
  });

  it('is refused with every fault, and writes no revision', async () => {
    const outcome = await save({
      baseRevision: 2,
      fields: { subject: '', letterDate: '2027-02-30' },
      sections: { orientations: '{' },
    });
    expect(outcome).to.deep.equal({
      ok: false,
      errors: [
        { field: 'fields[subject]', key: 'form.required' },
        { field: 'fields[letterDate]', key: 'form.no-such-date' },
        { field: 'sections[orientations]', key: 'drafts.text.unreadable' },
      ],
    });
    expect((await room.instructions.get(id)).revision).to.equal(2);
  });

  it('keeps aside, word for word, a text that the schema refuses', async () => {
    const typed = JSON.stringify({ type: 'doc', content: [{ type: 'image', attrs: { src: 'x' } }] });
    expect(keysOf(await save({ baseRevision: 2, sections: { orientations: typed } }))).to.deep.equal([
      'drafts.text.unknown-element',
    ]);
    const { keptAside } = await room.instructions.draftOf(id);
    expect(keptAside).to.have.length(1);
    expect(keptAside[0]).to.include({
      part: 'sections[orientations]',
      content: typed,
      cause: 'refused',
      keptBy: room.people.claire.id,
    });
  });

  it('over another’s save is a conflict that loses nothing', async () => {
    take(
      await save({ baseRevision: 2, sections: { orientations: paragraphs('De Paul.') } }, room.people.paul),
    );
    const mine = {
      baseRevision: 2,
      fields: { subject: 'De Claire', year: '2027' },
      sections: { orientations: paragraphs('De Claire.') },
    };
    expect(keysOf(await save(mine))).to.deep.equal(['drafts.conflict.saved-meanwhile']);

    const { content, keptAside, instruction } = await room.instructions.draftOf(id);
    expect(instruction.revision).to.equal(3);
    expect(content.sections['orientations']).to.contain('De Paul.');
    expect(keptAside.map(({ part, cause }) => [part, cause])).to.deep.equal([
      ['fields[subject]', 'conflict'],
      ['sections[orientations]', 'conflict'],
    ]);
    expect(keptAside[0]?.content).to.equal('De Claire');
    expect(keptAside[1]?.content).to.contain('De Claire.');
  });

  it('sent twice at once is saved once, without a conflict', async () => {
    const twice = { baseRevision: 2, fields: { subject: 'Une fois' } };
    const outcomes = await Promise.all([save(twice), save(twice)]);
    expect(outcomes.map(take)).to.deep.equal([{ revision: 3 }, { revision: 3 }]);
    expect((await room.instructions.draftOf(id)).keptAside).to.deep.equal([]);
  });

  it('refuses a revision that never was', async () => {
    expect(keysOf(await save({ baseRevision: 9, fields: {} }))).to.deep.equal(['form.invalid']);
    expect(keysOf(await save({ baseRevision: 0, fields: {} }))).to.deep.equal(['form.invalid']);
  });

  it('does not touch a locked section', async () => {
    const outcome = await save({ baseRevision: 2, sections: { rappel: paragraphs('Autre.') } });
    expect(keysOf(outcome)).to.deep.equal(['drafts.text.locked']);
    take(await save({ baseRevision: 2, sections: { rappel: paragraphs('Texte fixe.') } }));
  });

  it('refuses a section that the template does not have', async () => {
    expect(keysOf(await save({ baseRevision: 2, sections: { constructor: paragraphs('x') } }))).to.deep.equal(
      ['form.invalid'],
    );
  });

  it('takes plain paragraphs where there is no editor', async () => {
    take(await save({ baseRevision: 2, plain: { credits: 'Un.\r\n\r\nDeux.' } }));
    const { content } = await room.instructions.draftOf(id);
    expect(JSON.parse(content.sections['credits'] ?? '')).to.deep.equal(paragraphs('Un.', 'Deux.'));
  });

  it('never flattens formatting through a plain field', async () => {
    const bold = {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Fort', marks: [{ type: 'bold' }] }] }],
    };
    take(await save({ baseRevision: 2, sections: { credits: bold } }));
    expect(take(await save({ baseRevision: 3, plain: { credits: 'Fort' } }))).to.deep.equal({ revision: 3 });
    expect(keysOf(await save({ baseRevision: 3, plain: { credits: 'Faible' } }))).to.deep.equal([
      'drafts.text.has-formatting',
    ]);
    expect((await room.instructions.draftOf(id)).keptAside[0]).to.include({
      content: 'Faible',
      part: 'plain[credits]',
    });
  });

  it('lets a kept text be removed once read', async () => {
    await save({ baseRevision: 2, sections: { orientations: '{' } });
    const [kept] = (await room.instructions.draftOf(id)).keptAside;
    await room.instructions.dismissKeptAside(room.people.paul, id, kept?.id ?? '');
    expect((await room.instructions.draftOf(id)).keptAside).to.deep.equal([]);
  });

  it('is a drafter’s, and ends with the signature', async () => {
    expect(await failureOf(save({ baseRevision: 2, fields: {} }, room.people.hugo))).to.equal(
      'forbidden: drafts.role.drafter-only',
    );
    const version = take(await room.instructions.freeze(room.people.claire, id));
    take(await room.instructions.giveVisa(room.people.hugo, id, { sha256: version.sha256, reason: '' }));
    take(await room.instructions.sign(room.people.nora, id));
    expect(await failureOf(save({ baseRevision: 2, fields: {} }))).to.equal(
      'conflict: drafts.state.no-longer-editable',
    );
  });
});
