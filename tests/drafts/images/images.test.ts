import { expect } from 'chai';
import { openRoom, take, type Room } from '../drafting-room.ts';
import { jpeg, png } from './pictures.ts';

const picture = (sha256: string, alt = 'Une carte') => ({ type: 'image', attrs: { sha256, alt } });
const document = (...content: object[]) => ({ type: 'doc', content });

describe('the pictures of a text', () => {
  let room: Room;
  let id: string;
  beforeEach(async () => {
    room = await openRoom();
    id = (await room.draft()).id;
  });
  afterEach(() => room.close());

  const save = (json: object) => {
    const { instructions, people } = room;
    return instructions.saveSection(people.claire, id, 2, { key: 'orientations', json });
  };
  const faultsOf = async (json: object) => {
    const saved = await save(json);
    return saved.ok ? [] : saved.errors.map(({ field, key }) => `${field} ${key}`);
  };

  it('are kept once, under the hash of their bytes, and printed with the text that names them', async () => {
    const { instructions, people } = room;
    const added = take(await instructions.addImage(people.claire, id, png()));
    expect(take(await instructions.addImage(people.claire, id, png()))).to.deep.equal(added);
    expect(await room.database('images').select('sha256', 'kind')).to.deep.equal([
      { sha256: added.sha256, kind: 'png' },
    ]);
    expect((await save(document(picture(added.sha256)))).ok).to.equal(true);
    take(await instructions.freeze(people.claire, id));
    const [input] = room.render.inputs.slice(-1);
    expect(input?.sections[0]?.html).to.equal(
      `<p class="figure"><img src="data:image/png;base64,${png().toString('base64')}" alt="Une carte"></p>`,
    );
  });

  it('are brought by drafters, until the signature', async () => {
    const { instructions, people } = room;
    const refusal = await instructions.addImage(people.hugo, id, jpeg()).catch(({ code }) => code as string);
    expect(refusal).to.equal('forbidden');
    expect(await room.database('images').select('sha256')).to.deep.equal([]);
  });

  it('never change in the database', async () => {
    const { sha256 } = take(await room.instructions.addImage(room.people.claire, id, png()));
    const change = room.database('images').where({ sha256 }).update({ kind: 'jpg' });
    expect(await change.then(String, String)).to.contain('append_only');
  });

  it('are refused by a save when they are not there, and what was typed is kept', async () => {
    const key = 'sections[orientations]';
    expect(await faultsOf(document(picture('f'.repeat(64))))).to.deep.equal([
      `${key} drafts.text.unknown-image`,
    ]);
    expect(await faultsOf(document(picture('f'.repeat(64), ' ')))).to.deep.equal([
      `${key} drafts.text.no-alternative`,
    ]);
    const { keptAside, content } = await room.instructions.draftOf(id);
    expect(keptAside.map(({ cause }) => cause)).to.deep.equal(['refused', 'refused']);
    expect(content.sections['orientations']).to.contain('Prévenir d’abord.');
  });
});

describe('a reference to an act', () => {
  let room: Room;
  before(async () => {
    room = await openRoom();
  });
  after(() => room.close());

  it('is chosen among those that are signed, by their title or their day, and saved under that name only', async () => {
    const { instructions, people } = room;
    const { id, version } = await room.approved();
    expect(await instructions.listCitable({ words: '' })).to.deep.equal([]);
    take(await instructions.sign(people.nora, id, { sha256: version.sha256 }));
    const [act] = await instructions.listCitable({ words: 'CHEFS décembre' });
    expect(act).to.include({ instructionId: id, standing: 'in-force' });
    expect(await instructions.listCitable({ words: 'chefs rien' })).to.deep.equal([]);
    const other = take(
      await instructions.create(people.claire, { template: 'chefs-de-projets', year: 2028 }),
    );
    const saveWith = async (label: string, instructionId = id, on = 1) => {
      const cited = { type: 'actReference', attrs: { instructionId, label } };
      const json = { type: 'doc', content: [{ type: 'paragraph', content: [cited] }] };
      const saved = await instructions.saveSection(people.claire, other.id, on, {
        key: 'orientations',
        json,
      });
      return saved.ok ? 'saved' : saved.errors[0]?.key;
    };
    expect(await saveWith('Un autre titre')).to.equal('drafts.text.unknown-act');
    expect(await saveWith(act?.label ?? '', other.id)).to.equal('drafts.text.unknown-act');
    expect(await saveWith(act?.label ?? '')).to.equal('saved');
    // Nor does an act take the place of another under the name that stands.
    expect(await saveWith(act?.label ?? '', other.id, 2)).to.equal('drafts.text.unknown-act');
  });
});
