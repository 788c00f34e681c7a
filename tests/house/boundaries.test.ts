import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { composers, rooms } from '../../.dependency-cruiser.mjs';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '../..');

/** One fault for each kind of rule, in a house of three rooms. */
const planted: Record<string, string> = {
  'src/journal/chain.ts': 'export const hashOf = 1; export type Row = number;',
  'src/journal/journal.ts': "export { hashOf } from './chain.ts'; export type Journal = number;",
  'src/web/route.ts': 'export const route = 1;',
  'src/kernel/ids.ts': "import type { Journal } from '../journal/journal.ts'; export type Id = Journal;",
  'src/mail/mail.ts': "import { hashOf } from '../journal/journal.ts'; export const mail = hashOf;",
  'src/drafts/instructions.ts': "import { hashOf } from '../journal/chain.ts'; export const face = hashOf;",
  'src/drafts/allowed.ts':
    "import type { Row } from '../journal/chain.ts'; import { hashOf } from '../journal/journal.ts'; export const x: Row = hashOf;",
  'src/drafts/visas.ts':
    "import puppeteer from 'puppeteer'; import { second } from './second.ts'; export const first = [puppeteer, second];",
  'src/drafts/second.ts': "import { first } from './visas.ts'; export const second: unknown = first;",
  'src/drafts/rule.ts': "import { route } from '../web/route.ts'; export const rule = route;",
  'src/drafts/drafts-routes.ts':
    "import { route } from '../web/route.ts'; import { hashOf } from '../journal/journal.ts'; export const r = [route, hashOf];",
  'src/home/tour.ts': "import { hashOf } from '../journal/chain.ts'; export const tour = hashOf;",
  'src/config.ts': 'export const config = 1;',
  'src/archive/archive.ts': "import { config } from '../config.ts'; export const archive = config;",
  'src/compose-data.ts': "import { mail } from './mail/mail.ts'; export const data = mail;",
  'src/drafts/fake.ts':
    "import { expect } from 'chai'; import { nothing } from './nowhere.ts'; export const f = [expect, nothing];",
};

const expected = [
  'kernel-imports-nothing: src/kernel/ids.ts',
  'mail-direction: src/mail/mail.ts',
  'journal-face-only: src/drafts/instructions.ts',
  'one-owner-puppeteer: src/drafts/visas.ts',
  'no-cycles: src/drafts/second.ts',
  'web-is-for-pages: src/drafts/rule.ts',
  'drafts-routes: src/drafts/drafts-routes.ts',
  'journal-face-only: src/home/tour.ts',
  'environment-at-the-top: src/archive/archive.ts',
  'compose-data-direction: src/compose-data.ts',
  'tools-stay-out: src/drafts/fake.ts',
  'resolvable: src/drafts/fake.ts',
];

describe('the import rules', function () {
  this.timeout(180_000);
  let house: TemporaryFolder;
  before(() => {
    house = createTemporaryFolder();
    for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(root, file), join(house.path, file));
    }
    symlinkSync(join(root, 'node_modules'), join(house.path, 'node_modules'));
    for (const [file, content] of Object.entries(planted)) house.write(file, content);
  });
  after(() => house.remove());

  it('name every room and every composer that stands, and no other', () => {
    const entries = readdirSync(join(root, 'src'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(Object.keys(rooms)).to.have.members(folders);
    const files = entries.map(({ name }) => /^(compose[a-z-]*)[.]ts$/.exec(name)?.[1]);
    expect(Object.keys(composers)).to.have.members(files.filter((name) => name !== undefined));
  });

  it('catch one planted fault of each kind, and let the rest pass', () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
        '--config',
        '.dependency-cruiser.mjs',
        '--output-type',
        'json',
        'src',
      ],
      { cwd: house.path, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    const { summary } = JSON.parse(stdout) as {
      summary: { violations: { rule: { name: string }; from: string }[] };
    };
    const found = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
    expect(found).to.include.members(expected);
    expect(found.filter((fault) => fault.includes('allowed.ts'))).to.deep.equal([]);
  });
});
