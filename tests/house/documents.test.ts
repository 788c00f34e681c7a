import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { variables } from '../../src/config.ts';

const root = join(import.meta.dirname, '../..');
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The text under a heading, down to the next one of the same level or above. */
function sectionOf(path: string, heading: string): string {
  const [, level = '##'] = /^(#+) /.exec(heading) ?? [];
  const text = read(path);
  const start = text.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`${path} has no « ${heading} »`);
  const after = text.slice(start + heading.length + 2);
  const end = after.search(new RegExp(`^#{1,${level.length}} `, 'm'));
  return end < 0 ? after : after.slice(0, end);
}

/** The cells of each row of a section's first table, its titles left out. */
function rowsOf(section: string): string[][] {
  const lines = section.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const table = lines.slice(first).slice(
    0,
    lines.slice(first).findIndex((line) => !line.startsWith('|')),
  );
  return table.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const inCode = (cell: string | undefined) => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code);

/** Relative targets of links and pictures, as they are written; code is not prose. */
function linksOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The addresses that a document's headings have. */
function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  const table = rowsOf(sectionOf('README.md', '## Configuration'));

  it('name every variable of the configuration, and no other', () => {
    const named = table.map(([variable]) => inCode(variable)[0]);
    expect(named).to.deep.equal(variables.map(({ name }) => name));
  });

  it('give each variable the default that it has', () => {
    const given = table.map(([variable, byDefault]) => [inCode(variable)[0], inCode(byDefault)[0]]);
    const real = variables.map(({ name, schema }) => {
      const parsed = schema.safeParse(undefined);
      return [name, parsed.success && parsed.data !== undefined ? String(parsed.data) : undefined];
    });
    expect(given).to.deep.equal(real);
  });

  it('say what each variable is and what is expected', () => {
    for (const [variable, , meaning, expected] of table) {
      expect(meaning, variable).to.match(/\w{3}/);
      expect(expected, variable).to.match(/\w{3}|\d/);
    }
  });

  it('list every room of the house, and no other', () => {
    const rooms = rowsOf(sectionOf('ARCHITECTURE.md', '## Rooms')).map(([room]) => inCode(room)[0]);
    const folders = readdirSync(join(root, 'src')).filter((name) =>
      statSync(join(root, 'src', name)).isDirectory(),
    );
    expect(rooms.toSorted()).to.deep.equal(folders.toSorted());
  });

  it('give each room a face that is there', () => {
    const faces = rowsOf(sectionOf('ARCHITECTURE.md', '## Rooms')).flatMap(([, face]) => inCode(face));
    expect(faces).to.have.length.above(10);
    for (const face of faces) expect(existsSync(join(root, 'src', face ?? '')), face).to.equal(true);
  });

  it('list every decision', () => {
    const notes = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d{4}-/.test(name));
    expect(notes).to.have.length.above(10);
    expect(linksOf(read('docs/decisions/README.md'))).to.include.members(notes);
    for (const note of notes) {
      expect(read(`docs/decisions/${note}`).trimEnd().split('\n'), note).to.have.length.at.most(25);
    }
  });

  for (const path of documents) {
    const text = read(path);

    it(`${path}: every relative link leads to a file, and to a heading that is there`, () => {
      for (const link of linksOf(text)) {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? path : join(dirname(path), file);
        expect(existsSync(join(root, target)), link).to.equal(true);
        if (anchor !== undefined) expect(anchorsOf(read(target)), link).to.include(anchor);
      }
    });

    if (path.startsWith('docs/guide/')) {
      it(`${path}: French typography`, () => {
        const prose = text.replace(/`[^`]*`|\]\([^)]*\)/g, '').replace(/^\|[-| ]+\|$/gm, '');
        expect(prose, 'straight quotes').not.to.match(/['"]/);
        expect(prose, 'breakable spaces').not.to.match(/\S [;:!?»](?!\[)|« /);
      });
    }

    it(`${path}: no path of a machine`, () => {
      expect(text).not.to.match(
        /(?<![\w.)])\/(home|root|tmp|work|usr|var|etc|opt|Users|private)\/|\b[A-Z]:\\/,
      );
    });
  }
});
