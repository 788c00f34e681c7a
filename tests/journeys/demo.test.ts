import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { runCli } from '../cli/run-cli.ts';

const run = promisify(execFile);

describe('estafette demo --json', function () {
  this.timeout(120_000);
  let folder: string;
  let result: Record<string, unknown> & {
    steps: Record<string, number>;
    journal: { lines: number; valid: boolean };
    files: { pdf: string; trust: string };
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-demo-test-'));
    const { code, stdout, stderr } = await runCli(['demo', '--json', '--folder', join(folder, 'data')]);
    expect(code, stderr).to.equal(0);
    result = JSON.parse(stdout);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('goes through the whole chain: 106 mails, three acknowledgements, nothing unknown', () => {
    expect(result).to.include({
      recipients: 106,
      accepted: 106,
      unknown: 0,
      acknowledged: 3,
      verified: true,
      found: true,
    });
    expect(result.journal.valid).to.equal(true);
    expect(Object.keys(result.steps)).to.deep.equal([
      'create',
      'fill',
      'credits',
      'freeze',
      'visa',
      'sign',
      'notify',
      'dispatch',
      'acknowledge',
      'verify',
      'search',
    ]);
  });

  it('gives the very file that it speaks of', async () => {
    const pdf = await readFile(result.files.pdf);
    expect(pdf.byteLength).to.equal(result.bytes);
    expect(createHash('sha256').update(pdf).digest('hex')).to.equal(result.sha256);
    const { stdout } = await run('pdfinfo', [result.files.pdf]);
    expect(Number(/Pages:\s+(\d+)/.exec(stdout)?.[1])).to.equal(result.pages);
  });

  it('and the root with which our own command finds it valid, in another folder', async () => {
    const { code, stdout } = await runCli([
      'verify',
      result.files.pdf,
      '--trust',
      result.files.trust,
      '--json',
    ]);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout).verdict).to.match(/^valid/);
  });

  it('leaves a journal that the command line finds whole', async () => {
    const { code } = await runCli(['journal', 'verify'], { environment: { DATA_DIR: join(folder, 'data') } });
    expect(code).to.equal(0);
  });
});
