import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { mostAnswers } from '../../src/answers/answer.ts';
import { judgeArchive } from '../../src/answers/archive-bounds.ts';
import { judgeFile, mostFileBytes } from '../../src/answers/receiving.ts';
import { documentKinds } from '../../src/answers/request.ts';
import { AppError } from '../../src/kernel/errors.ts';
import type { Outcome } from '../../src/kernel/outcome.ts';
import { take } from '../drafts/drafting-room.ts';
import { ain, newForm, openAnswersRoom, sophie, type AnswersRoom } from './answers-room.ts';
import { docx, lyingDocx, odt, pdf, xlsx, zipOf } from './documents.ts';

const key = (outcome: Outcome<unknown>) => (outcome.ok ? 'taken' : outcome.errors[0]?.key);

describe('a file that is handed in', () => {
  const judge = async (name: string, bytes: Uint8Array, takes = [...documentKinds]) =>
    key(await judgeFile({ name, bytes }, takes));

  it('is taken when it is what it says', async () => {
    expect(await judge('plan.pdf', pdf())).to.equal('taken');
    expect(await judge('PLAN.DOCX', await docx())).to.equal('taken');
    expect(await judge('plan.xlsx', await xlsx())).to.equal('taken');
    expect(await judge('plan.odt', await odt())).to.equal('taken');
  });

  it('is refused when it lies about its type, is empty, too large or not there', async () => {
    const program = Buffer.concat([Buffer.from('MZ\x90\x00\x03', 'latin1'), Buffer.alloc(200)]);
    expect(await judge('plan.pdf', program)).to.equal('answers.file.other-kind');
    expect(await judge('plan.docx', await zipOf({ 'a.exe': program }))).to.equal('answers.file.other-kind');
    expect(await judge('plan.exe', pdf())).to.equal('answers.file.lying-name');
    expect(await judge('plan.pdf', await docx())).to.equal('answers.file.lying-name');
    expect(await judge('plan.docx', await docx(), ['pdf'])).to.equal('answers.file.not-asked-kind');
    expect(await judge('plan.pdf', Buffer.alloc(0))).to.equal('answers.file.empty');
    expect(await judge('plan.pdf', Buffer.concat([pdf(), Buffer.alloc(mostFileBytes)]))).to.equal(
      'answers.file.too-large',
    );
    expect(key(await judgeFile(undefined, documentKinds))).to.equal('answers.file.missing');
  });

  it('is refused when its list hides what stands inside', async () => {
    const whole = await docx({ 'word/media.bin': 'seen by none' });
    const renamed = Buffer.from(whole);
    renamed.write('word/macro.bin', renamed.indexOf('word/media.bin'));
    expect(await judge('plan.docx', renamed)).to.equal('answers.file.broken');
    // An entry that the list does not name: those of another archive, before the first.
    const first = await zipOf({ 'hidden.bin': 'unseen' });
    const entry = first.subarray(0, first.indexOf('PK\u0001\u0002'));
    const moved = Buffer.from(whole);
    const list = moved.indexOf('PK\u0001\u0002');
    for (let at = list; moved.readUInt32LE(at) === 0x02014b50; at += 46 + moved.readUInt16LE(at + 28))
      moved.writeUInt32LE(moved.readUInt32LE(at + 42) + entry.length, at + 42);
    moved.writeUInt32LE(list + entry.length, moved.lastIndexOf('PK\u0005\u0006') + 16);
    expect(await judgeArchive(Buffer.concat([entry, moved]))).to.equal('broken');
    expect(await judgeArchive(whole)).to.equal('sound');
  });

  it('is refused when it is cut, or swells when it is opened', async () => {
    const whole = await docx({ 'word/media.bin': Buffer.alloc(100_000, 'ab') });
    expect(await judge('plan.docx', whole.subarray(0, whole.length - 30))).to.equal('answers.file.broken');
    expect(await judge('plan.docx', await lyingDocx()), 'a size that lies').to.equal('answers.file.broken');
    const bounds = { bytes: 150_000, entries: 3 };
    expect(await judgeArchive(whole, bounds)).to.equal('sound');
    expect(await judgeArchive(whole, { ...bounds, bytes: 99_000 })).to.equal('bomb');
    expect(await judgeArchive(whole, { ...bounds, entries: 2 })).to.equal('bomb');
  });
});

