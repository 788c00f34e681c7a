import type { Knex } from 'knex';
import type { ExtractedText, UnreadableReason } from '../extraction/extracted-text.ts';
import { isTextless, type Extraction } from '../extraction/extraction.ts';
import type { Journal } from '../journal/journal.ts';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { createTurnstile } from '../kernel/turnstile.ts';
import { planImport, type ImportPlan } from './import-plan.ts';
import { insertPages } from './pages-store.ts';
import { faultsOfFacts, keptNor, slugOf, type CircularFacts, type CircularFile } from './past-circular.ts';
import {
  findCircular,
  insertCircular,
  insertFile,
  isSlugTaken,
  listCirculars,
} from './past-circulars-store.ts';
import { recordFacts, subjectOf } from './recording.ts';

/** As many as the extraction reads at once, so that one is written while others are read. */
const filesAtOnce = 3;

/** Where a folder's files are; the command reads a disk, tests a map. */
export interface SourceFolder {
  /** Paths from the folder, with `/` between their parts. */
  names: readonly string[];
  read(name: string): Promise<Uint8Array>;
}

/** What became of one file. `already`: the same bytes were there before; they are told under their own title. */
export type FileEnd =
  | { end: 'imported'; name: string; slug: string; pages: number; textless: number }
  | { end: 'unreadable'; name: string; slug: string; reason: UnreadableReason }
  | { end: 'already'; name: string; title: string }
  | { end: 'refused'; name: string; reason: UnreadableReason | 'unreachable' };

/** Nothing is kept of these: there is nothing to keep, or it is not a PDF. */
const refusals: readonly UnreadableReason[] = ['empty', 'not-a-pdf', 'too-large'];

export interface ImportingDeps {
  database: Knex;
  journal: Journal;
  clock: Clock;
  extraction: Pick<Extraction, 'textOf'>;
}

