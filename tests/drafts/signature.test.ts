import { expect } from 'chai';
import { refuseWhen } from '../../db/append-only.ts';
import { dropTrigger } from '../database.ts';
import { createFakeSigning } from '../fakes/fake-signing.ts';
import { failureOf, keysOf, openRoom, take, type Room } from './drafting-room.ts';

describe('the signature', () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  const signedRows = () => room.database('signed_versions').select();

  it('adds to the frozen bytes and changes none of them', async () => {
    const { id } = await room.approved();
    take(await room.instructions.sign(room.people.nora, id));
    const frozen = await (await room.instructions.frozenVersion(id))?.pdf();
    const signed = await (await room.instructions.signedVersion(id))?.pdf();
    if (frozen === undefined || signed === undefined) throw new Error('nothing was signed');
    expect(Buffer.from(signed.subarray(0, frozen.length)).equals(Buffer.from(frozen))).to.equal(true);
    expect(signed.length).to.be.greaterThan(frozen.length);
    expect(room.signing.acts).to.deep.equal([
      { signatoryName: 'Nora Signatory', reason: 'Instruction «\u00a0Chefs de projets 2027\u00a0»' },
    ]);
  });

  it('that changes a frozen byte is thrown away', async () => {
    const { id } = await room.approved();
    room.signing.spoilBytes();
    expect(await failureOf(room.instructions.sign(room.people.nora, id))).to.contain(
      'changed the frozen bytes',
    );
    expect(await room.stateOf(id)).to.equal('approved');
    expect(await signedRows()).to.have.length(0);
  });

  it('that reached less than it aimed at says so in the journal, and why', async () => {
    const fake = createFakeSigning();
    const loweredBy = 'signing.service.silent';
    const signing = {
      ...fake,
      signAct: async (...act: Parameters<typeof fake.signAct>) => ({
        ...(await fake.signAct(...act)),
        loweredBy,
      }),
    };
    const lenient = await openRoom({ signing });
    const { id } = await lenient.approved();
    take(await lenient.instructions.sign(lenient.people.nora, id));
    const [line] = await lenient.database('journal').select('data').where({ type: 'instruction.signed' });
    expect(JSON.parse(line.data)).to.include({ level: 'B-B', loweredBy });
    await lenient.close();
  });

  it('made twice at once is one', async () => {
    const { id } = await room.approved();
    const both = await Promise.all([
      room.instructions.sign(room.people.nora, id),
      room.instructions.sign(room.people.nora, id),
    ]);
    const [first, second] = both.map(take);
    expect(first?.sha256).to.equal(second?.sha256);
    expect(await signedRows()).to.have.length(1);
    expect((await room.typesOf(id)).filter((type) => type === 'instruction.signed')).to.have.length(1);
  });

  it('that died before its commit leaves nothing, and is made again', async () => {
    const { id } = await room.approved();
    await refuseWhen(room.database, { table: 'signatory_names', operation: 'INSERT', name: 'crash' });
    expect(await failureOf(room.instructions.sign(room.people.nora, id))).to.contain('crash');
    expect(await room.stateOf(id)).to.equal('approved');
    expect(await room.database('documents')).to.have.length(1);
    await dropTrigger(room.database, 'signatory_names', 'crash');
    take(await room.instructions.sign(room.people.nora, id));
    expect(await signedRows()).to.have.length(1);
  });

  it('is on the letter’s day, counted in Paris', async () => {
    const { id } = await room.approved({ letterDate: '2026-12-08' });
    expect(keysOf(await room.instructions.sign(room.people.nora, id))).to.deep.equal([
      'drafts.sign.too-early',
    ]);
    room.clock.moveTo('2026-12-08T23:30:00.000Z'); // half past midnight on the 9th, in Paris
    expect(keysOf(await room.instructions.sign(room.people.nora, id))).to.deep.equal([
      'drafts.sign.too-late',
    ]);
    room.clock.moveTo('2026-12-07T23:30:00.000Z');
    expect(take(await room.instructions.sign(room.people.nora, id)).signedOn).to.equal('2026-12-08');
  });

  it('is on any day when the letter names none', async () => {
    const { id } = await room.approved();
    room.clock.moveTo('2027-03-01T09:00:00.000Z');
    expect(take(await room.instructions.sign(room.people.nora, id)).signedOn).to.equal('2027-03-01');
  });

  it('is on the document that the signatory was shown', async () => {
    const { id, version } = await room.approved();
    expect(
      keysOf(await room.instructions.sign(room.people.nora, id, { sha256: 'f'.repeat(64) })),
    ).to.deep.equal(['drafts.sign.other-document']);
    take(await room.instructions.sign(room.people.nora, id, { sha256: version.sha256 }));
  });

  it('is a signatory’s, on an approved text, once', async () => {
    const { id } = await room.inReview();
    const sign = (who: 'nora' | 'hugo') => failureOf(room.instructions.sign(room.people[who], id));
    expect(await sign('hugo')).to.equal('forbidden: drafts.role.signatory-only');
    expect(await sign('nora')).to.equal('conflict: drafts.state.not-approved');
    const version = await room.instructions.frozenVersion(id);
    take(
      await room.instructions.giveVisa(room.people.hugo, id, { sha256: version?.sha256 ?? '', reason: '' }),
    );
    take(await room.instructions.sign(room.people.nora, id));
    expect(await sign('nora')).to.equal('conflict: drafts.state.not-approved');
  });

  it('is not an author’s, whatever other role they hold', async () => {
    const { instructions, people, database } = room;
    const { id } = await room.draft();
    await instructions.declareAuthor(people.claire, id, people.omni.id);
    const version = take(await instructions.freeze(people.claire, id));
    take(await instructions.giveVisa(people.hugo, id, { sha256: version.sha256, reason: '' }));
    expect(await failureOf(instructions.sign(people.omni, id))).to.equal('forbidden: drafts.sign.own-text');
    const row = {
      id: 's',
      instruction_id: id,
      frozen_version_id: version.id,
      sha256: version.sha256,
      mark: 'signature',
      level: 'B-B',
      certificate_sha256: '',
      signed_at: 'now',
      signed_on: '2026-12-07',
      signed_by: people.omni.id,
    };
    expect(await failureOf(database('signed_versions').insert(row))).to.contain('authors_do_not_sign');
  });

  it('on another day than the letter’s is refused by the database too', async () => {
    const { id, version } = await room.approved({ letterDate: '2026-12-08' });
    const row = {
      id: 's',
      instruction_id: id,
      frozen_version_id: version.id,
      sha256: version.sha256,
      mark: 'signature',
      level: 'B-B',
      certificate_sha256: '',
      signed_at: 'now',
      signed_on: '2026-12-07',
      signed_by: room.people.nora.id,
    };
    expect(await failureOf(room.database('signed_versions').insert(row))).to.contain(
      'signatures_are_on_an_approved_version',
    );
  });

  it('keeps the signatory’s name where it can be erased', async () => {
    const { id } = await room.approved();
    take(await room.instructions.sign(room.people.nora, id));
    await room.database('signatory_names').del();
    expect((await room.instructions.signedVersion(id))?.signatoryName).to.equal(null);
  });

  it('is what a dispatch needs', async () => {
    const { id } = await room.approved();
    const dispatch = room.database.transaction((trx) => room.instructions.markDispatched(trx, id));
    expect(await failureOf(dispatch)).to.equal('conflict: drafts.state.not-signed');
    expect(await room.instructions.signedVersion(id)).to.equal(undefined);
  });
});
