import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { benchmarks } from '../../bench/benchmarks.ts';
import { runBenches } from '../../bench/command.ts';
import { measure, type Benchmark } from '../../bench/measure.ts';
import { verifyJournal } from '../../bench/verify-journal.ts';

/** A benchmark that only notes what is done with it. */
function noted(notes: string[], over: Partial<Benchmark> = {}): Benchmark {
  const subject = (side: string) => ({
    async run(turn: number) {
      notes.push(`${side} ${turn}`);
    },
  });
  return {
    name: 'noted',
    about: 'nothing',
    aim: { bound: 'at most', ratio: 1000 },
    rounds: 5,
    async prepare({ rounds, atEnd }) {
      notes.push(`prepare ${rounds}`);
      atEnd(async () => notes.push('first undone last'));
      atEnd(async () => notes.push('last undone first'));
      return {
        ours: subject('ours'),
        peer: { name: 'nobody', ...subject('peer') },
      };
    },
    ...over,
  };
}

async function bench(args: string[], known: Benchmark[]) {
  const [printed, complaints]: [string[], string[]] = [[], []];
  const code = await runBenches(args, {
    benchmarks: known,
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
  });
  return { code, printed, complaints };
}

describe('a benchmark', () => {
  it('warms up each side, then measures them in turn, each first every other time', async () => {
    const notes: string[] = [];
    await measure(noted(notes), { rounds: 3 });
    expect(notes).to.deep.equal([
      ...['prepare 3', 'ours 0', 'peer 0'],
      ...['ours 1', 'peer 1', 'peer 2', 'ours 2', 'ours 3', 'peer 3'],
      ...['last undone first', 'first undone last'],
    ]);
  });

  it('holds its other figures against aims of their own, times beside the peer’s, and is met with all of them', async () => {
    const others = (memory: number): Partial<Benchmark> => ({
      also: [
        { figure: 'halfMs', name: 'halfRatio', aim: { bound: 'at most', ratio: 0.5 } },
        { figure: 'memory', aim: { bound: 'at most', ratio: 1.1 } },
      ],
      async prepare({ say }) {
        say('half way');
        return {
          ours: { run: async () => ({ ms: 100, halfMs: 50 }), facts: { memory } },
          peer: { name: 'nobody', run: async () => ({ ms: 100 }) },
        };
      },
    });
    const said: string[] = [];
    const measured = await measure(noted([], others(1.1)), { rounds: 1, say: (line) => said.push(line) });
    expect(measured.ours).to.include({ medianMs: 100, halfMs: 50, halfRatio: 0.5, memory: 1.1 });
    expect(measured).to.include({ ratio: 1, met: true });
    expect(measured.aim).to.equal('at most 1000, halfRatio at most 0.5, memory at most 1.1');
    expect(said).to.deep.equal(['half way', 'round 1 of 1']);
    expect((await measure(noted([], others(1.2)), { rounds: 1 })).met).to.equal(false);
  });

  for (const failing of ['the preparation', 'a run'] as const) {
    it(`leaves nothing behind when ${failing} fails`, async () => {
      let undone = 0;
      const lost = () => Promise.reject(new Error('lost'));
      const benchmark = noted([], {
        async prepare({ atEnd }) {
          atEnd(async () => (undone += 1));
          if (failing === 'the preparation') await lost();
          return { ours: { run: lost }, peer: { name: 'nobody', run: lost } };
        },
      });
      const failure = await measure(benchmark).catch((error: Error) => error.message);
      expect({ failure, undone }).to.deep.equal({ failure: 'lost', undone: 1 });
    });
  }
});

describe('npm run bench', () => {
  it('prints one object of the promised shape for a real, tiny benchmark', async function () {
    this.timeout(180_000);
    const tiny = verifyJournal({ lines: 60 });
    const { code, printed } = await bench(['verify-journal', '--json', '--rounds', '1'], [tiny]);
    expect(code).to.equal(0);
    expect(printed).to.have.length(1);
    const measured = JSON.parse(printed[0] ?? '') as Record<string, unknown>;
    expect(Object.keys(measured)).to.deep.equal(['name', 'ours', 'peer', 'ratio', 'aim', 'met']);
    expect(measured).to.deep.include({ name: 'verify-journal', aim: 'at most 4' });
    expect(measured['ratio']).to.be.a('number').and.above(0);
    expect(measured['met']).to.equal((measured['ratio'] as number) <= 4);
    expect(measured['ours']).to.include({ rounds: 1, lines: 60 });
    expect(measured['peer']).to.include({ name: 'SELECT and SHA-256 of each row', rounds: 1, lines: 60 });
    for (const side of ['ours', 'peer']) {
      expect(measured[side]).to.include.keys('medianMs', 'minMs', 'maxMs');
    }
  });

  it('runs every benchmark when none is named, one line each', async () => {
    const both = ['one', 'two'].map((name) => noted([], { name }));
    const { printed } = await bench(['--json', '--rounds', '1'], both);
    expect(printed.map((line) => (JSON.parse(line) as { name: string }).name)).to.deep.equal(['one', 'two']);
  });

  it('measures each side at least five times when nothing is said, what runs on demand aside', () => {
    const usual = benchmarks.filter(({ onDemand }) => onDemand !== true);
    for (const { name, rounds } of usual) expect(rounds, name).to.be.at.least(5);
  });

  it('says a missed aim in words, and that is no failure', async () => {
    const missed = noted([], { aim: { bound: 'at most', ratio: 0 } });
    const { code, printed } = await bench(['noted'], [missed]);
    expect(code).to.equal(0);
    expect(printed[0]).to.match(/^noted: .*aim at most 0: missed$/);
  });

  it('refuses what it does not know, and says what there is', async () => {
    const notes: string[] = [];
    for (const args of [['nothing'], ['--fast'], ['noted', '--rounds', '0'], ['noted', '--rounds']]) {
      const { code, printed, complaints } = await bench(args, [noted(notes)]);
      expect({ code, printed, notes }, args.join(' ')).to.deep.equal({ code: 2, printed: [], notes: [] });
      expect(complaints, args.join(' ')).not.to.deep.equal([]);
    }
    expect((await bench(['nothing'], [noted(notes)])).complaints.join('\n')).to.contain('noted');
  });

  it('ends with the exit code of what was asked, nothing on standard output', function () {
    this.timeout(180_000);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/run.ts', 'nothing'], {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
    });
    expect({ status, stdout }).to.deep.equal({ status: 2, stdout: '' });
    for (const { name } of benchmarks) expect(stderr).to.contain(`  ${name} `);
  });
});
