import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDemonstrationKeys } from '../../src/signing/demonstration-keys.ts';
import { fingerprintOf } from '../../src/signing/key-holder.ts';
import { clock, run, temporaryFolder } from './signed-files.ts';

describe('the demonstration’s keys', function () {
  this.timeout(180_000);

  it('are made once, readable by their owner alone', async () => {
    const folder = join(temporaryFolder(), 'deep', 'keys');
    const first = await openDemonstrationKeys({ folder, clock });
    const again = await openDemonstrationKeys({ folder, clock });
    expect(fingerprintOf(again.signatory)).to.equal(fingerprintOf(first.signatory));
    expect(statSync(folder).mode & 0o777).to.equal(0o700);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(new Set(modes)).to.deep.equal(new Set([0o600]));
    expect(readFileSync(first.rootPath, 'utf8')).to.equal(first.rootPem);
  });

  it('make a chain that openssl accepts in strict mode, and say that they have no value', async () => {
    const folder = join(temporaryFolder(), 'keys');
    await openDemonstrationKeys({ folder, clock });
    const at = (name: string) => join(folder, name);
    for (const name of ['signatory.pem', 'seal.pem']) {
      const verified = [
        'verify',
        '-x509_strict',
        '-CAfile',
        at('root.pem'),
        '-untrusted',
        at('issuing.pem'),
        at(name),
      ];
      expect(run('openssl', ...verified)).to.contain('OK');
      const printed = run('openssl', 'x509', '-noout', '-text', '-nameopt', 'utf8', '-in', at(name));
      expect(printed).to.match(/Subject:.*\(DÉMONSTRATION, sans valeur\)/);
      expect(printed).to.contain('Digital Signature, Non Repudiation').and.to.contain('CA:FALSE');
    }
  });

  it('are the same for two processes that start at once', async () => {
    const folder = join(temporaryFolder(), 'keys');
    const [one, two] = await Promise.all([
      openDemonstrationKeys({ folder, clock }),
      openDemonstrationKeys({ folder, clock }),
    ]);
    expect(fingerprintOf(one.signatory)).to.equal(fingerprintOf(two.signatory));
    expect(fingerprintOf(one.seal)).to.equal(fingerprintOf(two.seal));
    expect(readdirSync(join(folder, '..'))).to.deep.equal(['keys']);
  });

  it('survive a process killed while it makes them', async () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'keys');
    const module = new URL('../../src/signing/demonstration-keys.ts', import.meta.url).href;
    const program = `const { openDemonstrationKeys } = await import('${module}');
      const { readdirSync } = await import('node:fs');
      openDemonstrationKeys({ folder: '${folder}', clock: { now: () => new Date() } });
      setInterval(() => readdirSync('${parent}').length > 0 && process.kill(process.pid, 'SIGKILL'), 1);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
    const [, signal] = (await once(child, 'exit')) as [unknown, string];
    expect(signal).to.equal('SIGKILL');
    expect(readdirSync(parent)).to.have.length(1).and.not.to.include('keys');
    const { signatory } = await openDemonstrationKeys({ folder, clock });
    expect(signatory.certificateDer.length).to.be.greaterThan(500);
  });

  it('clear what a killed process left, once it is an hour old', async () => {
    const parent = temporaryFolder();
    const [old, recent] = [join(parent, 'keys.new-old'), join(parent, 'keys.new-recent')];
    mkdirSync(old);
    mkdirSync(recent);
    const longAgo = new Date(Date.now() - 3 * 60 * 60 * 1000);
    utimesSync(old, longAgo, longAgo);
    await openDemonstrationKeys({ folder: join(parent, 'keys'), clock });
    expect(readdirSync(parent).sort()).to.deep.equal(['keys', 'keys.new-recent']);
  });

  it('are never made again over a folder that lost one', async () => {
    const folder = join(temporaryFolder(), 'keys');
    await openDemonstrationKeys({ folder, clock });
    for (const lost of ['seal.key.pem', 'root.pem']) {
      unlinkSync(join(folder, lost));
      const failure: unknown = await openDemonstrationKeys({ folder, clock }).catch(
        (error: unknown) => error,
      );
      expect(failure).to.include({ code: 'unavailable', messageKey: 'signing.keys.unreadable' });
    }
  });
});
