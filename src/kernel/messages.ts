import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Gives the French sentence of a key, its `{parameters}` filled in. Throws on an unknown key or parameter. */
export type Messages = (key: string, params?: Record<string, string | number>) => string;

/**
 * Reads every `*.yaml` of the folder; `accounts.yaml` holding `password: {wrong: …}` gives
 * `accounts.password.wrong`. French text lives there, so that one person can proof-read it all.
 */
export function loadMessages(folder: string): Messages {
  const sentences = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    collect(sentences, file.slice(0, -'.yaml'.length), parse(readFileSync(join(folder, file), 'utf8')));
  }
  return (key, params = {}) => {
    const sentence = sentences.get(key);
    if (sentence === undefined) throw new Error(`unknown message key: ${key}`);
    return sentence.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      const value = params[name];
      if (value === undefined) throw new Error(`message ${key} needs the parameter ${name}`);
      return String(value);
    });
  };
}

function collect(sentences: Map<string, string>, prefix: string, node: unknown): void {
  if (typeof node === 'string') sentences.set(prefix, node);
  else if (node !== null && typeof node === 'object') {
    for (const [key, child] of Object.entries(node)) collect(sentences, `${prefix}.${key}`, child);
  }
}
