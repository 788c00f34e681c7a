import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import type { Answer } from '../../src/answers/answer.ts';
import { planArchive, streamArchive } from '../../src/answers/answers-archive.ts';
import { folderOf, safeName } from '../../src/answers/file-names.ts';
import type { Board, OwedLine } from '../../src/answers/reading.ts';

const officeOf = (code: string, name: string) => ({ id: `OFF-${code}`, name, timeZone: 'Europe/Paris' });

function lineOf(code: string, bytes: number, scan?: Answer['scan']): OwedLine {
  const answer = {
    ...{ id: `a-${code}`, territoryId: `DEP-${code}`, number: 2, contentKind: 'pdf', bytes, scan },
    givenAt: '2027-02-20T10:00:00.000Z',
  };
  return {
    ...{ territory: { id: `DEP-${code}`, name: code }, office: officeOf(code, `préfecture ${code}`) },
    ...{ state: 'replaced', late: false, answers: [answer] },
  } as unknown as OwedLine;
}
const boardOf = (lines: OwedLine[]) => ({ request: { title: 'Plan d’action « été »' }, lines }) as Board;

describe('the names of an archive', () => {
  it('are safe on every system, and tell whose a file is', () => {
    expect(folderOf({ office: officeOf('01', 'préfecture de l’Ain') })).to.equal('01-prefecture-de-l-ain');
    expect(folderOf({ office: officeOf('2A', 'préfecture de la Corse-du-Sud') })).to.equal(
      '2a-prefecture-de-la-corse-du-sud',
    );
    expect(safeName('../../etc/passwd')).to.equal('etc-passwd');
    expect(safeName('Œuvre   <script>')).to.equal('oeuvre-script');
    expect(safeName('…')).to.equal('sans-nom');
    expect(safeName('é'.repeat(500))).to.have.length(60);
  });
});

describe('an archive of answers', () => {
  it('leaves out what is blocked or was erased', () => {
    const lines = [lineOf('01', 5), lineOf('38', 5, { state: 'infected', reason: 'x' }), lineOf('69', 5)];
    const files = planArchive(boardOf(lines), new Set(['a-01', 'a-38']));
    expect(files.map(({ path, absent }) => [path, absent])).to.deep.equal([
      ['01-prefecture-01/dep-01-plan-d-action-ete-v2.pdf', undefined],
      ['38-prefecture-38/dep-38-plan-d-action-ete-v2.pdf', 'blocked'],
      ['69-prefecture-69/dep-69-plan-d-action-ete-v2.pdf', 'erased'],
    ]);
  });

  const megabyte = 1_000_000;
  const many = Array.from({ length: 30 }, (_one, index) => lineOf(String(index + 10), megabyte));
  const files = planArchive(boardOf(many), new Set(many.map(({ answers }) => answers[0]?.id ?? '')));
  const index = [{ name: 'index.csv', text: '\u{feff}a;b\r\n' }];

  it('is one that other programs open', async function () {
    if (!existsSync('/usr/bin/unzip')) return this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'archive-'));
    const path = join(folder, 'answers.zip');
    const contentOf = async (id: string) => Buffer.alloc(megabyte, id);
    await pipeline(streamArchive({ index, files, contentOf }), createWriteStream(path));
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).to.contain('No errors detected');
    const names = execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' }).trim().split('\n');
    expect(names).to.have.length(31).and.to.include('11-prefecture-11/dep-11-plan-d-action-ete-v2.pdf');
    rmSync(folder, { recursive: true });
  });

  it('holds no more than a few files at a time, however slowly it is read', async () => {
    let asked = 0;
    let written = 0;
    let most = 0;
    const contentOf = async (id: string) => {
      asked += 1;
      most = Math.max(most, asked * megabyte - written);
      return Buffer.alloc(megabyte, id);
    };
    const slow = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.length;
        setImmediate(done);
      },
    });
    await pipeline(streamArchive({ index, files, contentOf }), slow);
    expect(asked).to.equal(30);
    expect(most / megabyte).to.be.lessThan(4);
  });

  it('breaks rather than be taken for whole', async () => {
    const contentOf = async (id: string) => (id === 'a-20' ? undefined : Buffer.alloc(megabyte, id));
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const left = pipeline(streamArchive({ index, files, contentOf }), nowhere);
    expect(await left.then(() => 'whole', String)).to.contain('erased meanwhile');
  });
});
