import { expect } from 'chai';
import { parseSectionText } from '../../../src/drafts/section-text.ts';
import { seededRandom } from '../../torture/seeded-random.ts';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from '../drafting-room.ts';
import { below, randomText } from './random-text.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

describe('the history of a text', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  /** Revisions 1 (the beginning) and 2 (a first save), then one for each text. */
  async function written(...texts: string[]) {
    const { id } = await room.draft();
    for (const text of texts) await save(id, text);
    return id;
  }

  async function save(id: string, text: string) {
    const { revision } = await room.instructions.get(id);
    const sections = { orientations: paragraphs(text) };
    return take(await room.instructions.save(room.people.claire, id, { baseRevision: revision, sections }));
  }

  async function textOf(id: string): Promise<string> {
    const { content } = await room.instructions.draftOf(id);
    return content.sections['orientations'] ?? '';
  }

  it('lists every revision, newest first, with what each one changed', async () => {
    const id = await written('Prévenir partout.');
    const { revisions, total } = await room.instructions.historyPage(id);
    expect(total).to.equal(3);
    expect(revisions.map(({ number }) => number)).to.deep.equal([3, 2, 1]);
    const { template } = await room.instructions.draftOf(id);
    const title = template.sections.find(({ key }) => key === 'orientations')?.title;
    expect(revisions[0]?.changed).to.deep.equal([title]);
    expect(revisions[2]?.changed).to.equal(undefined);
  });

  it('gives a long history in pages', async () => {
    const id = await written(...Array.from({ length: 33 }, (_, index) => `Texte ${index}.`));
    const { revisions, older } = await room.instructions.historyPage(id);
    expect(revisions).to.have.length(30);
    const rest = await room.instructions.historyPage(id, { before: older });
    expect(rest.revisions.map(({ number }) => number)).to.deep.equal([5, 4, 3, 2, 1]);
    expect(rest.older).to.equal(undefined);
  });

  it('says which revisions were frozen, given a visa and signed', async () => {
    const { id } = await room.approved();
    const [frozen] = (await room.instructions.historyPage(id)).revisions;
    expect(frozen?.frozen[0]).to.deep.include({ version: 1, visas: 1, refusals: 0, signedAt: null });
  });

  it('compares any two revisions part by part, and refuses one that is not there', async () => {
    const id = await written('Prévenir partout.', 'Prévenir partout et toujours.');
    const { parts } = await room.instructions.comparedRevisions(id, 3, 4);
    expect(parts.filter(({ state }) => state !== 'same').map(({ key }) => key)).to.deep.equal([
      'orientations',
    ]);
    expect(await failureOf(room.instructions.comparedRevisions(id, 3, 9))).to.contain('no such revision');
  });

  it('makes an earlier revision the text again as a revision of its own, with its line', async () => {
    const id = await written('Prévenir partout.', 'Autre chose.');
    const before = await room.instructions.revisionOf(id, 3);
    const { revision } = take(
      await room.instructions.restore(room.people.paul, id, { number: 3, baseRevision: 4 }),
    );
    expect(revision).to.equal(5);
    expect(await textOf(id)).to.equal(before.sections['orientations']);
    const [line] = await room.journal.list({ types: ['instruction.restored'] });
    expect(line?.data).to.deep.equal({ instruction: id, revision: 5, from: 3 });
    const [restored] = (await room.instructions.historyPage(id)).revisions;
    expect(restored?.restoredFrom).to.equal(3);
  });

  it('refuses to restore over what somebody saved meanwhile, and writes nothing', async () => {
    const id = await written('Prévenir partout.', 'Autre chose.');
    const seen = (await room.instructions.restoration(id, 3)).baseRevision;
    await save(id, 'Encore autre chose, écrit entre-temps.');
    const refused = await room.instructions.restore(room.people.paul, id, { number: 3, baseRevision: seen });
    expect(keysOf(refused)).to.deep.equal(['drafts.conflict.saved-meanwhile']);
    expect(await textOf(id)).to.contain('entre-temps');
    expect(await room.journal.list({ types: ['instruction.restored'] })).to.deep.equal([]);
  });

  it('restores only a draft, by a drafter, and only what differs', async () => {
    const id = await written('Prévenir partout.');
    const { restore } = room.instructions;
    expect(keysOf(await restore(room.people.claire, id, { number: 3, baseRevision: 3 }))).to.deep.equal([
      'history.restore.nothing',
    ]);
    expect(await failureOf(restore(room.people.hugo, id, { number: 2, baseRevision: 3 }))).to.contain(
      'forbidden',
    );
    take(await room.instructions.freeze(room.people.claire, id));
    expect(await failureOf(restore(room.people.claire, id, { number: 2, baseRevision: 3 }))).to.contain(
      'conflict',
    );
  });

  it(`leaves a text that the schema accepts after any edits and restores (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const id = await written();
    for (let step = 0; step < 25; step += 1) {
      const { revision: baseRevision } = await room.instructions.get(id);
      const wanted = 1 + below(random, baseRevision);
      if (below(random, 3) === 0) {
        const outcome = await room.instructions.restore(room.people.claire, id, {
          number: wanted,
          baseRevision,
        });
        const earlier = await room.instructions.revisionOf(id, wanted);
        expect(await textOf(id), `step ${step}`).to.equal(earlier.sections['orientations']);
        expect(keysOf(outcome).filter((key) => key !== 'history.restore.nothing')).to.deep.equal([]);
      } else {
        const sections = { orientations: randomText(random).toJSON() as unknown };
        take(await room.instructions.save(room.people.claire, id, { baseRevision, sections }));
      }
      expect(parseSectionText(await textOf(id)).ok, `step ${step}`).to.equal(true);
    }
  });
});
