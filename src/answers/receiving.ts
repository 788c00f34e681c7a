import type { Knex } from 'knex';
import { instantOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { findFileKind } from '../kernel/file-kind.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { Journal } from '../journal/journal.ts';
import type { Answer, Person } from './answer.ts';
import { judgeArchive } from './archive-bounds.ts';
import type { Antivirus } from './clamd.ts';
import type { AfterGiving, Giving } from './giving.ts';
import type { ActingOffice } from './ports.ts';
import type { OpenRequest } from './reading.ts';
import { documentKinds, type AnswerRequest, type DocumentKind } from './request.ts';
import { firstRetryMs } from './scanning.ts';

/** The most that one file may weigh. */
export const mostFileBytes = 20_000_000;

/** A file as an office hands it in; undefined bytes when it was too large to be read. */
export interface HandedFile {
  name: string;
  bytes: Uint8Array;
}

export interface Handed {
  requestId: string;
  territoryId: string;
  person: Person;
  formKey: string;
}

/** The kind of a file that a request takes; or why it is not taken, beside the field of the file. */
export async function judgeFile(
  handed: HandedFile | undefined,
  takes: readonly DocumentKind[],
): Promise<Outcome<DocumentKind>> {
  const fault = (key: string): { ok: false; errors: FieldError[] } =>
    refused({ field: 'file', key: `answers.file.${key}` });
  if (handed === undefined) return fault('missing');
  if (handed.bytes.length === 0) return fault('empty');
  if (handed.bytes.length > mostFileBytes) return fault('too-large');
  const found = await findFileKind(handed.bytes);
  const kind = documentKinds.find((known) => known === found);
  if (kind === undefined) return fault('other-kind');
  if (!takes.includes(kind)) return fault('not-asked-kind');
  const ending = /\.([a-z0-9]+)$/i.exec(handed.name)?.[1]?.toLowerCase();
  if (ending !== kind) return fault('lying-name');
  const judged = kind === 'pdf' ? 'sound' : await judgeArchive(handed.bytes);
  return judged === 'sound' ? accepted(kind) : fault(judged);
}

/**
 * Takes what an office hands in: a file that is what it says and that no antivirus refuses, or a day. What is
 * refused is not kept; the journal keeps that an infected file came, and its hash.
 */
export function createReceiving(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  /** Undefined where none is configured: files are then shown as not analysed. */
  antivirus: Antivirus | undefined;
  openFor(officeId: string, requestId: string): Promise<OpenRequest | undefined>;
  give: Giving['give'];
}) {
  const { database, journal, clock, antivirus, give } = deps;

  async function refuseInfected(
    office: ActingOffice,
    request: AnswerRequest,
    { territoryId, sha256 }: { territoryId: string; sha256: string },
  ): Promise<Outcome<Answer>> {
    const { id, instructionId } = request;
    await database.transaction((transaction) =>
      journal.append(transaction, {
        type: 'return.refused',
        actor: `office:${office.id}`,
        subject: `instruction:${instructionId}`,
        data: {
          ...{ instruction: instructionId, request: id, territory: territoryId, office: office.id },
          ...{ cause: 'infected', sha256 },
        },
      }),
    );
    return refused({ field: 'file', key: 'answers.file.infected' });
  }

  return {
    /** Throws `not-found` as `give` does. */
    async giveFile(
      office: ActingOffice,
      handed: Handed & { file: HandedFile | undefined },
      ...after: AfterGiving[]
    ): Promise<Outcome<Answer>> {
      const open = await deps.openFor(office.id, handed.requestId);
      if (open === undefined) throw new AppError('not-found', 'the office does not owe this answer');
      const kind = await judgeFile(handed.file, open.request.acceptedKinds);
      if (!kind.ok || handed.file === undefined) return kind.ok ? refused() : kind;
      const { name, bytes } = handed.file;
      const verdict = (await antivirus?.scan(bytes)) ?? { state: 'unscanned' as const, reason: '' };
      if (verdict.state === 'infected')
        return refuseInfected(office, open.request, { ...handed, sha256: sha256Hex(bytes) });
      const { file: _file, ...said } = handed;
      const retryAt = new Date(Date.parse(instantOf(clock)) + firstRetryMs).toISOString();
      return give(
        office,
        {
          ...said,
          ...{ content: bytes, contentKind: kind.value, fileName: tidyName(name) },
          scan:
            verdict.state === 'unscanned'
              ? { ...verdict, dueAt: antivirus === undefined ? undefined : retryAt }
              : { state: 'clean', reason: '', dueAt: undefined },
        },
        ...after,
      );
    },

    /** `day` is `YYYY-MM-DD`. */
    giveDay: (
      office: ActingOffice,
      handed: Handed & { day: string },
      ...after: AfterGiving[]
    ): Promise<Outcome<Answer>> => {
      const { day, ...said } = handed;
      const content = new TextEncoder().encode(day);
      return give(office, { ...said, content, contentKind: 'date', fileName: '' }, ...after);
    },
  };
}

// Control characters, and those that turn the direction of a text around, which hide a file's ending.
// eslint-disable-next-line no-control-regex -- removing control characters is the purpose
const hiddenCharacters = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The name alone, without the folders that some browsers send. */
function tidyName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.replace(hiddenCharacters, '').slice(0, 200);
}
