import { expect } from 'chai';
import { join } from 'node:path';
import {
  findPackageManager,
  installCommands,
  isUbuntu,
  missingSentence,
} from '../../scripts/setup/package-managers.mjs';
import { listMissing, partsThatHelpTests } from '../../scripts/setup/system-parts.mjs';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const user = { root: false };
const root = { root: true };

describe('the sentence about missing parts', () => {
  it('gives apt’s command, with sudo for who is not root', () => {
    expect(missingSentence('apt', ['redis', 'poppler'], user)).to.equal(
      'il manque Redis (redis-server) et les outils PDF de Poppler (pdfsig, pdftotext) ; ' +
        'lancez cette commande, puis recommencez :\n' +
        '  sudo apt-get update && sudo apt-get install -y --no-install-recommends redis-server poppler-utils',
    );
  });

  it('leaves sudo out for root', () => {
    expect(missingSentence('apt', ['qpdf'], root)).to.match(
      /\n {2}apt-get update && apt-get install .* qpdf$/,
    );
  });

  it('gives dnf’s and apk’s commands', () => {
    expect(missingSentence('dnf', ['redis', 'fonts'], user)).to.match(
      /\n {2}sudo dnf install -y redis dejavu-sans-fonts$/,
    );
    expect(missingSentence('apk', ['redis', 'fonts'], root)).to.match(/\n {2}apk add redis font-dejavu$/);
  });

  it('gives brew’s commands without sudo, the browser’s apart', () => {
    expect(missingSentence('brew', ['chromium', 'redis', 'poppler'], user)).to.match(
      /\n {2}brew install redis poppler && brew install --cask google-chrome$/,
    );
  });

  it('says what is missing when the system’s manager is not known', () => {
    expect(missingSentence(undefined, ['redis'], user))
      .to.contain('il manque Redis')
      .and.to.contain('paquets');
  });

  it('never lets Postfix’s installer make the machine a mail server', () => {
    const [first, , install] = installCommands('apt', ['mail', 'postfix']);
    expect(first?.join(' ')).to.match(/^sh -c .*No configuration.* \| debconf-set-selections$/);
    expect(install).to.include.members(['mpack', 'python3-dkim', 'postfix']);
    expect(missingSentence('apt', ['postfix'], user)).to.contain(`sudo sh -c 'echo "postfix `);
  });

  it('points to Apple’s compiler, which Homebrew does not install', () => {
    expect(missingSentence('brew', ['compiler'], user)).to.contain('xcode-select --install');
  });
});

describe('the parts of the system', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const missing = () =>
    listMissing(['redis', 'poppler', 'fonts'], {
      path: `/nowhere:${join(folder.path, 'bin')}`,
      platform: 'linux',
      fontFolders: [join(folder.path, 'fonts')],
    });

  it('are all missing on a bare machine', () => {
    expect(missing()).to.deep.equal(['redis', 'poppler', 'fonts']);
  });

  it('are missing as long as one of their commands is', () => {
    folder.write('bin/pdfsig', '', 0o755);
    folder.write('bin/pdftotext', '', 0o755);
    expect(missing()).to.include('poppler');
    folder.write('bin/pdftoppm', '', 0o755);
    expect(missing()).not.to.include('poppler');
  });

  it('are there when their commands can be executed and a font is installed somewhere', () => {
    for (const command of ['redis-server', 'pdfsig', 'pdftotext', 'pdftoppm'])
      folder.write(`bin/${command}`, '', 0o755);
    folder.write('fonts/truetype/dejavu/DejaVuSans.ttf', '');
    expect(missing()).to.deep.equal([]);
  });

  it('come from the manager that the system has', () => {
    expect(findPackageManager(join(folder.path, 'bin'))).to.equal(undefined);
    folder.write('bin/dnf', '', 0o755);
    expect(findPackageManager(join(folder.path, 'bin'))).to.equal('dnf');
  });

  it('never lets Dovecot’s installer open mailboxes', () => {
    const commands = installCommands('apt', ['dovecot']).map((command) => command.join(' '));
    const mask = commands.findIndex((command) => command.includes('systemctl mask dovecot.service'));
    const install = commands.findIndex((command) => command.includes('dovecot-imapd'));
    expect(mask).to.be.greaterThan(-1).and.lessThan(install);
  });

  it('that only help tests are asked of the systems that have them, Postfix and Dovecot of root alone', () => {
    expect(partsThatHelpTests('apt', root)).to.deep.equal(['mail', 'postfix', 'dovecot', 'clamd']);
    expect(partsThatHelpTests('apt', user)).to.deep.equal(['mail']);
    for (const manager of ['brew', 'dnf', undefined] as const)
      expect(partsThatHelpTests(manager, root)).to.deep.equal([]);
  });

  it('need no command when there is nothing to install', () => {
    expect(installCommands('brew', ['fonts'])).to.deep.equal([]);
  });

  it('are told apart between Debian and Ubuntu, whose Chromium is a snap', () => {
    expect(isUbuntu('NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n')).to.equal(true);
    expect(isUbuntu('NAME="Debian GNU/Linux"\nID=debian\n')).to.equal(false);
  });
});
