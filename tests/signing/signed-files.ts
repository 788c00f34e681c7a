import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { openDemonstrationKeys } from '../../src/signing/demonstration-keys.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

/** After the keys are made: outside tools look at the real clock, so the tests' clock starts from it. */
export const clock = createFixedClock(new Date().toISOString());

const folders: string[] = [];
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'estafette-signing-'));
  folders.push(folder);
  return folder;
}

let keys: ReturnType<typeof openDemonstrationKeys> | undefined;
/** The same demonstration keys for every test of a run: making them takes a while. */
export function demonstrationKeys() {
  return (keys ??= openDemonstrationKeys({ folder: join(temporaryFolder(), 'keys'), clock }));
}

/** A one-page letter; `objectStreams` gives the compact form that Chromium's files are finished in. */
export async function letter(
  text = 'Instruction aux préfectures',
  options: { objectStreams?: boolean } = {},
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setTitle('Instruction');
  document.addPage().drawText(text);
  return document.save({ useObjectStreams: options.objectStreams ?? false });
}

/** The bytes as a file, for the tools that want one. */
export function asFile(bytes: Uint8Array | string, name = 'file'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

/** Where the last signature stands, found by its text alone. */
export function lastByteRange(pdf: Uint8Array): [number, number, number, number] {
  const text = Buffer.from(pdf).toString('latin1');
  const found = [...text.matchAll(/\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/g)].at(-1);
  if (found === undefined) throw new Error('no signature');
  return found.slice(1, 5).map(Number) as [number, number, number, number];
}

/** The CMS of the last signature, its zeros taken off, and the bytes that it signs. */
export function lastSignature(pdf: Uint8Array): { cms: Buffer; signedBytes: Buffer } {
  const [start, length, next, nextLength] = lastByteRange(pdf);
  const padded = Buffer.from(Buffer.from(pdf.subarray(length + 1, next - 1)).toString('latin1'), 'hex');
  const cms = padded.subarray(0, 4 + padded.readUInt16BE(2));
  const signedBytes = Buffer.concat([
    pdf.subarray(start, start + length),
    pdf.subarray(next, next + nextLength),
  ]);
  return { cms, signedBytes };
}

/** What `openssl cms -verify -cades` says of the last signature. */
export function opensslAccepts(pdf: Uint8Array, rootPem: string): boolean {
  const { cms, signedBytes } = lastSignature(pdf);
  const args = [
    'cms',
    '-verify',
    '-cades',
    '-binary',
    '-inform',
    'DER',
    '-in',
    asFile(cms),
    '-out',
    '/dev/null',
  ];
  args.push('-content', asFile(signedBytes), '-CAfile', asFile(rootPem), '-purpose', 'any');
  return spawnSync('openssl', args).status === 0;
}

/** The lines that `pdfsig` prints about each signature; it trusts nothing, unless given a folder of roots. */
export function pdfsig(pdf: Uint8Array, nssFolder?: string): string {
  const trust = nssFolder === undefined ? [] : ['-nssdir', nssFolder];
  const env = { ...process.env, HOME: temporaryFolder() };
  const { stdout, stderr } = spawnSync('pdfsig', [...trust, asFile(pdf)], { encoding: 'utf8', env });
  return stdout + stderr;
}

/** A folder of trusted roots for `pdfsig`; undefined where `certutil` is not installed. */
export function nssFolderTrusting(rootPem: string): string | undefined {
  const database = temporaryFolder();
  if (spawnSync('certutil', ['-N', '-d', `sql:${database}`, '--empty-password']).status !== 0)
    return undefined;
  run('certutil', '-A', '-d', `sql:${database}`, '-n', 'root', '-t', 'C,C,C', '-i', asFile(rootPem));
  return database;
}

export function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8' });
}

/** The file with one of its bytes changed. */
export function withByte(pdf: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const changed = new Uint8Array(pdf);
  changed[at] = change(changed[at]!);
  return changed;
}

/** Appends a revision that gives objects (by number) a new text: what an attacker with an editor does. */
export function withRevision(
  pdf: Uint8Array,
  objects: Record<number, string>,
  changeTrailer = (trailer: string) => trailer,
): Uint8Array {
  const before = Buffer.from(pdf).toString('latin1');
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(before)![1];
  const trailer = [...before.matchAll(/trailer\s*<<([\s\S]*?)>>\s*startxref/g)].at(-1)![1]!;
  let text = `${before}\n`;
  let table = '';
  for (const [number, object] of Object.entries(objects)) {
    table += `${number} 1\n${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const start = text.length;
  text += `xref\n${table}trailer\n<<${changeTrailer(trailer).replace(/\/Prev\s+\d+/, '')}/Prev ${previous}>>\n`;
  return Buffer.from(`${text}startxref\n${start}\n%%EOF\n`, 'latin1');
}

/** The last text of an object, found as it is written. */
export function objectText(pdf: Uint8Array, pattern: RegExp): { number: number; text: string } {
  const text = Buffer.from(pdf).toString('latin1');
  const found = [...text.matchAll(/(\d+) 0 obj\s([\s\S]*?)\sendobj/g)]
    .filter((each) => pattern.test(each[2]!))
    .at(-1);
  if (found === undefined) throw new Error(`no object like ${pattern}`);
  return { number: Number(found[1]), text: found[2]! };
}
