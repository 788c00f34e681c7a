import type { Knex } from 'knex';
import type { Journal } from '../journal/journal.ts';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { saltedHash, sha256Hex } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import { judgeCopy } from './copy.ts';
import type { Actor, InstructionsPort } from './ports.ts';
import { faultOfDay, faultOfUrl, isStanding, recorders, standingOf } from './publication.ts';
import type { Publication, Subject, TypedPublication } from './publication.ts';
import { insertFile, insertPublication, insertWithdrawal, listPublications } from './publications-store.ts';

export interface RecordingDeps {
  database: Knex;
  journal: Journal;
  clock: Clock;
  instructions: InstructionsPort;
  /** Whether an address is of the public page while no text designates it. */
  isOwnUndesignated(url: string): Promise<boolean>;
}

/** Throws `forbidden` when the actor has none of the roles that record. */
export function demandRecorder({ roles }: Actor): void {
  if (!recorders.some((role) => roles.includes(role)))
    throw new AppError('forbidden', 'the role does not record', { messageKey: 'publications.role-only' });
}

/** Where and when texts were published: people record it, nothing here ever concludes it. */
export function createRecording(deps: RecordingDeps) {
  const { database, journal, clock, instructions } = deps;

  /** The day of the signature, or an empty one for what was not signed here. */
  async function signedOnOf({ kind, id }: Subject): Promise<string | undefined> {
    if (kind !== 'instruction') return '';
    return (await instructions.listSigned([id]))[0]?.signedOn;
  }

  async function faultsOfTyped(subject: Subject, { url, on }: TypedPublication): Promise<FieldError[]> {
    const signedOn = await signedOnOf(subject);
    if (signedOn === undefined) return [{ field: '', key: 'publications.not-signed' }];
    const faults = [faultOfUrl(url), faultOfDay(on, { signedOn, today: parisDayOf(clock.now()) })];
    if (await deps.isOwnUndesignated(url)) faults.push({ field: 'url', key: 'publications.own-site' });
    return faults.filter((fault) => fault !== undefined);
  }

  /** The row, its words, and the journal's line. */
  async function insert(
    trx: Knex.Transaction,
    actor: Actor,
    publication: Pick<Publication, 'subject' | 'kind' | 'publishedOn' | 'site' | 'url' | 'copySha256'>,
    words: string,
  ): Promise<string> {
    const [id, salt] = [newId(), newToken(16)];
    const { subject, kind, publishedOn, site, url, copySha256 } = publication;
    const wordsHash = saltedHash(salt, words);
    const recorded = { recordedAt: instantOf(clock), recordedBy: actor.id };
    await insertPublication(trx, { ...publication, ...recorded, id, wordsHash }, { words, salt });
    const of = { publication: id, kind: subject.kind, of: subject.id, wordsHash };
    await journal.append(trx, {
      ...{ actor: actor.id, subject: journalSubjectOf(subject) },
      ...(kind === 'not-applicable'
        ? { type: 'publication.said-not-applicable', data: of }
        : {
            type: 'publication.recorded',
            data: {
              ...of,
              publishedOn: publishedOn ?? '',
              placeSha256: sha256Hex(JSON.stringify([site, url])),
              copySha256: copySha256 ?? '',
            },
          }),
    });
    return id;
  }

  return {
    /**
     * Records that a text was published there and then, with a copy of the page when there is one. Refused: a
     * text that is not signed, a day to come or before the signature, what is no address or is this site's own while no
     * text designates it, a file that is none of those taken, the same record again. Throws `forbidden`.
     */
    async record(
      actor: Actor,
      subject: Subject,
      typed: TypedPublication,
      copy: { bytes?: Uint8Array | undefined; tooLarge?: boolean } = {},
    ): Promise<Outcome<{ id: string }>> {
      demandRecorder(actor);
      const faults = await faultsOfTyped(subject, typed);
      const judged = await judgeCopy(copy);
      if (!judged.ok) faults.push(...judged.errors);
      if (!judged.ok || faults.length > 0) return refused(...faults);
      const { on: publishedOn, site, url, remark } = typed;
      const file = judged.value && { ...judged.value, at: instantOf(clock) };
      const place = { subject, kind: 'published' as const, publishedOn, site, url };
      return database.transaction(async (trx): Promise<Outcome<{ id: string }>> => {
        const standing = (await listPublications(trx, { subject })).filter(isStanding);
        if (standing.some((one) => one.url === url && one.publishedOn === publishedOn))
          return refused({ field: 'url', key: 'publications.already-recorded' });
        if (file !== undefined) await insertFile(trx, file);
        const row = { ...place, copySha256: file?.sha256 ?? null };
        return accepted({ id: await insert(trx, actor, row, remark) });
      });
    },

    /** Records why a text has not to be published. Refused: something stands of it. Throws `forbidden`. */
    async sayNotApplicable(actor: Actor, subject: Subject, reason: string): Promise<Outcome<{ id: string }>> {
      demandRecorder(actor);
      if ((await signedOnOf(subject)) === undefined)
        return refused({ field: '', key: 'publications.not-signed' });
      return database.transaction(async (trx): Promise<Outcome<{ id: string }>> => {
        const { state } = standingOf(await listPublications(trx, { subject }));
        if (state !== 'not-published')
          return refused({ field: 'reason', key: `publications.already-${state}` });
        const nowhere = { publishedOn: null, site: null, url: null, copySha256: null };
        const row = { subject, kind: 'not-applicable' as const, ...nowhere };
        return accepted({ id: await insert(trx, actor, row, reason) });
      });
    },

    /** Withdraws a record that was wrong, with its reason: both stay. Refused: it was already. Throws `forbidden`. */
    async withdraw(
      actor: Actor,
      subject: Subject,
      { publicationId, reason }: { publicationId: string; reason: string },
    ): Promise<Outcome<null>> {
      demandRecorder(actor);
      return database.transaction(async (trx): Promise<Outcome<null>> => {
        const found = await listPublications(trx, { id: publicationId });
        const [record] = found.filter(({ subject: of }) => of.kind === subject.kind && of.id === subject.id);
        if (record === undefined) throw new AppError('not-found', 'no such publication');
        if (record.withdrawn !== undefined)
          return refused({ field: 'reason', key: 'publications.already-withdrawn' });
        const salt = newToken(16);
        const wordsHash = saltedHash(salt, reason);
        const withdrawal = { publicationId, at: instantOf(clock), by: actor.id, wordsHash };
        await insertWithdrawal(trx, withdrawal, { words: reason, salt });
        await journal.append(trx, {
          ...{ type: 'publication.withdrawn', actor: actor.id, subject: journalSubjectOf(subject) },
          data: { publication: publicationId, kind: subject.kind, of: subject.id, wordsHash },
        });
        return accepted(null);
      });
    },
  };
}

/** The same for what happens to a text from its first word on. */
export function journalSubjectOf({ kind, id }: Subject): string {
  return `${kind}:${id}`;
}
