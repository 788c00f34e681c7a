import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { isPermissive, listLicences } from '../../scripts/check/licences.mjs';
import { modulesAreCurrent } from '../../scripts/setup/modules.mjs';
import { majorOf, nodeSentence } from '../../scripts/setup/node.mjs';

interface LockedPackage {
  version?: string;
  integrity?: string;
  resolved?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, LockedPackage>;
};
const modules = Object.entries(lock.packages).filter(([path]) => path !== '');

describe('the lock file', () => {
  it('names no registry: each machine has its own', () => {
    expect(modules.filter(([, { resolved }]) => resolved !== undefined)).to.deep.equal([]);
  });

  it('holds the integrity of every module', () => {
    expect(modules.length).to.be.greaterThan(100);
    expect(modules.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)).to.deep.equal(
      [],
    );
  });

  it('holds every module that another one names, those of other systems too', () => {
    const absent = modules.flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !isHeld(path, name))
        .map((name) => `${path} → ${name}`),
    );
    expect(absent).to.deep.equal([]);
  });

  it('is that of exact versions only', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      readFileSync('package.json', 'utf8'),
    ) as Record<string, Record<string, string>>;
    const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).to.deep.equal([]);
  });
});

// Node's resolution: beside the module, then in each node_modules above it.
function isHeld(path: string, name: string): boolean {
  for (let place = path; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (lock.packages[place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`]) return true;
    if (place === '') return false;
  }
}

describe('the installed modules', () => {
  const one = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };
  const optional = {
    packages: {
      ...one.packages,
      'node_modules/b': { version: '1.0.0', integrity: 'sha512-b', optional: true },
    },
  };

  it('are current when npm installed what the lock file says', () => {
    expect(modulesAreCurrent(one, one)).to.equal(true);
  });

  it('may lack a module for another system', () => {
    expect(modulesAreCurrent(optional, one)).to.equal(true);
  });

  it('are not when there are none, or one is missing, other, or too many', () => {
    expect(modulesAreCurrent(one, undefined)).to.equal(false);
    expect(modulesAreCurrent(one, { packages: {} })).to.equal(false);
    const other = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-other' } } };
    expect(modulesAreCurrent(one, other)).to.equal(false);
    expect(modulesAreCurrent(one, optional)).to.equal(false);
  });
});

describe('a licence', () => {
  it('passes when we may hand the module on', () => {
    for (const licence of [
      'MIT',
      '(MIT OR EUPL-1.1+)',
      'MIT AND OFL-1.1',
      '(BSD-2-Clause OR MIT OR Apache-2.0)',
    ]) {
      expect(isPermissive(licence), licence).to.equal(true);
    }
  });

  it('does not when it asks for more, or says nothing', () => {
    for (const licence of ['GPL-3.0', 'MIT AND AGPL-3.0', 'MPL-2.0', 'SEE LICENSE IN x', 'none declared']) {
      expect(isPermissive(licence), licence).to.equal(false);
    }
  });

  it('is looked for in the module when the lock file is silent, for what production installs', () => {
    const packages = {
      '': {},
      'node_modules/old': {},
      'node_modules/tool': { dev: true, license: 'GPL-3.0' },
    };
    const read = listLicences({ packages }, () => ({ licenses: [{ type: 'MIT' }] }));
    expect(read).to.deep.equal([{ path: 'node_modules/old', licence: 'MIT' }]);
  });
});

describe('the Node that is required', () => {
  it('is read from its version', () => {
    expect(['v24.21.0\n', '20.1.0', 'nothing'].map(majorOf)).to.deep.equal([24, 20, 0]);
  });

  it('is asked for in one sentence that names the one found', () => {
    expect(nodeSentence('v20.20.2')).to.contain('Node 24').and.to.contain('v20.20.2');
  });
});
