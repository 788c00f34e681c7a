import { z } from 'zod';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { compileBody, type FillBody } from './document-engine.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { faultsOfStyle } from './style-check.ts';
import { toStartDocument } from './start-text.ts';
import { TemplateError } from './template-error.ts';
import { listTemplateFolders, readTemplateFiles } from './template-files.ts';
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

/** Every folder under `folder` is a template. Throws a TemplateError on the first broken one. */
export function loadTemplates(folder: string): CompiledTemplate[] {
  return listTemplateFolders(folder).map((name) => {
    const compiled = compileTemplate(canonicalJson(readTemplateFiles(folder, name)), name);
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
  const compiled = compileBody(files.body, { fields: manifest.fields, file: `${origin}/body.hbs` });
  const faults = [
    ...('faults' in compiled ? compiled.faults : []),
    ...faultsOfStyle(files.css, `${origin}/style.css`),
  ];
  if ('faults' in compiled || faults.length > 0) throw new TemplateError(origin, faults);
  return { template: toTemplate(source, manifest), manifest, fill: compiled.fill, css: files.css };
}

function toTemplate(source: string, manifest: Manifest): InstructionTemplate {
  const { name, version, title, documentTitle, kind, recurrence, amends } = manifest;
  const { purpose, credits, circuit } = manifest;
  return {
    name,
    version,
    title,
    ...present({ purpose, credits, circuit }),
    recurrence,
    amends,
    documentTitle,
    kind,
    sha256: sha256Hex(source),
    source,
    fields: manifest.fields.map(({ columns, ...field }) => ({
      ...present(field),
      ...(columns === undefined ? {} : { columns: columns.map(present) }),
    })),
    sections: manifest.sections.map(({ start, ...section }) => ({
      ...section,
      start: toStartDocument(start),
    })),
  };
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the keys that the manifest does not give. */
function present<T extends object>(spec: T): Present<T> {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)) as Present<T>;
}
