import { expect } from 'chai';
import { appendFile, mkdtemp, readdir, readFile, rename, rm, stat, truncate, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnswerFiles } from '../../src/dispatch/answer-files.ts';
import { answerLine, answersIn, type Answer } from '../../src/dispatch/answer-line.ts';
import { silentLog } from '../../src/kernel/log.ts';

const answer = (id: string, reply = '250 2.0.0 Ok'): Answer => ({
  id,
  epoch: 3,
  at: '2026-12-07T09:00:00.000Z',
  result: { outcome: 'accepted', reply },
});

describe('a line of the file of answers', () => {
  it('gives back what was heard, line breaks and accents of the server included', () => {
    const strange = answer('one', 'message: 250-première ligne\n250 « fin »\u2028\r');
    expect(answersIn(answerLine(strange) + answerLine(answer('two')))).to.deep.equal([
      strange,
      answer('two'),
    ]);
  });

  it('is left out when it was cut anywhere, and takes no other with it', () => {
    const [first, torn] = [answerLine(answer('one')), answerLine(answer('two'))];
    for (let length = 0; length < torn.length - 1; length += 1) {
      expect(answersIn(first + torn.slice(0, length))).to.deep.equal([answer('one')]);
    }
  });

  it('is left out when a byte of it changed', () => {
    const line = answerLine(answer('one'));
    expect(answersIn(line.replace('accepted', 'refused!'))).to.deep.equal([]);
    expect(answersIn(`${line.replace('one', 'two')}${line}`)).to.deep.equal([answer('one')]);
  });
});

describe('the files of answers', () => {
  let folder: string;
  const open = () => createAnswerFiles({ folder: join(folder, 'answers'), log: silentLog });
  const names = () => readdir(join(folder, 'answers'));
  const pathOf = async () => join(folder, 'answers', (await names())[0] ?? '');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-answers-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('hold an answer as soon as it was kept, for this user only', async () => {
    open().keep(answer('one'));
    expect(answersIn(await readFile(await pathOf(), 'utf8'))).to.deep.equal([answer('one')]);
    expect((await stat(await pathOf())).mode & 0o777).to.equal(0o600);
    expect((await stat(join(folder, 'answers'))).mode & 0o777).to.equal(0o700);
  });

  it('are empty once the ledger has all that they held, and gone at a clean stop', async () => {
    const files = open();
    const [one, two] = [files.keep(answer('one')), files.keep(answer('two'))];
    one.recorded();
    expect((await stat(await pathOf())).size).to.be.greaterThan(0);
    two.recorded();
    expect((await stat(await pathOf())).size).to.equal(0);
    files.close();
    expect(await names()).to.deep.equal([]);
  });

  it('stay at a stop with what the ledger does not have, and are read by the next process', async () => {
    const files = open();
    files.keep(answer('one')).recorded();
    files.keep(answer('two'));
    files.close();
    const [left] = await open().list();
    expect(left).to.include({ ownerLives: false });
    expect(left?.answers).to.deep.equal([answer('two')]);
  });

  it('say whether their owner lives, and are not read by their owner unless it gave up', async () => {
    const files = open();
    const kept = files.keep(answer('one'));
    expect(await files.list()).to.deep.equal([]);
    const renamed = (await pathOf()).replace(`${process.pid}-`, `${process.ppid}-`);
    await rename(await pathOf(), renamed);
    expect((await open().list())[0]).to.include({ ownerLives: true });
    await rename(renamed, renamed.replace(`${process.ppid}-`, `${process.pid}-`));
    kept.leave();
    expect((await files.list())[0]?.answers).to.deep.equal([answer('one')]);
  });

  it('are begun anew when someone took their owner for gone and removed them', async () => {
    const files = open();
    files.keep(answer('one'));
    await unlink(await pathOf());
    files.keep(answer('two'));
    expect(answersIn(await readFile(await pathOf(), 'utf8'))).to.deep.equal([answer('two')]);
  });

  it('are read as far as they are whole', async () => {
    open().keep(answer('one'));
    await appendFile(await pathOf(), answerLine(answer('two')).slice(0, -5));
    expect((await open().list())[0]?.answers).to.deep.equal([answer('one')]);
    await truncate(await pathOf(), 10);
    expect((await open().list())[0]?.answers).to.deep.equal([]);
  });

  it('do not grow without end while a campaign goes on', async () => {
    const files = open();
    let last = files.keep(answer('first'));
    for (let index = 0; index < 2000; index += 1) {
      const next = files.keep(answer(`${index}`, '250 '.padEnd(400, 'x')));
      last.recorded();
      last = next;
    }
    expect(await names()).to.have.length(1);
    expect((await stat(await pathOf())).size).to.be.lessThan(300_000);
  });

  it('hold nothing back when they cannot be written', () => {
    const files = createAnswerFiles({ folder: '/dev/null/answers', log: silentLog });
    expect(() => files.keep(answer('one')).recorded()).not.to.throw();
    expect(() => createAnswerFiles({ folder: undefined, log: silentLog }).keep(answer('one'))).not.to.throw();
  });
});
