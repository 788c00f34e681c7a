import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { parseSectionText } from '../../src/drafts/section-text.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { compileTemplate, loadTemplates } from '../../src/render/load-template.ts';
import { TemplateError } from '../../src/render/template-error.ts';
import { createTemplateFolder, soundBody, soundManifest } from './template-folder.ts';

function refusalOf(files: Parameters<typeof createTemplateFolder>[0]): TemplateError {
  try {
    loadTemplates(createTemplateFolder(files));
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('the template was accepted');
}

describe('an instruction template', () => {
  it('is a folder of three files, known by its hash', () => {
    const [compiled] = loadTemplates(createTemplateFolder());
    const template = compiled?.template;
    expect(template).to.include({ name: 'lettre', version: '1', title: 'Lettre', kind: 'letter' });
    expect(template?.fields.map(({ key, required }) => [key, required])).to.deep.equal([
      ['year', true],
      ['subject', true],
      ['letterDate', false],
      ['tone', false],
    ]);
    expect(template?.sha256).to.equal(
      createHash('sha256')
        .update(template?.source ?? '')
        .digest('hex'),
    );
  });

  it('changes its hash with any of its files', () => {
    const hashes = [
      {},
      { css: 'p { margin: 1mm }' },
      { body: `${soundBody} ` },
      { manifest: `${soundManifest}# x\n` },
    ].map((files) => loadTemplates(createTemplateFolder(files))[0]?.template.sha256);
    expect(new Set(hashes).size).to.equal(4);
  });

  it('comes back whole from its stored source', () => {
    const template = loadTemplates(createTemplateFolder())[0]?.template;
    expect(compileTemplate(template?.source ?? '', 'stored').template).to.deep.equal(template);
  });

  it('starts its sections with documents of the drafts’ schema', () => {
    for (const folder of [createTemplateFolder(), 'templates/instructions']) {
      for (const { template } of loadTemplates(folder)) {
        for (const section of template.sections) {
          expect(parseSectionText(section.start).ok, `${template.name} ${section.key}`).to.equal(true);
        }
      }
    }
  });

  it('writes bold, headings and lists in a starting text', () => {
    const start = loadTemplates(createTemplateFolder())[0]?.template.sections[0]?.start;
    expect(start?.content.map(({ type }) => type)).to.deep.equal([
      'paragraph',
      'heading',
      'bulletList',
      'orderedList',
    ]);
    expect(start?.content[0]?.content).to.deep.equal([
      { type: 'text', text: 'Un ' },
      { type: 'text', text: 'mot', marks: [{ type: 'bold' }] },
      { type: 'text', text: ' gras.' },
    ]);
  });
});

describe('a broken template', () => {
  it('is refused with file, line and reason when its body names what is not declared', () => {
    const body = `${soundBody}{{fields.colour}}\n{{#if missing}}{{/if}}\n{{day fields.hour}}\n`;
    const line = soundBody.split('\n').length;
    expect(refusalOf({ body }).faults).to.deep.equal([
      { file: 'lettre/body.hbs', line, reason: '“fields.colour” is not declared in the model' },
      { file: 'lettre/body.hbs', line: line + 1, reason: '“missing” is not declared in the model' },
      { file: 'lettre/body.hbs', line: line + 2, reason: '“fields.hour” is not declared in the model' },
    ]);
  });

  it('is refused when its body prints a field without escaping it', () => {
    const [fault] = refusalOf({ body: '<p>{{{fields.subject}}}</p>' }).faults;
    expect(fault?.reason).to.contain('only for html');
  });

  it('is refused when its body does not parse', () => {
    const [fault] = refusalOf({ body: 'a\nb\n{{#if title}}\n' }).faults;
    expect(fault?.file).to.equal('lettre/body.hbs');
    expect(fault?.line).to.be.greaterThan(2);
  });

  it('is refused with the line of each wrong value of its manifest', () => {
    const manifest = soundManifest
      .replace('kind: letter', 'kind: poem')
      .replace('type: date }', 'type: moment }');
    const faults = refusalOf({ manifest }).faults;
    expect(faults.map(({ line }) => line)).to.deep.equal([4, 9]);
    expect(faults[1]).to.include({ file: 'lettre/manifest.yaml' });
    expect(faults[1]?.reason).to.contain('fields.2.type');
  });

  it('is refused when its manifest lacks a key, has one too many, or has the same one twice', () => {
    const cases = {
      'version: Invalid input': soundManifest.replace("version: '1'\n", ''),
      'Unrecognized key': `${soundManifest}colour: blue\n`,
      'two fields have the same key': soundManifest.replace('key: subject', 'key: year'),
      'two sections have the same key': soundManifest.replace('key: suite', 'key: texte'),
      '“hour” is not a declared field': soundManifest.replace('Lettre {year}', 'Lettre {hour}'),
      'choices belong to a choice': soundManifest.replace('type: choice', 'type: text'),
      'the default is none of the choices': soundManifest.replace('default: ferme', 'default: froid'),
    };
    for (const [reason, manifest] of Object.entries(cases)) {
      expect(
        refusalOf({ manifest })
          .faults.map((fault) => fault.reason)
          .join('\n'),
      ).to.contain(reason);
    }
  });

  const typed = soundManifest
    .replace(
      'sections:\n',
      `  - { key: contact, label: Contact, type: person }
  - { key: dates, label: Dates, type: table, columns: [{ key: jour, label: Jour, type: date }] }
sections:
`,
    )
    .replace('- Un **mot** gras.', '- Un **mot** de {year}, après {year-1}.');

  const broken: [what: string, files: Parameters<typeof refusalOf>[0], line: number, reason: string][] = [
    [
      'an unknown variable in a starting text',
      { manifest: typed.replace('{year-1}', '{yaer-1}') },
      18,
      'sections.0.start.0: “yaer” is not a declared field',
    ],
    [
      'an unknown variable in the title of the document',
      { manifest: typed.replace('Lettre {year}', 'Lettre {hour}') },
      5,
      'documentTitle: “hour” is not a declared field',
    ],
    [
      'an unknown variable in a default',
      {
        manifest: typed.replace(
          'type: text, required: true',
          "type: text, required: true, default: 'De {an}'",
        ),
      },
      8,
      'fields.1.default: “an” is not a declared field',
    ],
    [
      'a variable without a value when a text begins',
      { manifest: typed.replace('{year-1}', '{subject}') },
      18,
      '“subject” has no value when a text begins',
    ],
    [
      'a variable that no line can hold',
      { manifest: typed.replace('Lettre {year}', 'Lettre {contact}') },
      5,
      '“contact” is a person: no line can hold it',
    ],
    [
      'a sum with what is not a year',
      { manifest: typed.replace('{year-1}', '{tone+1}') },
      18,
      '“tone” is not a year: nothing can be added to it',
    ],
    [
      'a brace that is no variable',
      { manifest: typed.replace('{year-1}', '{ year }') },
      18,
      'is not a variable: write {field}',
    ],
    [
      'a variable where nothing is filled',
      { manifest: typed.replace('Dites tout.', "'Dites {year}.'") },
      16,
      'sections.0.guidance: nothing is filled here',
    ],
    [
      'a table without columns',
      { manifest: typed.replace(', columns: [{ key: jour, label: Jour, type: date }]', '') },
      12,
      'columns belong to a table',
    ],
    [
      'a column of a type that no cell can hold',
      { manifest: typed.replace('label: Jour, type: date', 'label: Jour, type: person') },
      12,
      'fields.5.columns.0.type',
    ],
    [
      'an annex of the same key as a section',
      { manifest: `${typed}annexes:\n  - { key: texte, title: Bis, guidance: Rien. }\n` },
      25,
      'annexes.0.key: two sections have the same key “texte”',
    ],
    ['no year', { manifest: typed.replace('key: year,', 'key: annee,') }, 7, 'a template has a field “year”'],
    [
      'credits that nobody enters',
      { manifest: typed.replace('kind: letter', 'kind: letter\ncredits: communes') },
      5,
      'credits',
    ],
    [
      'a part of a person that does not exist, in the body',
      { manifest: typed, body: '<p>\n{{fields.contact.age}}</p>' },
      2,
      '“fields.contact.age” is not declared in the model',
    ],
    [
      'a column that does not exist, in the body',
      { manifest: typed, body: '{{#each fields.dates}}{{day jour}}{{heure}}{{/each}}' },
      1,
      '“heure” is not declared in the model',
    ],
    [
      'an unknown variable in the style',
      { css: ':root { --ink: #000 }\np { color: var(--ink) }\nh1 { color: var(--inc) }' },
      3,
      '“--inc” is not a declared variable of the style',
    ],
    ['something to fill in the style', { css: 'p {}\n{{year}} {}' }, 2, 'nothing is filled in a style'],
    ['a style that brings something from elsewhere', { css: "@import 'x.css';" }, 1, 'no @import'],
    ['a style whose brace is not closed', { css: 'a {}\np { color: red\n' }, 2, 'a brace is not closed'],
  ];
  for (const [what, files, line, reason] of broken)
    it(`is refused for ${what}`, () => {
      const [fault] = refusalOf(files).faults.filter((each) => each.reason.includes(reason));
      expect(
        fault,
        refusalOf(files)
          .faults.map((each) => `${each.file}:${each.line}: ${each.reason}`)
          .join('\n'),
      ).to.include({ line });
      const file =
        files?.css !== undefined ? 'style.css' : files?.body !== undefined ? 'body.hbs' : 'manifest.yaml';
      expect(fault?.file).to.equal(`lettre/${file}`);
    });

  it('is not broken by variables, persons and tables as such', () => {
    const [compiled] = loadTemplates(
      createTemplateFolder({ manifest: `${typed}annexes:\n  - { key: bis, title: Bis, guidance: Rien. }\n` }),
    );
    expect(compiled?.template.sections.map(({ key, part }) => [key, part])).to.deep.equal([
      ['texte', 'letter'],
      ['suite', 'letter'],
      ['annexe', 'annex'],
      ['bis', 'annex'],
    ]);
  });

  it('is refused when its manifest is not YAML, or of another name than its folder', () => {
    expect(refusalOf({ manifest: 'a: [b\nc: d' }).faults[0]?.line).to.be.greaterThan(0);
    expect(refusalOf({ name: 'autre' }).faults[0]?.reason).to.contain('its folder is “autre”');
  });

  it('says so in one French sentence, with the list', () => {
    const error = refusalOf({ body: 'a\n{{missing}}' });
    const sentence = loadMessages('templates/messages')(error.messageKey ?? '', error.params);
    expect(sentence).to.contain('Le modèle').and.to.contain('lettre/body.hbs:2: “missing” is not declared');
  });
});
