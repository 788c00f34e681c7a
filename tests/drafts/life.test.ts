import { expect } from 'chai';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from './drafting-room.ts';

describe('an instruction', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  it('lives from its first word to its end, with a line of the journal for each step', async () => {
    const { instructions, people } = room;
    const { id } = await room.approved();
    const signed = take(await instructions.sign(people.nora, id));
    await room.database.transaction((trx) => instructions.markDispatched(trx, id));
    await room.database.transaction((trx) => instructions.markClosed(trx, id));

    expect(await room.stateOf(id)).to.equal('closed');
    expect(await room.typesOf(id)).to.deep.equal([
      'instruction.created',
      'instruction.author-declared',
      'instruction.saved',
      'instruction.saved',
      'instruction.frozen',
      'visa.given',
      'instruction.approved',
      'instruction.signed',
      'instruction.closed',
    ]);
    expect(await room.journal.verify()).to.include({ valid: true });
    const version = await instructions.signedVersion(id);
    expect(version).to.include({
      sha256: signed.sha256,
      slug: '2027-chefs-de-projets',
      title: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
      year: 2027,
      signedOn: '2026-12-07',
      level: 'B-B',
      mark: 'signature',
      signatoryName: 'Nora Signatory',
    });
    expect(version?.html).to.contain('<p>Prévenir d’abord.</p>');
  });

  it('begins from the template’s defaults, with its creator as declared author', async () => {
    const created = take(
      await room.instructions.create(room.people.claire, { template: 'chefs-de-projets', year: 2028 }),
    );
    const { content } = await room.instructions.draftOf(created.id);
    expect(content.fields).to.deep.equal({
      year: '2028',
      subject: 'Orientations de l’année',
      letterDate: '',
      heading: 'Premier ministre',
      signingCapacity: '',
      delegationReference: '',
      delegationValidFrom: '',
      delegationValidUntil: '',
    });
    expect(await room.instructions.listAuthorIds(created.id)).to.deep.equal([room.people.claire.id]);
  });

  it('keeps the template it began with, whatever the folder becomes', async () => {
    const { id, templateSha256 } = await room.draft();
    expect((await room.instructions.draftOf(id)).template.sha256).to.equal(templateSha256);
    const failure = await failureOf(room.database('pinned_templates').update({ source: '{}' }));
    expect(failure).to.contain('pinned_templates_is_append_only_update');
  });

  it('is one per template and year', async () => {
    await room.draft();
    const again = await room.instructions.create(room.people.claire, {
      template: 'chefs-de-projets',
      year: 2027,
    });
    expect(keysOf(again)).to.deep.equal(['drafts.create.already-there']);
    expect(await room.instructions.list()).to.have.length(1);
  });

  it('is not begun for an unlikely year, from an unknown template, or by someone who does not draft', async () => {
    const { instructions, people } = room;
    expect(
      keysOf(await instructions.create(people.claire, { template: 'chefs-de-projets', year: 20 })),
    ).to.deep.equal(['drafts.field.not-a-year']);
    expect(keysOf(await instructions.create(people.claire, { template: 'autre', year: 2027 }))).to.deep.equal(
      ['form.invalid'],
    );
    expect(
      await failureOf(instructions.create(people.nora, { template: 'chefs-de-projets', year: 2027 })),
    ).to.equal('forbidden: drafts.role.drafter-only');
  });

  it('is found by its address, and listed by year and state', async () => {
    const { id } = await room.inReview();
    const other = take(
      await room.instructions.create(room.people.claire, { template: 'chefs-de-projets', year: 2028 }),
    );
    expect((await room.instructions.findBySlug('2027-chefs-de-projets'))?.id).to.equal(id);
    expect((await room.instructions.list()).map((each) => each.year)).to.deep.equal([2028, 2027]);
    expect((await room.instructions.list({ state: 'draft' })).map((each) => each.id)).to.deep.equal([
      other.id,
    ]);
    expect((await room.instructions.list({ year: 2027 })).map((each) => each.id)).to.deep.equal([id]);
  });

  it('gives a search its words alone', async () => {
    const { id } = await room.draft({ subject: 'Prévention' });
    const content = await room.instructions.contentForSearch(id);
    expect(content).to.include({
      title: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
      subject: 'Prévention',
      year: 2027,
      state: 'draft',
    });
    expect(content.sections.map((section) => section.text)).to.deep.equal([
      'Prévenir d’abord.',
      '',
      'Texte fixe.',
    ]);
  });

  it('is marked PROJET in a preview only', async () => {
    const { id } = await room.draft();
    const { pdf } = await room.instructions.preview(id);
    expect(Buffer.from(pdf).subarray(0, 5).toString()).to.equal('%PDF-');
    take(await room.instructions.freeze(room.people.claire, id));
    expect(room.render.inputs.map((input) => input.mark)).to.deep.equal(['preview', 'frozen']);
    expect(room.render.inputs.every((input) => input.demonstration)).to.equal(true);
  });

  it('takes another declared author before the freeze only', async () => {
    const { instructions, people } = room;
    const { id } = await room.draft();
    await instructions.declareAuthor(people.claire, id, people.omni.id);
    await instructions.declareAuthor(people.claire, id, people.omni.id);
    expect(await instructions.listAuthorIds(id)).to.have.members([people.claire.id, people.omni.id]);
    take(await instructions.freeze(people.claire, id));
    expect(await failureOf(instructions.declareAuthor(people.claire, id, people.paul.id))).to.equal(
      'conflict: drafts.state.not-a-draft',
    );
  });

  it('prints what was written with its markup escaped', async () => {
    const { id } = await room.draft();
    take(
      await room.instructions.saveSection(room.people.claire, id, 2, {
        key: 'orientations',
        json: paragraphs('<script>alert(1)</script>'),
      }),
    );
    await room.instructions.preview(id);
    expect(room.render.inputs[0]?.sections[0]?.html).to.equal('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
  });
});
