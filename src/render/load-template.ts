import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { compileBody, type FillBody } from './document-engine.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { toStartDocument } from './start-text.ts';
import { TemplateError } from './template-error.ts';
import type { InstructionTemplate } from './template.ts';

/** A template made ready to fill. */
export interface CompiledTemplate {
  template: InstructionTemplate;
  manifest: Manifest;
  fill: FillBody;
  css: string;
}

/** The three files of a template, as they were written: what its hash covers. */
const sourceSchema = z.strictObject({ manifest: z.string(), body: z.string(), css: z.string() });

/** Every folder under `folder` that holds a manifest. Throws a TemplateError on the first broken one. */
export function loadTemplates(folder: string): CompiledTemplate[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, 'manifest.yaml')))
    .map((name) => {
      const read = (file: string) => readFileSync(join(folder, name, file), 'utf8');
      const files = { manifest: read('manifest.yaml'), body: read('body.hbs'), css: read('style.css') };
      const compiled = compileTemplate(canonicalJson(files), name);
      if (compiled.manifest.name === name) return compiled;
      const reason = `the manifest's name is “${compiled.manifest.name}”, its folder is “${name}”`;
      throw new TemplateError(name, [{ file: `${name}/manifest.yaml`, line: 1, reason }]);
    });
}

/**
 * A template from its canonical source, as it was stored with an instruction. `origin` is what the
 * faults call it. Throws a TemplateError that lists every fault.
 */
export function compileTemplate(source: string, origin: string): CompiledTemplate {
  const files = sourceSchema.parse(JSON.parse(source));
  const read = readManifest(files.manifest, `${origin}/manifest.yaml`);
  if ('faults' in read) throw new TemplateError(origin, read.faults);
  const { manifest } = read;
  const fieldKeys = manifest.fields.map(({ key }) => key);
  const compiled = compileBody(files.body, { fieldKeys, file: `${origin}/body.hbs` });
  if ('faults' in compiled) throw new TemplateError(origin, compiled.faults);
  return { template: toTemplate(source, manifest), manifest, fill: compiled.fill, css: files.css };
}

function toTemplate(source: string, manifest: Manifest): InstructionTemplate {
  const { name, version, title, documentTitle, kind } = manifest;
  return {
    name,
    version,
    title,
    documentTitle,
    kind,
    sha256: sha256Hex(source),
    source,
    fields: manifest.fields.map(({ hint, max, choices, default: byDefault, ...field }) => ({
      ...field,
      ...(hint === undefined ? {} : { hint }),
      ...(max === undefined ? {} : { max }),
      ...(choices === undefined ? {} : { choices }),
      ...(byDefault === undefined ? {} : { default: byDefault }),
    })),
    sections: manifest.sections.map(({ start, ...section }) => ({
      ...section,
      start: toStartDocument(start),
    })),
  };
}
