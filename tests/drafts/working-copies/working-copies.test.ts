import { expect } from 'chai';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from '../drafting-room.ts';

const orientations = (text: string) => ({ 'sections[orientations]': JSON.stringify(paragraphs(text)) });

describe('a working copy', () => {
  let room: Room;
  let id: string;
  let seen: string;
  let turn: number;
  beforeEach(async () => {
    room = await openRoom();
    id = (await room.draft()).id;
    seen = '';
    turn = 0;
  });
  afterEach(() => room.close());

  async function type(
    parts: Record<string, string>,
    { by = room.people.claire, screen = 'one', baseRevision = 2, bases = {} } = {},
  ) {
    turn += 1;
    const kept = await room.instructions.keepTyped(by, id, {
      screen,
      seen,
      turn,
      baseRevision,
      bases,
      controls: parts,
    });
    return kept;
  }
  const save = (baseRevision = 2, choices: Record<string, 'mine' | 'theirs'> = {}, by = room.people.claire) =>
    room.instructions.saveTyped(by, id, { screen: 'one', seen, baseRevision, choices });
  const textOf = (by = room.people.claire) => room.instructions.workingText(by, id);
  const standing = async () => (await room.instructions.draftOf(id)).content;

  it('holds what was typed, for that person alone, and neither a revision nor a line of the journal', async () => {
    const lines = (await room.typesOf(id)).length;
    await type({ 'fields[subject]': 'Objet tapé', ...orientations('Texte tapé.') });
    const { content, typedAt } = await textOf();
    expect(content.fields['subject']).to.equal('Objet tapé');
    expect(content.sections['orientations']).to.contain('Texte tapé.');
    expect(typedAt).to.equal(room.clock.now().toISOString());
    const other = await textOf(room.people.paul);
    expect([other.content.fields['subject'], other.typedAt]).to.deep.equal([
      'Orientations de l’année',
      undefined,
    ]);
    expect((await room.instructions.get(id)).revision).to.equal(2);
    expect((await room.typesOf(id)).length).to.equal(lines);
  });

  it('voids nothing', async () => {
    const { sha256 } = take(await room.instructions.freeze(room.people.claire, id));
    await type({ 'fields[subject]': 'Trop tard' });
    expect((await room.instructions.frozenVersion(id))?.sha256).to.equal(sha256);
    expect((await textOf()).content.fields['subject']).to.equal('Trop tard');
  });

  it('keeps word for word what a save would refuse, and says why', async () => {
    const { errors } = await type({
      'fields[letterDate]': '2027-02-3',
      'sections[orientations]': '{"type":"doc"',
    });
    expect(errors.map(({ field, key }) => [field, key])).to.deep.equal([
      ['fields[letterDate]', 'form.no-such-date'],
      ['sections[orientations]', 'drafts.text.unreadable'],
    ]);
    const { typed, unread, content } = await textOf();
    expect(typed).to.include({ 'fields[letterDate]': '2027-02-3' });
    expect(unread.map(({ content: text }) => text)).to.deep.equal(['{"type":"doc"']);
    expect(content).to.deep.equal(await standing());
  });

  it('becomes a revision when it is saved, and is then empty', async () => {
    await type({ 'fields[subject]': 'Objet tapé' });
    expect(take(await save())).to.deep.equal({ revision: 3 });
    expect((await standing()).fields['subject']).to.equal('Objet tapé');
    expect((await textOf()).parts).to.deep.equal([]);
  });

  it('is saved with what others saved meanwhile elsewhere in the text', async () => {
    await type({ 'fields[subject]': 'De Claire' });
    take(
      await room.instructions.save(room.people.paul, id, {
        baseRevision: 2,
        sections: { orientations: paragraphs('De Paul.') },
      }),
    );
    expect((await textOf()).content.sections['orientations']).to.contain('De Paul.');
    expect(take(await save())).to.deep.equal({ revision: 4, others: true });
    const { fields, sections } = await standing();
    expect(fields['subject']).to.equal('De Claire');
    expect(sections['orientations']).to.contain('De Paul.');
  });

  it('is told of what another saved in the same part, with both values, and loses none', async () => {
    await type({ 'fields[subject]': 'De Claire' });
    take(await room.instructions.saveFields(room.people.paul, id, 2, { subject: 'De Paul' }));
    expect(keysOf(await save())).to.deep.equal(['drafts.conflict.saved-meanwhile']);
    const { conflicts, content } = await textOf();
    expect(conflicts).to.have.length(1);
    expect(conflicts[0]).to.deep.include({ mine: 'De Claire', theirs: 'De Paul', baseRevision: 2 });
    expect(content.fields['subject']).to.equal('De Claire');
    expect((await standing()).fields['subject']).to.equal('De Paul');
  });

  it('is settled by keeping one’s own, mended or not', async () => {
    await type({ 'fields[subject]': 'De Claire' });
    take(await room.instructions.saveFields(room.people.paul, id, 2, { subject: 'De Paul' }));
    await type({ 'fields[subject]': 'Des deux' }, { baseRevision: 3, bases: { 'fields[subject]': 2 } });
    expect(take(await save(3, { 'fields[subject]': 'mine' })).revision).to.equal(4);
    expect((await standing()).fields['subject']).to.equal('Des deux');
  });

  it('is settled by keeping the other’s', async () => {
    await type({ 'fields[subject]': 'De Claire', ...orientations('De Claire.') });
    take(await room.instructions.saveFields(room.people.paul, id, 2, { subject: 'De Paul' }));
    expect(take(await save(3, { 'fields[subject]': 'theirs' })).revision).to.equal(4);
    const { fields, sections } = await standing();
    expect(fields['subject']).to.equal('De Paul');
    expect(sections['orientations']).to.contain('De Claire.');
    expect((await textOf()).parts).to.deep.equal([]);
  });

  it('is asked again when the other saves once more', async () => {
    await type({ 'fields[subject]': 'De Claire' });
    take(await room.instructions.saveFields(room.people.paul, id, 2, { subject: 'De Paul' }));
    take(await room.instructions.saveFields(room.people.paul, id, 3, { subject: 'Encore de Paul' }));
    expect(keysOf(await save(3, { 'fields[subject]': 'mine' }))).to.deep.equal([
      'drafts.conflict.saved-meanwhile',
    ]);
    expect((await textOf()).conflicts[0]?.theirs).to.equal('Encore de Paul');
  });

  it('loses nothing when the same person types in two pages', async () => {
    await type({ 'fields[subject]': 'De la première page' });
    await type({ 'fields[subject]': 'De la seconde' }, { screen: 'two' });
    expect((await textOf()).content.fields['subject']).to.equal('De la seconde');
    const { keptAside } = await room.instructions.draftOf(id);
    expect(keptAside.map(({ cause, content }) => [cause, content])).to.deep.equal([
      ['other-screen', 'De la première page'],
    ]);
  });

  it('saves only what the page has seen', async () => {
    await type(orientations('De l’autre page.'), { screen: 'two' });
    await type({ 'fields[subject]': 'D’ici' });
    take(await save());
    expect((await standing()).sections['orientations']).not.to.contain('De l’autre page.');
    expect((await textOf()).content.sections['orientations']).to.contain('De l’autre page.');
  });

  it('is given up when the person says so', async () => {
    await type({ 'fields[subject]': 'Inutile' });
    await room.instructions.discardTyped(room.people.claire, id);
    expect((await textOf()).content).to.deep.equal(await standing());
  });

  it('is a drafter’s, on a revision that is', async () => {
    expect(await failureOf(type({}, { by: room.people.hugo }))).to.equal(
      'forbidden: drafts.role.drafter-only',
    );
    expect(await failureOf(type({}, { baseRevision: 9 }))).to.equal('a revision that never was');
  });

  it('has a bound', async () => {
    const parts = Object.fromEntries(
      Array.from({ length: 11 }, (_one, index) => [`sections[s${index}]`, 'x'.repeat(400_000)]),
    );
    expect(await failureOf(type(parts))).to.equal('the working copy is too long');
  });
});