/** The import of a folder. It may be stopped anywhere: a file is there wholly or not at all, and never twice. */
export function createImporting({ database, journal, clock, extraction }: ImportingDeps) {
  async function plan(csv: Uint8Array, names: readonly string[]): Promise<ImportPlan> {
    const known = await listCirculars(database);
    const nors = new Map(
      known.flatMap(({ nor, title }) => (nor === undefined ? [] : [[nor, title] as const])),
    );
    return planImport({ csv, names, nors, today: parisDayOf(clock.now()) });
  }

  async function importOne(
    actor: string,
    name: string,
    bytes: Uint8Array,
    facts: CircularFacts,
  ): Promise<FileEnd> {
    const sha256 = sha256Hex(bytes);
    const there = await findCircular(database, { sha256 });
    if (there !== undefined) return { end: 'already', name, title: there.title };
    const read = await extraction.textOf(bytes);
    if (!read.ok && refusals.includes(read.reason)) return { end: 'refused', name, reason: read.reason };
    const pages = read.ok ? read.pages.map((text) => ({ text, textless: isTextless(text) })) : [];
    const file = { ...fileOf(read), sha256, bytes: bytes.length, pages: pages.length };
    const slug = await database.transaction((trx) => write(trx, { actor, name, bytes, facts, file, pages }));
    // Another import had the same bytes in hand.
    if (slug === undefined) return importOne(actor, name, bytes, facts);
    if (file.unreadable !== undefined) return { end: 'unreadable', name, slug, reason: file.unreadable };
    const textless = pages.filter((each) => each.textless).length;
    return { end: 'imported', name, slug, pages: pages.length, textless };
  }

  /** In one transaction: the bytes, what is known, the text, the journal's line. Gives the address. */
  async function write(
    trx: Knex.Transaction,
    given: {
      actor: string;
      name: string;
      bytes: Uint8Array;
      facts: CircularFacts;
      file: CircularFile;
      pages: { text: string; textless: boolean }[];
    },
  ): Promise<string | undefined> {
    const { actor, facts, file } = given;
    if (!(await insertFile(trx, file.sha256, given.bytes))) return undefined;
    const [id, at] = [newId(), instantOf(clock)];
    const slug = await freeSlug(trx, facts);
    await insertCircular(trx, { id, slug, ...file, at, by: actor });
    const factsSha256 = await recordFacts(
      trx,
      { circularId: id, number: 1, at, by: actor },
      facts,
      given.name,
    );
    await insertPages(trx, id, given.pages);
    await journal.append(trx, {
      type: 'past-circular.imported',
      actor,
      subject: subjectOf(id),
      data: {
        circular: id,
        sha256: file.sha256,
        pages: file.pages,
        unreadable: file.unreadable ?? '',
        factsSha256,
      },
    });
    return slug;
  }

  return {
    plan,

    /**
     * Imports one file that a person handed in, with what they typed of it. Refused when it is no PDF, or is there
     * already; gives the address otherwise, also of a file that cannot be read.
     */
    async importFile(
      actor: string,
      given: { name: string; bytes: Uint8Array; facts: CircularFacts },
    ): Promise<Outcome<{ slug: string; end: 'imported' | 'unreadable' }>> {
      const { nor, year, signedOn } = given.facts;
      const facts = {
        ...given.facts,
        nor: nor === undefined ? undefined : keptNor(nor),
        year: year ?? (signedOn === undefined ? undefined : Number(signedOn.slice(0, 4))),
      };
      const errors = faultsOfFacts(facts, parisDayOf(clock.now()));
      if (errors.length > 0) return refused(...errors);
      const end = await importOne(actor, given.name, given.bytes, facts);
      const wrong = (key: string, params: Record<string, string> = {}) =>
        refused({ field: 'fichier', key: `past-circulars.add.${key}`, params });
      if (end.end === 'refused') return wrong(end.reason);
      if (end.end === 'already') return wrong('already', { title: end.title });
      return accepted({ slug: end.slug, end: end.end });
    },

    /**
     * Imports a folder as the CSV says, or nothing when the plan has a problem. `told` hears of each file as it ends.
     * @throws AppError `unavailable` when pdftotext is not installed; what was imported until then stays.
     */
    async importFolder(
      actor: string,
      given: { csv: Uint8Array; folder: SourceFolder; told?: (end: FileEnd) => void },
    ): Promise<{ plan: ImportPlan; ends: FileEnd[] }> {
      const { csv, folder, told = () => undefined } = given;
      const planned = await plan(csv, folder.names);
      if (planned.problems.length > 0) return { plan: planned, ends: [] };
      const turnstile = createTurnstile(filesAtOnce);
      let failed = false;
      const importing = planned.found.map(({ name, facts }) =>
        turnstile.run(async (): Promise<FileEnd[]> => {
          if (failed) return [];
          try {
            const bytes = await folder.read(name).catch(() => undefined);
            const end: FileEnd =
              bytes === undefined
                ? { end: 'refused', name, reason: 'unreachable' }
                : await importOne(actor, name, bytes, facts);
            told(end);
            return [end];
          } catch (error) {
            failed = true;
            throw error;
          }
        }),
      );
      // All of them, so that none goes on behind an error's back.
      const settled = await Promise.allSettled(importing);
      for (const each of settled) if (each.status === 'rejected') throw each.reason;
      return {
        plan: planned,
        ends: settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])),
      };
    },
  };
}

function fileOf(read: ExtractedText): Pick<CircularFile, 'more' | 'unreadable'> {
  return read.ok ? { more: read.more, unreadable: undefined } : { more: false, unreadable: read.reason };
}

async function freeSlug(trx: Knex.Transaction, facts: CircularFacts): Promise<string> {
  const slug = slugOf(facts);
  let number = 1;
  const numbered = () => (number === 1 ? slug : `${slug}-${number}`);
  while (await isSlugTaken(trx, numbered())) number += 1;
  return numbered();
}
