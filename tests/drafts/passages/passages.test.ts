import { expect } from 'chai';
import { leftToReview } from '../../../src/drafts/passages/passages.ts';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from '../drafting-room.ts';

const part = 'sections[orientations]';
const text = 'La réunion aura lieu le 15 janvier 2026 à Lyon. Chacun viendra.';

describe('passages to review', () => {
  let room: Room;
  let id: string;
  beforeEach(async () => {
    room = await openRoom();
    ({ id } = await room.draft());
    await save(text);
  });
  afterEach(() => room.close());

  async function save(...words: string[]) {
    const { revision } = await room.instructions.get(id);
    const sections = { orientations: paragraphs(...words) };
    take(await room.instructions.save(room.people.claire, id, { baseRevision: revision, sections }));
  }

  async function mark(...quotes: string[]) {
    const { content } = await room.instructions.draftOf(id);
    const passages = quotes.map((quote) => {
      const from = text.indexOf(quote);
      return { part, from, to: from + quote.length, why: 'date' as const };
    });
    return room.database.transaction((trx) =>
      room.instructions.markToReview(trx, {
        instructionId: id,
        actorId: room.people.claire.id,
        content,
        passages,
      }),
    );
  }
  const list = () => room.instructions.listToReview(id);
  const quotes = async () => leftToReview(await list()).map(({ quote }) => quote);

  it('stop the submission until each is confirmed, and again when a confirmation is taken back', async () => {
    const { instructions, people } = room;
    expect(await mark('15 janvier 2026', 'Lyon')).to.equal(2);
    expect(keysOf(await instructions.freeze(people.claire, id))).to.deep.equal([
      'checks.to-review.what',
      'checks.to-review.what',
    ]);
    const [date, town] = await list();
    expect(await instructions.confirmPassages(people.paul, id, [date?.id ?? ''])).to.equal(1);
    expect(await instructions.confirmPassages(people.paul, id, [date?.id ?? '', town?.id ?? ''])).to.equal(1);
    expect(await quotes()).to.deep.equal([]);
    await instructions.reopenPassages(people.claire, id, [town?.id ?? '']);
    expect(await quotes()).to.deep.equal(['Lyon']);
    await instructions.confirmPassages(people.claire, id, [town?.id ?? '']);
    take(await instructions.freeze(people.claire, id));
    expect((await room.typesOf(id)).filter((type) => type.startsWith('passages.'))).to.deep.equal([
      'passages.marked',
      'passages.confirmed',
      'passages.confirmed',
      'passages.reopened',
      'passages.confirmed',
    ]);
  });

  it('follow their words at each save, and come back with them', async () => {
    await mark('15 janvier 2026', 'Chacun viendra.');
    await save('Madame, Monsieur,', text.replace('15 janvier 2026', '14 janvier 2027'));
    expect(await quotes()).to.deep.equal(['14 janvier 2027', 'Chacun viendra.']);
    await save('La réunion aura lieu le 14 janvier 2027 à Lyon.');
    expect(await quotes()).to.deep.equal(['14 janvier 2027']);
    expect((await list()).map(({ firstQuote, gone }) => [firstQuote, gone])).to.deep.include.members([
      ['Chacun viendra.', true],
    ]);
    await save(text);
    expect(await quotes()).to.deep.equal(['15 janvier 2026', 'Chacun viendra.']);
  });

  it('may be a whole field or section; what is not in the text is passed over', async () => {
    const { content } = await room.instructions.draftOf(id);
    const passages = [
      { part: 'fields[subject]', why: 'year' as const },
      { part: 'sections[autre]', why: 'year' as const },
      { part, from: 5, to: 5, why: 'year' as const },
    ];
    const marked = { instructionId: id, actorId: room.people.claire.id, content, passages };
    expect(await room.database.transaction((trx) => room.instructions.markToReview(trx, marked))).to.equal(1);
    expect((await list()).map(({ part: where, from }) => [where, from])).to.deep.equal([
      ['fields[subject]', null],
    ]);
  });

  it('are confirmed by who writes the text, while it is written', async () => {
    await mark('Lyon');
    const ids = (await list()).map((passage) => passage.id);
    expect(await failureOf(room.instructions.confirmPassages(room.people.hugo, id, ids))).to.contain(
      'forbidden',
    );
    await room.instructions.confirmPassages(room.people.claire, id, ids);
    take(await room.instructions.freeze(room.people.claire, id));
    expect(await failureOf(room.instructions.reopenPassages(room.people.claire, id, ids))).to.contain(
      'conflict',
    );
  });
});
