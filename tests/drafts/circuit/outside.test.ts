import { expect } from 'chai';
import { judgeReceived } from '../../../src/drafts/circuit/received-file.ts';
import { failureOf, keysOf, take } from '../drafting-room.ts';
import { openCircuitRoom, pdf, type CircuitRoom } from './circuit-room.ts';

const message =
  'From: sgg@pm.example\r\nDate: Mon, 7 Dec 2026 10:00:00 +0100\r\nSubject: avis\r\n\r\nFavorable.';

describe('a file received from outside', () => {
  const cases: [string, Uint8Array | undefined, string][] = [
    ['a PDF', pdf, 'pdf'],
    ['a message, as a mail program saves it', Buffer.from(message), 'eml'],
    ['no text that only looks like one', Buffer.from('Note: rien\n\nde plus'), 'file-other-kind'],
    ['no page', Buffer.from('<html><body>From: x</body></html>'), 'file-other-kind'],
    [
      'no picture, whatever its name',
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      'file-other-kind',
    ],
    ['nothing that is empty', new Uint8Array(), 'file-missing'],
    ['nothing at all', undefined, 'file-missing'],
  ];
  for (const [name, bytes, expected] of cases)
    it(`is ${name}`, async () => {
      const judged = await judgeReceived(bytes && { bytes });
      expect(judged.ok ? judged.value : keysOf(judged)[0]?.split('.').at(-1)).to.equal(expected);
    });
});

describe('a step of an outside body', () => {
  let room: CircuitRoom;
  beforeEach(async () => {
    room = await openCircuitRoom();
  });
  afterEach(() => room.close());

  const sgg = { kind: 'outside', name: 'Avis du SGG', body: 'SGG' } as const;
  const opinion = { opinion: 'reserved', decision: 'given', givenOn: '2026-12-07', remark: '' } as const;
  const file = { name: 'avis.pdf', bytes: pdf };

  it('is sent the document, answers, and is passed by who did not write the text', async () => {
    const { hugo, people, instructions, database } = room;
    const { id, sha256 } = await room.submit([sgg, room.named(1, hugo)]);
    const typed = { ...opinion, sha256, file };
    expect(keysOf(await instructions.recordOpinion(hugo, id, typed))).to.deep.equal([
      'circuit.outside.not-sent',
    ]);
    const sent = { sha256, sentOn: '2026-12-07', to: 'Bureau des circulaires, par courriel' };
    take(await instructions.recordTransmission(people.claire, id, sent));
    expect(keysOf(await instructions.recordTransmission(people.claire, id, sent))).to.deep.equal([
      'circuit.outside.already-sent',
    ]);
    expect(await failureOf(instructions.recordOpinion(people.claire, id, typed))).to.equal(
      'forbidden: circuit.outside.own-text',
    );
    expect(take(await instructions.recordOpinion(hugo, id, typed))).to.deep.equal({ state: 'in_review' });
    const [kept] = (await instructions.outsideOf(id)).opinions;
    expect(kept).to.include({
      opinion: 'reserved',
      fileKind: 'pdf',
      recordedBy: hugo.id,
      fileName: 'avis.pdf',
    });
    const found = await instructions.opinionFile(id, kept?.id ?? '');
    expect(Buffer.from(found.bytes).equals(pdf)).to.equal(true);
    expect(take(await room.give(hugo, id, sha256))).to.deep.equal({ state: 'approved' });
    await database('outside_words').del();
    expect((await instructions.outsideOf(id)).opinions[0]?.words).to.equal(null);
    expect(await room.journal.verify()).to.include({ valid: true });
  });

  it('refuses a day that cannot be, and asks why the service does otherwise than the body says', async () => {
    const { hugo, instructions } = room;
    const { id, sha256 } = await room.submit([sgg]);
    const send = (sentOn: string) => instructions.recordTransmission(hugo, id, { sha256, sentOn, to: 'SGG' });
    expect(keysOf(await send('2026-12-08'))).to.deep.equal(['circuit.outside.day-to-come']);
    expect(keysOf(await send('2026-12-06'))).to.deep.equal(['circuit.outside.day-before']);
    take(await send('2026-12-07'));
    const typed = { ...opinion, sha256, file, opinion: 'unfavourable' } as const;
    expect(keysOf(await instructions.recordOpinion(hugo, id, typed))).to.deep.equal([
      'circuit.outside.remark-required',
    ]);
    const remark = 'Le ministre passe outre.';
    expect(take(await instructions.recordOpinion(hugo, id, { ...typed, remark }))).to.deep.equal({
      state: 'approved',
    });
  });

  it('sends the text back when the service refuses it', async () => {
    const { hugo, instructions } = room;
    const { id, sha256 } = await room.submit([sgg]);
    take(await instructions.recordTransmission(hugo, id, { sha256, sentOn: '2026-12-07', to: 'SGG' }));
    const typed = { ...opinion, sha256, file, decision: 'refused', remark: 'À revoir.' } as const;
    expect(take(await instructions.recordOpinion(hugo, id, typed))).to.deep.equal({ state: 'draft' });
    expect((await room.typesOf(id)).slice(-2)).to.deep.equal([
      'outside.opinion-recorded',
      'instruction.freeze-voided',
    ]);
  });
});