describe('an answer', () => {
  let room: AnswersRoom;
  beforeEach(async () => (room = await openAnswersRoom()));
  afterEach(() => room.close());

  async function asked() {
    const { id } = await room.ask();
    await room.send();
    return id;
  }
  const stored = async () => Number((await room.database('returned_contents').count({ n: '*' }))[0]?.n);
  const lineOf = async (id: string, territory = 'DEP-01') =>
    (await room.answers.board(id))?.lines.find((line) => line.territory.id === territory);

  it('is kept with its hash, its day, and who gave it', async () => {
    const id = await asked();
    const answer = take(await room.hand(id));
    const sha256 = createHash('sha256').update('%PDF-1.7\nthe plan').digest('hex');
    expect(answer).to.include({ sha256, number: 1, contentKind: 'pdf', givenOn: '2026-12-07' });
    expect(await lineOf(id)).to.deep.include({ state: 'received', late: false });
    const found = await room.answers.findAnswer(answer.id);
    expect(found?.answer).to.deep.include({ person: sophie, fileName: 'plan.pdf', strength: 'code' });
    expect(Buffer.from((await found?.content()) ?? []).toString()).to.equal('%PDF-1.7\nthe plan');
    const [line] = await room.journal.list({ types: ['return.given'] });
    expect(line).to.include({ actor: 'office:OFF-01', subject: `instruction:${room.instructionId}` });
    expect(JSON.stringify(line)).not.to.match(/Marchand|plan\.pdf/);
  });

  it('is replaced by the next one, and each version stays', async () => {
    const id = await asked();
    take(await room.hand(id));
    take(await room.hand(id, { file: { name: 'v2.odt', bytes: await odt() } }));
    const line = await lineOf(id);
    expect(line?.state).to.equal('replaced');
    expect(line?.answers.map(({ number, contentKind }) => `${number} ${contentKind}`)).to.deep.equal([
      '1 pdf',
      '2 odt',
    ]);
    const rewritten = room.database('returned_answers').where({ number: 1 }).update({ sha256: 'x' });
    expect(await rewritten.then(() => 'changed', String)).to.contain('append_only');
  });

  it('given twice by one form is given once', async () => {
    const id = await asked();
    const formKey = newForm();
    const first = take(await room.hand(id, { formKey }));
    expect(take(await room.hand(id, { formKey })).id).to.equal(first.id);
    expect(await stored()).to.equal(1);
  });

  it('is one of so many an hour for its office, and of its own form', async () => {
    const { id } = await room.ask({ audience: 'all' });
    await room.send();
    const formKey = newForm();
    take(await room.hand(id, { formKey }));
    for (let count = 1; count < mostAnswers.anHour; count += 1) take(await room.hand(id));
    expect(key(await room.hand(id))).to.equal('answers.too-many.hour');
    expect(key(await room.hand(id, { formKey })), 'its own form, once more').to.equal('taken');
    const aisne = { ...ain, id: 'OFF-02' };
    const strange = await room.hand(id, { territoryId: 'DEP-02', formKey }, aisne);
    expect(key(strange), 'a form of another office').to.equal('answers.form-key.invalid');
    expect(key(await room.hand(id, { territoryId: 'DEP-02' }, aisne))).to.equal('taken');
    room.clock.advance(3_600_000);
    expect(key(await room.hand(id))).to.equal('taken');
  });

  it('is taken after its day, and says so, by the office’s own clock', async () => {
    const { id } = await room.ask({ audience: 'all' });
    await room.send();
    // Still 1 March in Papeete, 2 March in Paris.
    room.clock.moveTo('2027-03-02T05:00:00.000Z');
    take(await room.hand(id));
    const papeete = { ...ain, id: 'OFF-987', timeZone: 'Pacific/Tahiti' };
    take(await room.hand(id, { territoryId: 'COM-987' }, papeete));
    expect(await lineOf(id)).to.include({ state: 'received', late: true });
    expect(await lineOf(id, 'COM-987')).to.include({ state: 'received', late: false });
    expect(await lineOf(id, 'DEP-02')).to.include({ state: 'late' });
    take(await room.answers.requests.extend(room.people.claire, id, '2027-03-10'));
    expect(await lineOf(id), 'once the day is moved').to.include({ late: false });
  });

  it('that came in time is replaced until its day, by the office’s own clock, unless the day is moved', async () => {
    const { id } = await room.ask({ audience: 'all' });
    await room.send();
    const papeete = { ...ain, id: 'OFF-987', timeZone: 'Pacific/Tahiti' };
    const formKey = newForm();
    const first = take(await room.hand(id, { formKey }));
    take(await room.hand(id, { territoryId: 'COM-987' }, papeete));
    // Still 1 March in Papeete, 2 March in Paris.
    room.clock.moveTo('2027-03-02T05:00:00.000Z');
    expect(key(await room.hand(id))).to.equal('answers.state.closed');
    expect(take(await room.hand(id, { formKey })).id, 'its own form, once more').to.equal(first.id);
    expect(key(await room.hand(id, { territoryId: 'COM-987' }, papeete))).to.equal('taken');
    expect(await lineOf(id)).to.include({ state: 'received', closed: true });
    expect(await lineOf(id, 'DEP-02')).to.include({ state: 'late', closed: false });
    take(await room.answers.requests.extend(room.people.claire, id, '2027-03-10'));
    expect(await lineOf(id)).to.include({ closed: false });
    expect(take(await room.hand(id))).to.include({ number: 2 });
    expect(await stored()).to.equal(4);
  });

  it('is of a territory of the office, of an act that was sent, and still asked', async () => {
    const { id } = await room.ask();
    const refusal = (territoryId: string, office = ain) =>
      room.hand(id, { territoryId }, office).catch((error: unknown) => error);
    expect(await refusal('DEP-01'), 'not sent').to.be.instanceOf(AppError);
    await room.send();
    expect(await refusal('DEP-38'), 'of another')
      .to.be.instanceOf(AppError)
      .with.property('code', 'not-found');
    expect(await refusal('REG-84', { ...ain, id: 'OFF-69' }), 'not asked').to.be.instanceOf(AppError);
    take(await room.answers.requests.withdraw(room.people.claire, id, 'No more.'));
    expect(key(await room.hand(id))).to.equal('answers.state.not-asked');
    expect(await stored()).to.equal(0);
  });

  it('that is refused leaves nothing; an infected one leaves a line without it', async () => {
    const id = await asked();
    await room.hand(id, { file: { name: 'plan.pdf', bytes: Buffer.from('MZ') } });
    await room.hand(id, { file: undefined });
    room.antivirus.says = { state: 'infected', found: 'Tests.Eicar' };
    expect(key(await room.hand(id))).to.equal('answers.file.infected');
    expect(await stored()).to.equal(0);
    const [line] = await room.journal.list({ types: ['return.refused'] });
    expect(line?.data).to.include({ cause: 'infected', territory: 'DEP-01' });
  });

  it('that could not be analysed is asked about again, and blocked when something is found', async () => {
    const id = await asked();
    room.antivirus.says = { state: 'unscanned', reason: 'connect ECONNREFUSED' };
    take(await room.hand(id));
    expect((await lineOf(id))?.answers[0]?.scan).to.deep.equal({
      ...{ state: 'unscanned', reason: 'connect ECONNREFUSED' },
    });
    await room.answers.scanDue();
    room.clock.advance(61_000);
    await room.answers.scanDue();
    room.antivirus.says = { state: 'infected', found: 'Tests.Eicar' };
    await room.answers.scanDue();
    expect((await lineOf(id))?.state, 'not before its time').to.equal('received');
    room.clock.advance(121_000);
    await room.answers.scanDue();
    expect(await lineOf(id)).to.include({ state: 'blocked' });
    expect((await room.journal.list({ types: ['return.analysed'] }))[0]?.data).to.include({
      outcome: 'infected',
    });
  });

  it('that is a day is kept as one', async () => {
    const { id } = await room.ask({ kind: 'date', title: 'Date du comité de pilotage' });
    await room.send();
    const said = { requestId: id, territoryId: 'DEP-01', person: sophie, formKey: newForm() };
    const answer = take(await room.answers.giveDay(ain, { ...said, day: '2027-02-11' }));
    const content = await (await room.answers.findAnswer(answer.id))?.content();
    expect(Buffer.from(content ?? []).toString()).to.equal('2027-02-11');
    expect(answer).to.include({ contentKind: 'date' });
  });

  it('may be erased, and its hash stays', async () => {
    const id = await asked();
    const answer = take(await room.hand(id));
    for (const table of ['returned_contents', 'returned_persons']) await room.database(table).del();
    const found = await room.answers.findAnswer(answer.id);
    expect(found?.answer).to.include({ sha256: answer.sha256, person: undefined });
    expect(await found?.content()).to.equal(undefined);
  });
});
