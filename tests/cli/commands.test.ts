import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect } from '../../db/connect.ts';
import { dropTrigger } from '../database.ts';
import { runCli, type CliResult } from './run-cli.ts';

describe('the command line', function () {
  this.timeout(180_000);
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'estafette-cli-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const run = (args: string[], input?: string): Promise<CliResult> =>
    runCli(args, { environment: { DATA_DIR: dataDir }, ...(input === undefined ? {} : { input }) });

  for (const args of [
    [],
    ['verify'],
    ['render'],
    ['documents', 'verify'],
    ['journal'],
    ['journal', 'verify'],
    ['offices', 'import'],
    ['past-circulars', 'import'],
    ['inbox'],
    ['inbox', 'explain'],
    ['user', 'add'],
    ['user', 'reset-factor'],
    ['migrate'],
    ['start'],
    ['demo'],
  ]) {
    it(`explains itself: estafette ${[...args, '--help'].join(' ')}`, async () => {
      const { code, stdout } = await run([...args, '--help']);
      expect(code).to.equal(0);
      expect(stdout)
        .to.match(/^Emploi\u00a0:/)
        .and.contain('affiche cette aide')
        .and.not.match(/\[command\]|default/);
    });
  }

  it('goes on to its own end when whoever reads it leaves before', async () => {
    const environment = { DATA_DIR: dataDir };
    const { code, stderr } = await runCli(['verify', '--help'], { environment, readsNothing: true });
    expect([code, stderr]).to.deep.equal([0, '']);
  });

  for (const args of [
    ['nope'],
    ['journal', 'nope'],
    ['verify'],
    ['journal', 'verify', '--nope'],
    ['user', 'add'],
    ['offices', 'import', 'a.csv', 'b.csv'],
    [],
  ]) {
    it(`answers 2 to wrong use: estafette ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await run(args);
      expect(code).to.equal(2);
      expect(stdout).to.equal('');
      expect(stderr).to.contain('estafette');
    });
  }

  it('answers 2 to a wrong variable, in one French sentence', async () => {
    const { code, stderr } = await runCli(['migrate'], { environment: { DATA_DIR: dataDir, PORT: 'abc' } });
    expect(code).to.equal(2);
    expect(stderr).to.contain('PORT : « abc » ne convient pas');
  });

  it('answers 2 when the folder was born of another nature', async () => {
    await run(['migrate']);
    await writeFile(join(dataDir, 'nature'), 'production\n');
    const { code, stderr } = await run(['migrate']);
    expect(code).to.equal(2);
    expect(stderr).to.contain('né «\u00a0production\u00a0»');
  });

  it('finds the journal whole, then a line that was changed', async () => {
    const none = await run(['journal', 'verify']);
    expect(none.code).to.equal(1);
    expect(none.stderr).to.contain('Il n’y a pas de base à lire');
    await run(['migrate']);
    const before = await run(['journal', 'verify', '--json']);
    expect(before.code).to.equal(0);
    expect(JSON.parse(before.stdout)).to.deep.include({ lines: 1, valid: true, findings: [] });
    const database = connect({ url: `sqlite:${join(dataDir, 'estafette.sqlite')}` });
    await dropTrigger(database, 'journal', 'journal_is_append_only_update');
    await database('journal').where({ line: 1 }).update({ actor: 'someone' });
    await database.destroy();
    const after = await run(['journal', 'verify']);
    expect(after.code).to.equal(1);
    expect(after.stdout).to.contain('ligne 1\u00a0: son contenu a été changé');
  });

  it('creates an account from a password on standard input, once', async () => {
    const add = [
      'user',
      'add',
      '--login',
      'odile.vernet',
      '--given-name',
      'Odile',
      '--family-name',
      'Vernet',
      '--function',
      'Cheffe',
      '--role',
      'administrator',
      '--json',
    ];
    const created = await run(add, 'un mot de passe assez long');
    expect(created.code).to.equal(0);
    expect(JSON.parse(created.stdout)).to.include({ created: true, login: 'odile.vernet' });
    const again = await run(add, 'un mot de passe assez long');
    expect(again.code).to.equal(1);
    expect(JSON.parse(again.stdout).reasons[0]).to.contain('déjà pris');
    const short = await run(add, 'court');
    expect(short.code).to.equal(1);
    expect(short.stderr).to.contain('12 caractères');
  });

  it('has no second factor to reset where there is none', async () => {
    const nobody = await run(['user', 'reset-factor', '--login', 'personne']);
    expect(nobody.code).to.equal(1);
    expect(nobody.stdout).to.contain('Aucun compte');
  });

  it('says which role it does not know', async () => {
    const { code } = await run(
      [
        'user',
        'add',
        '--login',
        'x',
        '--given-name',
        'x',
        '--family-name',
        'x',
        '--function',
        'x',
        '--role',
        'chef',
      ],
      'un mot de passe assez long',
    );
    expect(code).to.equal(2);
  });

  it('imports nothing of a file with one error, and says where it is', async () => {
    const file = join(dataDir, 'contacts.csv');
    await writeFile(file, 'n’importe;quoi\n1;2\n');
    const { code, stdout } = await run(['offices', 'import', file, '--json']);
    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.include({ imported: false, added: 0 });
    expect(JSON.parse(stdout).problems).to.not.have.lengthOf(0);
  });

  it('answers 1 to a file that is not there', async () => {
    const { code, stderr } = await run(['offices', 'import', join(dataDir, 'absent.csv')]);
    expect(code).to.equal(1);
    expect(stderr).to.contain('ne peut pas être lu');
  });

  it('does not call valid a file that is no signed PDF', async () => {
    const file = join(dataDir, 'texte.pdf');
    await writeFile(file, 'pas un PDF');
    const trust = new URL('../signing/fixtures/root.pem', import.meta.url).pathname;
    const root = await readFile(trust, 'utf8').catch(() => '');
    await writeFile(join(dataDir, 'root.pem'), root);
    const { code, stdout } = await run(['verify', file, '--json', '--trust', join(dataDir, 'root.pem')]);
    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.deep.equal({
      verdict: 'invalid',
      signatures: [],
      known: null,
      notChecked: ['not-a-pdf'],
    });
  });
});
