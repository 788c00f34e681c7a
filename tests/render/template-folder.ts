import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const created: string[] = [];
process.once('exit', () => created.forEach((folder) => rmSync(folder, { recursive: true })));

const manifest = `name: lettre
version: '1'
title: Lettre
kind: letter
documentTitle: Lettre {year}
fields:
  - { key: year, label: Année, type: year, required: true }
  - { key: subject, label: Objet, type: text, required: true, max: 100 }
  - { key: letterDate, label: Date, type: date }
  - { key: tone, label: Ton, type: choice, choices: [ferme, cordial], default: ferme }
sections:
  - key: texte
    title: Le texte
    guidance: Dites tout.
    start:
      - Un **mot** gras.
      - heading: Un intertitre
      - bullets: [un, deux]
      - numbers: [trois]
  - { key: suite, title: La suite, guidance: Facultative., required: false }
  - { key: annexe, title: Une annexe, guidance: Facultative., required: false, part: annex }
`;

const body = `<h1>{{title}}</h1>
<p>{{fields.subject}}{{#if fields.letterDate}}, le {{day fields.letterDate}}{{/if}}</p>
{{#each sections}}
<h2>{{number}}. {{title}}</h2>
{{#if html}}{{{html}}}{{else}}<p>[vide]</p>{{/if}}
{{/each}}
{{#each annexes}}<h2>Annexe {{number}} {{title}}</h2>{{#if html}}{{{html}}}{{/if}}{{/each}}
`;

/** A folder of templates that holds one, « lettre », sound unless a file of it is given otherwise. */
export function createTemplateFolder(
  files: { manifest?: string; body?: string; css?: string; name?: string } = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'estafette-templates-'));
  created.push(folder);
  const template = join(folder, files.name ?? 'lettre');
  mkdirSync(template);
  writeFileSync(join(template, 'manifest.yaml'), files.manifest ?? manifest);
  writeFileSync(join(template, 'body.hbs'), files.body ?? body);
  writeFileSync(join(template, 'style.css'), files.css ?? 'p { margin: 0 }');
  return folder;
}

/** The sound manifest and body, to be altered. */
export const soundManifest = manifest;
export const soundBody = body;
