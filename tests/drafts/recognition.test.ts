import { expect } from 'chai';
import { recogniseDocument } from '../../src/drafts/instructions.ts';
import { openRoom, take, type Room } from './drafting-room.ts';

describe('a document recognised by its hash', () => {
  let room: Room;
  let frozen: string;
  let signed: string;

  beforeEach(async () => {
    room = await openRoom();
    const { id } = await room.approved();
    take(await room.instructions.sign(room.people.nora, id));
    [frozen, signed] = [
      (await room.instructions.frozenVersion(id))!.sha256,
      (await room.instructions.signedVersion(id))!.sha256,
    ];
  });
  afterEach(() => room.close());

  const recognise = (...hashes: string[]) => recogniseDocument(room.database, hashes);

  it('is the signed one before the frozen one that it begins with', async () => {
    const found = await recognise(signed, frozen);
    expect(found).to.include({ document: 'signed', whole: true, year: 2027 });
    expect(await room.instructions.findBySlug(found!.instruction)).to.not.equal(undefined);
    expect(await recognise(frozen)).to.include({ document: 'frozen', whole: true });
  });

  it('is not whole when something follows it', async () => {
    expect(await recognise('0'.repeat(64), signed, frozen)).to.include({ document: 'signed', whole: false });
  });

  it('is nothing when no hash is known', async () => {
    expect(await recognise('0'.repeat(64))).to.equal(null);
    expect(await recognise()).to.equal(null);
  });
});
