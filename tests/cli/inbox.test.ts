import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { corpus } from '../inbox/corpus/corpus.ts';
import { runCli } from './run-cli.ts';

describe('estafette inbox explain', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const failure = corpus.find(({ server }) => server === 'Postfix')!.source;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estafette-inbox-test-'));
    await writeFile(at('failure.eml'), failure);
    await writeFile(at('empty.eml'), '');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function explain(args: string[], input?: string) {
    return runCli(['inbox', 'explain', ...args], {
      environment: { DATA_DIR: at('data') },
      ...(input === undefined ? {} : { input }),
    });
  }

  it('gives exactly what outsiders rely on, and stores nothing', async () => {
    const { code, stdout, stderr } = await explain([at('failure.eml'), '--json']);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(JSON.parse(stdout)).to.deep.equal({
      kind: 'failure',
      recipients: [
        {
          address: 'referent.ville@prefecture.example',
          action: 'failed',
          status: '5.1.1',
          permanent: true,
          diagnostic: '550 5.1.1 Recipient address rejected: user unknown in virtual mailbox table',
        },
      ],
      delivery: null,
    });
    expect((await readdir(folder)).sort()).to.deep.equal(['empty.eml', 'failure.eml']);
  });

  it('tells it in French, from the standard input too', async () => {
    const { code, stdout } = await explain(['-'], failure.toString());
    expect(code).to.equal(0);
    expect(stdout).to.contain('C’est un avis d’échec').and.to.contain('échec, 5.1.1, définitif');
  });

  it('depends on no ledger: one that cannot be read names no delivery', async () => {
    const environment = { DATA_DIR: at('spoilt') };
    await mkdir(at('spoilt'));
    await writeFile(join(at('spoilt'), 'estafette.sqlite'), 'no database');
    const { code, stdout } = await runCli(['inbox', 'explain', at('failure.eml'), '--json'], { environment });
    expect([code, JSON.parse(stdout).kind, JSON.parse(stdout).delivery]).to.deep.equal([0, 'failure', null]);
    expect(await readdir(at('spoilt'))).to.deep.equal(['estafette.sqlite']);
  });

  it('has one sentence for what cannot be read', async () => {
    const refusals = await Promise.all([explain([at('none.eml')]), explain([at('empty.eml'), '--json'])]);
    for (const { code, stdout, stderr } of refusals) {
      expect([code, stdout, stderr.trim().split('\n').length]).to.deep.equal([1, '', 1]);
    }
    expect(refusals[0]!.stderr).to.contain('ne peut pas être lu');
    expect(refusals[1]!.stderr).to.contain('Il n’y a rien à lire');
  });
});
