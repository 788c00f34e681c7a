import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { oncePerText } from './once-per-text.ts';

/** Gives the French sentence of a key, its `{parameters}` filled in. Throws on an unknown key or parameter. */
export type Messages = (key: string, params?: Record<string, string | number>) => string;

/**
 * Reads every `*.yaml` of the folder; `accounts.yaml` holding `password: {wrong: …}` gives
 * `accounts.password.wrong`. French text lives there, so that one person can proof-read it all. A file is parsed
 * when one of its sentences is first asked for: a command says those of one or two.
 */
export function loadMessages(folder: string): Messages {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const texts = new Map(
    files.map((file) => [file.slice(0, -'.yaml'.length), readFileSync(join(folder, file), 'utf8')]),
  );
  return (key, params = {}) => {
    const [room = ''] = key.split('.', 1);
    const sentence = sentencesOf(texts.get(room) ?? '').get(key.slice(room.length));
    if (sentence === undefined) throw new Error(`unknown message key: ${key}`);
    return sentence.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      const value = params[name];
      if (value === undefined) throw new Error(`message ${key} needs the parameter ${name}`);
      return String(value);
    });
  };
}

/** The sentences of one file by what follows its name in their keys: `.password.wrong`. */
const sentencesOf = oncePerText((text) => collect(new Map<string, string>(), '', parse(text)));

function collect(sentences: Map<string, string>, prefix: string, node: unknown): Map<string, string> {
  if (typeof node === 'string') sentences.set(prefix, node);
  else if (node !== null && typeof node === 'object') {
    for (const [key, child] of Object.entries(node)) collect(sentences, `${prefix}.${key}`, child);
  }
  return sentences;
}
