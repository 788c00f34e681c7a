import { expect } from 'chai';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadMessages } from '../../src/kernel/messages.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadTemplates } from '../../src/render/load-template.ts';
import { createRender } from '../../src/render/render.ts';
import { TemplateError } from '../../src/render/template-error.ts';
import { createRealBrowser } from './real-browser.ts';
import { createTemplateFolder, soundManifest } from './template-folder.ts';

function faultsOf(folder: string): string[] {
  try {
    loadTemplates(folder);
  } catch (error) {
    if (error instanceof TemplateError)
      return error.faults.map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
    throw error;
  }
  return [];
}

describe('the files of a template', () => {
  for (const missing of ['manifest.yaml', 'body.hbs'])
    it(`are refused without their ${missing}, which is named`, () => {
      const folder = createTemplateFolder();
      rmSync(join(folder, 'lettre', missing));
      expect(faultsOf(folder)).to.deep.equal([`lettre/${missing}:1: the file is missing`]);
    });

  it('are refused, a folder that holds nothing, with all that it lacks', () => {
    const folder = createTemplateFolder();
    mkdirSync(join(folder, 'avis'));
    expect(faultsOf(folder)).to.deep.equal([
      'avis/manifest.yaml:1: the file is missing',
      'avis/body.hbs:1: the file is missing',
      'letter.css:1: the file is missing',
    ]);
  });

  it('are all read before anything else is done: the start stops there', () => {
    const folder = createTemplateFolder({ body: '{{titel}}' });
    const start = () =>
      createRender({
        ...{ browser: createRealBrowser(), templates: folder, log: silentLog },
        messages: loadMessages('templates/messages'),
      });
    expect(start).to.throw(TemplateError, 'lettre/body.hbs:1: “titel” is not declared in the model');
  });

  it('may do without a style of their own, when there is one beside the folders', () => {
    const folder = createTemplateFolder();
    rmSync(join(folder, 'lettre', 'style.css'));
    writeFileSync(join(folder, 'letter.css'), 'p { margin: 2mm }');
    expect(loadTemplates(folder)[0]?.css).to.equal('p { margin: 2mm }');
  });

  it('are refused when one is not UTF-8 text', () => {
    const folder = createTemplateFolder();
    writeFileSync(join(folder, 'lettre', 'manifest.yaml'), Buffer.from('title: Déjà vu\n', 'latin1'));
    expect(faultsOf(folder)).to.deep.equal(['lettre/manifest.yaml:1: the file is not UTF-8 text']);
  });
});

describe('the lines of a wrong manifest', () => {
  const suite = '{ key: suite, title: La suite, guidance: Facultative., required: false }';
  const wrong: [what: string, manifest: string, told: string][] = [
    [
      'a locked section that nobody could write',
      soundManifest.replace(suite, '{ key: suite, title: Suite, guidance: Lue., locked: true }'),
      'lettre/manifest.yaml:20: sections.1: a locked section has no text',
    ],
    [
      'a locked annex that nobody could write',
      `${soundManifest}annexes:\n  - { key: bis, title: Bis, guidance: Lue., locked: true }\n`,
      'lettre/manifest.yaml:23: annexes.0: a locked section has no text',
    ],
    [
      'a key that is not known, where it is written',
      soundManifest.replace('label: Date, type: date', "label: Date, type: date, couleur: 'bleu'"),
      'lettre/manifest.yaml:9: fields.2: Unrecognized key: "couleur"',
    ],
    [
      'a key that is not known, at the end of the file',
      `${soundManifest}colour: blue\n`,
      'lettre/manifest.yaml:22: manifest: Unrecognized key: "colour"',
    ],
    [
      'a type that is not known',
      soundManifest.replace('label: Date, type: date', 'label: Date, type: duration'),
      'lettre/manifest.yaml:9: fields.2.type: Invalid option',
    ],
    [
      'a key that is written twice in the same place',
      soundManifest.replace("version: '1'\n", "version: '1'\nversion: '2'\n"),
      'lettre/manifest.yaml:3: Map keys must be unique',
    ],
  ];
  for (const [what, manifest, told] of wrong)
    it(`tell ${what}`, () => {
      const faults = faultsOf(createTemplateFolder({ manifest }));
      expect(
        faults.find((fault) => fault.startsWith(told)),
        faults.join('\n'),
      ).not.to.equal(undefined);
    });

  it('are none for a locked section that has a text', () => {
    const locked = suite.replace('required: false', 'locked: true, start: [Lisez.]');
    const folder = createTemplateFolder({ manifest: soundManifest.replace(suite, locked) });
    expect(faultsOf(folder)).to.deep.equal([]);
  });
});
