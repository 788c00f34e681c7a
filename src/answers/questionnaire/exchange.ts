import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { definitionSchema, sealDefinition, type Definition } from './definition.ts';

/** A questionnaire that is ready to be taken as it is, and changed. */
export interface Model {
  /** Of its file: `emploi-des-credits`. */
  name: string;
  definition: Definition;
}

/** The ready questionnaires of a folder (`*.yaml`). Throws when one of them is not well made. */
export function loadModels(folder: string): Model[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => ({
      name: file.slice(0, -'.yaml'.length),
      definition: definitionSchema.parse(parse(readFileSync(join(folder, file), 'utf8'))),
    }));
}

/** A questionnaire as a file, to be taken to another request, or to another installation. */
export function writeDefinition(definition: Definition): Uint8Array {
  return Buffer.from(`${sealDefinition(definition).content}\n`);
}

/** Undefined when the file is no questionnaire of ours; where it fails is said for whoever wrote it. */
export function readDefinition(bytes: Uint8Array): { definition: Definition } | { at: string } {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { at: '' };
  }
  const parsed = definitionSchema.safeParse(value);
  if (parsed.success) return { definition: parsed.data };
  return { at: parsed.error.issues[0]?.path.join('.') ?? '' };
}
