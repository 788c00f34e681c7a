import { expect } from 'chai';
import { readStoredText } from '../../../src/drafts/content.ts';
import { toPlainText } from '../../../src/drafts/section-text.ts';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from '../drafting-room.ts';

describe('preparing the next year from this one', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  /** A text of 2027 with a date, an amount and a year in it. */
  async function textOf2027(fields: Record<string, string> = {}) {
    const { id, revision } = await room.draft({
      subject: 'Orientations pour 2027 et après',
      delegationValidFrom: '2027-02-01',
      ...fields,
    });
    const sections = { orientations: paragraphs('Avant le 15 mars 2027.', 'Vous recevrez 8 412 415 €.') };
    take(await room.instructions.save(room.people.claire, id, { baseRevision: revision, sections }));
    return id;
  }

  async function prepared() {
    const from = await textOf2027({ letterDate: '2026-12-07' });
    const begun = take(await room.instructions.rollOver(room.people.paul, from));
    return { from, begun, ...(await room.instructions.draftOf(begun.id)) };
  }

  it('begins a draft of the next year with the same words, by whoever prepares it', async () => {
    const { begun, content } = await prepared();
    expect(begun).to.deep.include({ slug: '2028-chefs-de-projets', year: 2028, state: 'draft', revision: 1 });
    expect(begun.title).to.contain('2028');
    expect(toPlainText(readStoredText(content.sections['orientations']))).to.contain(
      'Avant le 15 mars 2027.',
    );
    expect(await room.instructions.listAuthorIds(begun.id)).to.deep.equal([room.people.paul.id]);
  });

  it('shifts the year, empties what names one letter, and leaves the days of a delegation as they are', async () => {
    const { content } = await prepared();
    expect(content.fields).to.deep.include({
      year: '2028',
      subject: 'Orientations pour 2028 et après',
      letterDate: '',
      delegationValidFrom: '2027-02-01',
    });
  });

  it('marks what carries a date, an amount or a year, until somebody confirms each', async () => {
    const { begun } = await prepared();
    const marked = await room.instructions.listToReview(begun.id);
    expect(marked.map(({ part, quote, why }) => `${part} ${why} ${quote}`)).to.have.members([
      'fields[delegationValidFrom] date ',
      'fields[subject] year 2028',
      'sections[orientations] date 15 mars 2027',
      'sections[orientations] amount 8 412 415 €',
    ]);
    expect(marked.every(({ confirmedAt }) => confirmedAt === null)).to.equal(true);
  });

  it('says before what it will do, in the same numbers', async () => {
    const from = await textOf2027({ letterDate: '2026-12-07' });
    const { plan } = await room.instructions.nextYear(from);
    expect(plan?.emptied).to.deep.equal(['Date de la lettre']);
    expect(plan?.passages).to.have.length(4);
    expect(plan?.shifted.map(({ title }) => title)).to.deep.equal(['Millésime', 'Objet']);
    expect(await room.instructions.list()).to.have.length(1);
  });

  it('leaves a line in the journal, and remembers where the text came from', async () => {
    const { begun, from } = await prepared();
    const types = await room.typesOf(begun.id);
    expect(types).to.include.members(['instruction.created', 'instruction.rolled-over', 'passages.marked']);
    expect((await room.instructions.yearBefore(begun.id))?.id).to.equal(from);
    expect((await room.instructions.preparedFrom(from)).map(({ id }) => id)).to.deep.equal([begun.id]);
  });

  it('begins one text a year, even when two people ask at once', async () => {
    const from = await textOf2027();
    const both = await Promise.all([
      room.instructions.rollOver(room.people.claire, from),
      room.instructions.rollOver(room.people.paul, from),
    ]);
    expect(both.flatMap(keysOf)).to.deep.equal(['history.next.already-there']);
    expect((await room.instructions.list()).map(({ year }) => year)).to.deep.equal([2028, 2027]);
  });

  it('is for drafters', async () => {
    const from = await textOf2027();
    expect(await failureOf(room.instructions.rollOver(room.people.hugo, from))).to.contain('forbidden');
  });

  it('offers the next year of a signed text until somebody begins it', async () => {
    const { id, version } = await room.approved();
    expect(await room.instructions.listPreparable()).to.deep.equal([]);
    take(await room.instructions.sign(room.people.nora, id, { sha256: version.sha256 }));
    expect((await room.instructions.listPreparable()).map(({ id, year }) => [id, year])).to.deep.equal([
      [id, 2028],
    ]);
    take(await room.instructions.rollOver(room.people.claire, id));
    expect(await room.instructions.listPreparable()).to.deep.equal([]);
  });

  it('compares a text with the one that it was prepared from, at any time', async () => {
    const { begun } = await prepared();
    const sections = { orientations: paragraphs('Avant le 14 mars 2028.', 'Vous recevrez 8 412 415 €.') };
    take(await room.instructions.save(room.people.paul, begun.id, { baseRevision: 1, sections }));
    const compared = await room.instructions.comparedWithYearBefore(begun.id);
    const section = compared?.parts.find(({ key }) => key === 'orientations');
    expect(section?.blocks.map(({ state }) => state)).to.deep.equal(['edited', 'same']);
  });

  it('compares with the last signed text of the year before when it was begun from nothing', async () => {
    const { id, version } = await room.approved();
    const next = take(
      await room.instructions.create(room.people.claire, { template: 'chefs-de-projets', year: 2028 }),
    );
    expect(await room.instructions.comparedWithYearBefore(next.id)).to.equal(undefined);
    take(await room.instructions.sign(room.people.nora, id, { sha256: version.sha256 }));
    expect((await room.instructions.comparedWithYearBefore(next.id))?.earlier.id).to.equal(id);
  });
});
