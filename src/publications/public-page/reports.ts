import type { Knex } from 'knex';
import type { Journal } from '../../journal/journal.ts';
import { instantOf, parisDayOf, type Clock } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { findFileKind } from '../../kernel/file-kind.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import { newId } from '../../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Actor } from '../ports.ts';
import { findFile, insertFile } from '../publications-store.ts';
import { demandPublisher } from './listings.ts';
import type { PublicFacts, PublicSource, PublicText } from './source.ts';

export const reportParts = ['national', 'regions'] as const;
export type ReportPart = (typeof reportParts)[number];

/** A report is read on a telephone too; larger ones are made lighter before they are kept. */
export const mostReportBytes = 30_000_000;
export const firstReportYear = 1982;

const slugWords = { national: 'synthese-nationale', regions: 'l-essentiel-par-region' } as const;

interface Report {
  id: string;
  year: number;
  part: ReportPart;
  title: string;
  sha256: string;
  bytes: number;
  keptAt: string;
  keptBy: string;
}

export type Reports = ReturnType<typeof createReports>;

/** Activity reports, as files that staff hand in: kept first, made public by another act. */
export function createReports(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  readable(bytes: Uint8Array): Promise<boolean>;
}) {
  const { database, readDatabase, journal, clock } = deps;

  async function list(ids?: readonly string[]): Promise<Report[]> {
    const select = readDatabase('activity_reports')
      .orderBy([{ column: 'year', order: 'desc' }, 'part', 'kept_at'])
      .select({
        ...{ id: 'id', year: 'year', part: 'part', title: 'title', sha256: 'sha256', bytes: 'bytes' },
        ...{ keptAt: 'kept_at', keptBy: 'kept_by' },
      });
    if (ids !== undefined) select.whereIn('id', ids);
    return (await select) as Report[];
  }

  const factsOf = ({ id, title, year, part }: Report): PublicFacts => ({
    ...{ id, slug: `rapport-d-activite-${year}-${slugWords[part]}` },
    ...{ title, year, part, signedOn: undefined, effects: [] },
  });

  const source: PublicSource = {
    list: async (ids) => (await list(ids)).map(factsOf),
    async find(id): Promise<PublicText | undefined> {
      const [report] = await list([id]);
      if (report === undefined) return undefined;
      const { sha256, bytes } = report;
      return {
        ...factsOf(report),
        ...{ sha256, bytes },
        ...{ pages: undefined, markKey: undefined, signatory: undefined, nor: undefined },
        ...{ html: undefined, words: [], corrects: undefined, contact: undefined },
      };
    },
    async bytesOf(id) {
      const [report] = await list([id]);
      const kept = report && (await findFile(readDatabase, report.sha256));
      if (kept === undefined) throw new AppError('not-found', 'no such report');
      return kept.bytes;
    },
  };

  /** Why a file is not taken, beside its field. */
  async function faultOfFile(bytes: Uint8Array | undefined, tooLarge: boolean) {
    const fault = (key: string) => ({ field: 'file', key: `public-page.report-${key}` });
    if (tooLarge || (bytes?.length ?? 0) > mostReportBytes) return fault('too-large');
    if (bytes === undefined || bytes.length === 0) return fault('missing');
    if ((await findFileKind(bytes)) !== 'pdf') return fault('other-kind');
    return (await deps.readable(bytes)) ? undefined : fault('broken');
  }

  return {
    source,
    list: () => list(),

    /** Keeps a report; nobody outside reads it yet. Refused: no PDF, one that cannot be opened, too large, the same file again. */
    async keep(
      actor: Actor,
      typed: { year: number; part: ReportPart; title: string },
      file: { bytes: Uint8Array | undefined; tooLarge: boolean },
    ): Promise<Outcome<{ id: string }>> {
      demandPublisher(actor);
      const { year, part, title } = typed;
      const fault = await faultOfFile(file.bytes, file.tooLarge);
      const faults = fault === undefined ? [] : [fault];
      const thisYear = Number(parisDayOf(clock.now()).slice(0, 4));
      if (year < firstReportYear || year > thisYear)
        faults.push({ field: 'year', key: 'public-page.report-year' });
      const { bytes } = file;
      if (faults.length > 0 || bytes === undefined) return refused(...faults);
      const [id, sha256, at] = [newId(), sha256Hex(bytes), instantOf(clock)];
      return database.transaction(async (trx): Promise<Outcome<{ id: string }>> => {
        const again = await trx('activity_reports').where({ year, part, sha256 }).first('id');
        if (again !== undefined) return refused({ field: 'file', key: 'public-page.report-again' });
        await insertFile(trx, { sha256, mediaType: 'application/pdf', bytes, at });
        await trx('activity_reports').insert({
          ...{ id, year, part, title, sha256, bytes: bytes.length, kept_at: at, kept_by: actor.id },
        });
        await journal.append(trx, {
          ...{ type: 'activity-report.kept', actor: actor.id, subject: `activity-report:${id}` },
          data: { report: id, year, part, sha256 },
        });
        return accepted({ id });
      });
    },
  };
}
