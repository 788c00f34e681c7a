import type { Knex } from 'knex';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { instantOf } from '../kernel/clock.ts';
import { saltedHash, sha256Hex } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import { accepted, refused, type FieldError, type Outcome } from '../kernel/outcome.ts';
import type { RegionsDeps } from './regions.ts';
import { draftOf, readSplit, type Envelope, type SplitLine } from './split.ts';
import * as store from './splits-store.ts';

/** The office that decides for a region, and with what it entered its page. */
export interface RegionalOffice {
  id: string;
  strength: 'code' | 'proconnect';
}

export interface SplitPlace {
  instructionId: string;
  regionId: string;
}

export interface DecidedSplit {
  typed: Record<string, string>;
  /** The last version that the person had read; 0 for none. */
  after: number;
  name: string;
  function: string;
  /** Why the former version is replaced; empty for the first. */
  reason: string;
  formKey: string;
}

/** How a region's envelope goes to its departments: decided by the office that leads the region, and by no other. */
export function createSplits(
  deps: RegionsDeps & { leads(officeId: string, regionId: string): Promise<boolean> },
) {
  const { database, readDatabase, journal, clock, directory } = deps;

  /** What there is to split; undefined when the act grants the region nothing, or split it itself. */
  async function envelopeOf({ instructionId, regionId }: SplitPlace): Promise<Envelope | undefined> {
    const lines = await deps.credits.signedLines(instructionId);
    const region = lines.find(({ territoryId }) => territoryId === regionId);
    if (region === undefined || lines.some((line) => line.regionId === regionId)) return undefined;
    const departments = await directory.listDepartments(regionId);
    const { commitmentAuthority, paymentAppropriation } = region;
    return { commitmentAuthority, paymentAppropriation, departments };
  }

  async function write(
    transaction: Knex.Transaction,
    office: RegionalOffice,
    place: SplitPlace,
    { lines, decided }: { lines: SplitLine[]; decided: DecidedSplit },
  ): Promise<void> {
    const id = newId();
    const salt = newToken(16);
    const number = decided.after + 1;
    const { name, function: quality, reason } = decided;
    const hashes = {
      content: sha256Hex(canonicalJson(lines.map((line) => ({ ...line })))),
      person: saltedHash(salt, JSON.stringify([name, quality])),
      reason: number === 1 ? undefined : saltedHash(salt, reason),
    };
    await store.insertSplit(transaction, {
      ...{ id, ...place, number, officeId: office.id, strength: office.strength, lines, salt, hashes },
      ...{ publishedAt: instantOf(clock), formKey: decided.formKey },
      person: { name, function: quality, reason: number === 1 ? '' : reason },
    });
    await store.removeDraft(transaction, place);
    await journal.append(transaction, {
      type: 'region.split-published',
      actor: `office:${office.id}`,
      subject: `instruction:${place.instructionId}`,
      data: {
        ...{ instruction: place.instructionId, region: place.regionId, office: office.id, split: id, number },
        ...{ contentSha256: hashes.content, personHash: hashes.person, strength: office.strength },
        ...(hashes.reason === undefined ? {} : { reasonHash: hashes.reason }),
      },
    });
  }

  return {
    envelopeOf,

    /** Every version, of one region or of all; the latest of each region first. */
    list: (instructionId: string, regionId?: string): Promise<store.Split[]> =>
      store.listSplits(readDatabase, { instructionId, ...(regionId === undefined ? {} : { regionId }) }),

    draft: (place: SplitPlace) => store.findDraft(readDatabase, place),

    /** What is wrong with the amounts that were typed. */
    async check(place: SplitPlace, typed: Record<string, string>): Promise<FieldError[]> {
      const envelope = await envelopeOf(place);
      const read = envelope && readSplit(typed, envelope);
      return read === undefined || read.ok ? [] : read.errors;
    },

    /** Keeps what was typed, whole or not: nobody else is told. Refused to an office that does not lead the region. */
    async keepDraft(
      office: RegionalOffice,
      place: SplitPlace,
      typed: Record<string, string>,
    ): Promise<Outcome<undefined>> {
      const envelope = await envelopeOf(place);
      if (!(await deps.leads(office.id, place.regionId)) || envelope === undefined)
        return refused({ field: '', key: 'regions.split.not-yours' });
      const draft = { ...place, officeId: office.id, typed: draftOf(typed, envelope), at: instantOf(clock) };
      await database.transaction((transaction) => store.saveDraft(transaction, draft));
      return accepted(undefined);
    },

    /**
     * Publishes a version, which the departments then see. Refused as `readSplit` does; beside `motif` when a
     * former version is replaced without a reason; and when another version was published meanwhile.
     */
    async publish(
      office: RegionalOffice,
      place: SplitPlace,
      decided: DecidedSplit,
    ): Promise<Outcome<undefined>> {
      const envelope = await envelopeOf(place);
      if (!(await deps.leads(office.id, place.regionId)) || envelope === undefined)
        return refused({ field: '', key: 'regions.split.not-yours' });
      const read = readSplit(decided.typed, envelope);
      const unexplained = decided.after > 0 && decided.reason === '';
      const errors = [
        ...(read.ok ? [] : read.errors),
        ...(unexplained ? [{ field: 'motif', key: 'regions.split.no-reason' }] : []),
      ];
      if (!read.ok || errors.length > 0) return { ok: false, errors };
      return database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        await transaction('instructions').where({ id: place.instructionId }).forUpdate().first('id');
        if (await store.hasSplit(transaction, decided.formKey)) return accepted(undefined);
        const [last] = await store.listSplits(transaction, place);
        if ((last?.number ?? 0) !== decided.after)
          return refused({ field: '', key: 'regions.split.overtaken' });
        await write(transaction, office, place, { lines: read.value, decided });
        return accepted(undefined);
      });
    },
  };
}
