import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { dealOut, listTestFiles } from '../../scripts/tests/shares.mjs';
import { countsOf, secondsOf, sumOf, verdictOf } from '../../scripts/tests/verdict.mjs';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '../..');

function runNode(args: string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { status, stdout, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

describe('the commands of the house', function () {
  this.timeout(180_000);
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  describe('the set-up', () => {
    it('says nothing and starts no process when all is there', () => {
      const refuse = folder.write(
        'refuse.mjs',
        `import childProcess from 'node:child_process';
         import { syncBuiltinESMExports } from 'node:module';
         childProcess.spawn = (command) => { throw new Error('started ' + command); };
         syncBuiltinESMExports();`,
      );
      const { status, stdout, stderr } = runNode(['--import', refuse, 'scripts/setup.mjs', '--for=test']);
      expect({ status, stdout, stderr }).to.deep.equal({ status: 0, stdout: '', stderr: '' });
    });

    it('stops on one sentence when the configured browser is not there', () => {
      const { status, stdout, stderr } = runNode(['scripts/setup.mjs'], { CHROMIUM_PATH: '/nowhere/chrome' });
      expect(status).to.equal(1);
      expect(stdout).to.equal('');
      expect(stderr).to.match(/^estafette : CHROMIUM_PATH vaut \/nowhere\/chrome.*\n$/);
    });
  });

  describe('a test run', () => {
    const run = (content: string) => {
      const file = folder.write('sample.test.ts', content);
      return runNode(['scripts/run-tests.mjs', file]);
    };

    it('ends on the count of its tests', () => {
      const { status, lastLine } = run("describe('a', () => { it('b', () => {}); it('c', () => {}); });");
      expect({ status, lastLine }).to.deep.equal({ status: 0, lastLine: '2 passed, 0 failed' });
    });

    it('counts a failure, in a hook too', () => {
      const { status, lastLine } = run(
        "describe('a', () => { it('b', () => {}); after(() => { throw new Error('x'); }); });",
      );
      expect({ status, lastLine }).to.deep.equal({ status: 1, lastLine: '1 passed, 1 failed' });
    });

    it('keeps its count when the run dies, as one failure more', () => {
      const { status, lastLine } = run(
        "describe('a', () => { it('b', () => {}); it('c', () => process.kill(process.pid, 'SIGKILL')); });",
      );
      expect({ status, lastLine }).to.deep.equal({ status: 1, lastLine: '1 passed, 1 failed' });
    });

    it('has failed when its file cannot be read', () => {
      expect(run("import '../nowhere.ts';")).to.include({ lastLine: '0 passed, 1 failed' });
    });

    it('has failed when no test ran', () => {
      expect(run("describe('a', () => {});")).to.include({ status: 1, lastLine: '0 passed, 1 failed' });
    });
  });
});

describe('the verdict on a test run', () => {
  const counts = countsOf('ppfse');

  it('is that of the counts when the run came to its end', () => {
    expect(counts).to.deep.equal({ passed: 2, failed: 1, skipped: 1, ended: true });
    expect(verdictOf({ counts, exitCode: 1, cut: undefined })).to.include({
      passed: 2,
      failed: 1,
      exitCode: 1,
    });
  });

  it('is one failure more when the run was cut', () => {
    for (const cut of ['open', 'late', 'interrupted'] as const) {
      expect(verdictOf({ counts: countsOf('ppe'), exitCode: null, cut })).to.include({
        failed: 1,
        exitCode: 1,
      });
    }
  });

  it('is that of the worst of two runs side by side, and counts both', () => {
    const good = verdictOf({ counts: countsOf('ppe'), exitCode: 0, cut: undefined });
    const dead = verdictOf({ counts: countsOf('p'), exitCode: null, cut: undefined });
    expect(sumOf([good, good])).to.deep.equal({ passed: 4, failed: 0, exitCode: 0, remarks: [] });
    expect(sumOf([good, dead])).to.include({ passed: 3, failed: 1, exitCode: 1 });
  });

  it('is a failure when no test ran, but not when one of two runs had none', () => {
    const [none, some] = ['e', 'pe'].map((letters) =>
      verdictOf({ counts: countsOf(letters), exitCode: 0, cut: undefined }),
    ) as [ReturnType<typeof verdictOf>, ReturnType<typeof verdictOf>];
    expect(sumOf([none, none])).to.include({ passed: 0, failed: 1, exitCode: 1 });
    expect(sumOf([none, some])).to.include({ passed: 1, failed: 0, exitCode: 0 });
  });
});

describe('tests that run side by side', () => {
  it('are all dealt out, each once', () => {
    const files = listTestFiles(root);
    expect(files).to.include('tests/house/commands.test.ts');
    for (const seconds of [{}, { 'tests/house/commands.test.ts': 10_000 }])
      expect(dealOut(files, [3, 3, 1, 1], seconds).flat().toSorted()).to.deep.equal(files);
  });

  it('end together: each share takes its part of the time, whatever the files are', () => {
    const seconds = { a: 40, b: 20, c: 20, d: 10, e: 10 };
    const dealt = dealOut(['a', 'b', 'c', 'd', 'e', 'f', 'g'], [2, 2, 1], seconds);
    expect(
      dealt.map((share) => share.reduce((sum, file) => sum + (seconds[file as 'a'] ?? 0), 0)),
    ).to.deep.equal([40, 40, 20]);
  });

  it('tell how long each of their files took', () => {
    expect(secondsOf('1.5 tests/a b.test.ts\n2 tests/c.test.ts\n0.5 tests/a b.test.ts\n')).to.deep.equal({
      'tests/a b.test.ts': 2,
      'tests/c.test.ts': 2,
    });
  });

  it('are those of a list, all of which is there', () => {
    const suites = ['tests/house', 'tests/config.test.ts'];
    expect(listTestFiles(root, suites)).to.include.members(['tests/house/commands.test.ts', suites[1]]);
    expect(listTestFiles(root, suites)).not.to.include('tests/db/migrate.test.ts');
    expect(() => listTestFiles(root, ['tests/hous'])).to.throw('holds no test');
  });
});
