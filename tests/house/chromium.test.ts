import { expect } from 'chai';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { refusalSentence, searchSentence } from '../../scripts/setup/browser.mjs';
import { chromiumSandbox, findChromium } from '../../scripts/setup/chromium.mjs';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const program = '#!/bin/sh\nexec /usr/lib/chromium/chromium "$@"\n';
// The shape of the script that Ubuntu's chromium-browser package installs.
const wrapper = '#!/bin/sh\nif ! [ -x /snap/bin/chromium ]; then exit 1; fi\nexec /snap/bin/chromium "$@"\n';

describe('the search for a browser', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const search = (environment: Record<string, string>, platform = 'linux') =>
    findChromium({ PATH: join(folder.path, 'bin'), ...environment }, { platform, home: folder.path });

  it('takes the configured one before any other', () => {
    folder.write('bin/chromium', program, 0o755);
    const mine = folder.write('elsewhere/chrome', program, 0o755);
    expect(search({ CHROMIUM_PATH: mine })).to.deep.equal({
      kind: 'found',
      path: mine,
      source: 'configuration',
    });
  });

  it('does not look further when the configured one is not there', () => {
    folder.write('bin/chromium', program, 0o755);
    expect(search({ CHROMIUM_PATH: '/nowhere/chrome' }).kind).to.equal('configured-missing');
  });

  it('ignores a file that cannot be executed', () => {
    folder.write('bin/chromium', program, 0o644);
    expect(search({}).kind).to.equal('absent');
  });

  it('recognises Ubuntu’s wrapper, and does not take it', () => {
    const path = folder.write('bin/chromium-browser', wrapper, 0o755);
    expect(search({})).to.deep.equal({ kind: 'snap', path });
  });

  it('recognises a link to snap', () => {
    folder.write('usr/bin/snap', 'binary', 0o755);
    folder.write('bin/none', '');
    symlinkSync(join(folder.path, 'usr/bin/snap'), join(folder.path, 'bin/chromium'));
    expect(search({}).kind).to.equal('snap');
  });

  it('prefers a Chrome that is not a snap', () => {
    folder.write('bin/chromium', wrapper, 0o755);
    const chrome = folder.write('bin/google-chrome', program, 0o755);
    expect(search({})).to.include({ kind: 'found', path: chrome });
  });

  it('finds Chrome among macOS’s applications', () => {
    const path = folder.write('Applications/Google Chrome.app/Contents/MacOS/Google Chrome', program, 0o755);
    // A Mac that runs the tests may have its own, in /Applications.
    expect(search({}, 'darwin')).to.include({ kind: 'found', source: 'system' });
    expect(search({}, 'linux').kind).to.equal('absent');
    expect(path).to.contain(folder.path);
  });

  it('finds the newest that puppeteer downloaded, by number and not by letter', () => {
    folder.write('.cache/puppeteer/chrome/linux-99.0.1/chrome-linux64/chrome', program, 0o755);
    const newest = folder.write(
      '.cache/puppeteer/chrome/linux-156.0.1/chrome-linux64/chrome',
      program,
      0o755,
    );
    expect(search({})).to.deep.equal({ kind: 'found', path: newest, source: 'download' });
  });
});

describe('the browser’s sandbox', () => {
  it('is given up as root, where Chromium cannot run inside it', () => {
    expect(chromiumSandbox({ userId: 0 })).to.deep.equal({ enabled: false, reason: 'root' });
  });

  it('is kept for everyone else, and whenever it is asked for', () => {
    expect(chromiumSandbox({ userId: 1000 })).to.deep.equal({ enabled: true, reason: 'default' });
    expect(chromiumSandbox({ asked: 'on', userId: 0 }).enabled).to.equal(true);
  });

  it('is explained when the system refuses it', () => {
    const said =
      '[FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu 23.10+';
    expect(refusalSentence('/usr/bin/chrome', said))
      .to.contain('AppArmor')
      .and.to.contain('CHROMIUM_SANDBOX=off');
  });
});

describe('a browser that cannot be used', () => {
  it('is explained by a sentence that says what to do', () => {
    expect(searchSentence({ kind: 'snap', path: '/usr/bin/chromium-browser' })).to.contain('« snap »');
    expect(searchSentence({ kind: 'configured-missing', path: '/x' })).to.contain('CHROMIUM_PATH vaut /x');
    expect(searchSentence({ kind: 'absent' })).to.contain('CHROMIUM_PATH');
  });

  it('names the library of the system that it lacks', () => {
    const said = 'chrome: error while loading shared libraries: libnss3.so: cannot open shared object file';
    expect(refusalSentence('/c/chrome', said)).to.contain('libnss3.so').and.to.contain('--install-deps');
  });
});
