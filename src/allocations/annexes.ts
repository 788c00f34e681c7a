import type { Knex } from 'knex';
import { instantOf, parisDayOf } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { accepted, refused, type Outcome } from '../kernel/outcome.ts';
import { getDocument } from '../drafts/instructions.ts';
import { findFrozenTable } from './allocations-store.ts';
import { createAnnexMaking } from './annex-making.ts';
import {
  findBatch,
  findManifest,
  insertBatch,
  listAnnexes,
  listEveryAnnex,
  markToRetry,
  type Annex,
  type Batch,
} from './annexes-store.ts';
import { planNotifications } from './notification.ts';
import type { Actor } from './ports.ts';

export type Annexes = ReturnType<typeof createAnnexes>;

/** Where the notifications of an act stand. */
export interface AnnexesStanding extends Batch {
  made: Annex[];
  /** Closed by their manifest: only then does anybody receive one. */
  ready: boolean;
}

/** The manifest of an act's notifications, and what vouches for it. */
export interface ManifestFiles {
  sha256: string;
  bytes: Uint8Array;
  /** Detached CMS of the service's seal. */
  seal: Uint8Array;
  /** RFC 3161 token; absent where no timestamp authority is configured. */
  timestampToken: Uint8Array | undefined;
  timestampAt: string | undefined;
}

/** The notifications of credits: asked once between signature and dispatch, made exactly once, kept for ever. */
export function createAnnexes(deps: Parameters<typeof createAnnexMaking>[0] & { readDatabase: Knex }) {
  const { database, readDatabase, journal, clock, instructions, directory } = deps;

  async function standingOf(from: Knex | Knex.Transaction, batch: Batch): Promise<AnnexesStanding> {
    const made = await listAnnexes(from, batch.id);
    return { ...batch, made, ready: (await findManifest(from, batch.id)) !== undefined };
  }

  async function readyBatch(signedSha256: string): Promise<Batch | undefined> {
    const batch = await findBatch(readDatabase, { signed_sha256: signedSha256 });
    return batch && (await findManifest(readDatabase, batch.id)) && batch;
  }

  return {
    /**
     * Asks for the notifications of an act that is signed and not yet sent. Asked twice, they are made once.
     * Refused: another role, another state, no credits, a territory that no office answers for.
     */
    async ask(actor: Actor, instructionId: string): Promise<Outcome<{ annexes: number }>> {
      if (!actor.roles.includes('dispatcher')) return fault('dispatcher-only');
      const act = await instructions.signedVersion(instructionId);
      if (act === undefined) return fault('not-signed');
      const table = await findFrozenTable(database, act.frozenVersionId);
      if (table === undefined || table.lines.length === 0) return fault('no-credits');
      const offices = await directory.listOffices({ on: parisDayOf(clock.now()) });
      const { notifications, unheld } = planNotifications(table.lines, offices);
      if (unheld.length > 0) return fault('unheld', { territories: unheld.join(', ') });
      return database.transaction(async (transaction): Promise<Outcome<{ annexes: number }>> => {
        const { state } = await instructions.lock(transaction, instructionId);
        const standing = await findBatch(transaction, { signed_sha256: act.sha256 });
        if (standing !== undefined) return accepted({ annexes: standing.annexes });
        if (state !== 'signed') return fault('not-signed');
        await insertBatch(transaction, {
          id: newId(),
          instructionId,
          signedSha256: act.sha256,
          tableId: table.id,
          annexes: notifications.length,
          askedAt: instantOf(clock),
          askedBy: actor.id,
        });
        await journal.append(transaction, {
          type: 'annexes.asked',
          actor: actor.id,
          subject: `instruction:${instructionId}`,
          data: { instruction: instructionId, sha256: act.sha256, annexes: notifications.length },
        });
        return accepted({ annexes: notifications.length });
      });
    },

    /** Another try, now, of notifications that failed. */
    async retry(actor: Actor, instructionId: string): Promise<Outcome<undefined>> {
      if (!actor.roles.includes('dispatcher')) return fault('dispatcher-only');
      const batch = await findBatch(database, { instruction_id: instructionId });
      if (batch !== undefined) await markToRetry(database, batch.id);
      return accepted(undefined);
    },

    /** A round of work: see `createAnnexMaking`. */
    make: createAnnexMaking(deps),

    /** Of an instruction; undefined when nobody asked for any. */
    async standing(instructionId: string): Promise<AnnexesStanding | undefined> {
      const batch = await findBatch(readDatabase, { instruction_id: instructionId });
      return batch && standingOf(readDatabase, batch);
    },

    /** What the opening of a campaign asks, in its own transaction. */
    async progress(from: Knex | Knex.Transaction, signedSha256: string) {
      const batch = await findBatch(from, { signed_sha256: signedSha256 });
      if (batch === undefined) return undefined;
      const { made, ready } = await standingOf(from, batch);
      const bytesByOffice = new Map<string, number>();
      for (const { officeId, bytes } of made)
        bytesByOffice.set(officeId, (bytesByOffice.get(officeId) ?? 0) + bytes);
      const failed = !ready && batch.failedAt !== null;
      return { made: made.length, total: batch.annexes, ready, failed, bytesByOffice };
    },

    /** Whether the signed version of an instruction bears a table of credits. */
    async hasCredits(instructionId: string): Promise<boolean> {
      const act = await instructions.signedVersion(instructionId);
      const table = act && (await findFrozenTable(readDatabase, act.frozenVersionId));
      return table !== undefined && table.lines.length > 0;
    },

    /** What an office is sent beside the act: none before all are made. Region's last. */
    async officeAnnexes(signedSha256: string, officeId: string) {
      const batch = await readyBatch(signedSha256);
      const annexes =
        batch === undefined ? [] : await listAnnexes(readDatabase, batch.id, { office_id: officeId });
      return annexes.map(({ key, title, sha256, bytes }) => ({
        key,
        name: fileNameOf(key),
        title,
        sha256,
        size: bytes,
        bytes: () => getDocument(readDatabase, sha256),
      }));
    },

    /** Every notification that was made, of every act. */
    listEvery: () => listEveryAnnex(readDatabase),

    /** One notification's bytes, made but perhaps not closed yet; undefined when there is no such one. */
    async annexPdf(instructionId: string, key: string): Promise<Uint8Array | undefined> {
      const batch = await findBatch(readDatabase, { instruction_id: instructionId });
      const [annex] = batch ? await listAnnexes(readDatabase, batch.id, { annex_key: key }) : [];
      return annex && getDocument(readDatabase, annex.sha256);
    },

    /** The manifest of a signed version's notifications; undefined before they are all made. */
    async manifest(signedSha256: string): Promise<ManifestFiles | undefined> {
      const batch = await findBatch(readDatabase, { signed_sha256: signedSha256 });
      const manifest = batch && (await findManifest(readDatabase, batch.id));
      if (manifest === undefined) return undefined;
      const { sha256, seal, timestampToken, timestampAt } = manifest;
      return { sha256, bytes: await getDocument(readDatabase, sha256), seal, timestampToken, timestampAt };
    },
  };
}

/** `notification-credits-REG-84.pdf`. */
export function fileNameOf(key: string): string {
  return `notification-credits-${key}.pdf`;
}

function fault(key: string, params: Record<string, string> = {}) {
  return refused({ field: '', key: `allocations.annexes.${key}`, params });
}
