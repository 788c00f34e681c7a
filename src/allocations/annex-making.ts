import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Journal } from '../journal/journal.ts';
import { findFrozenTable } from './allocations-store.ts';
import { manifestOf, toInput, type Act } from './annex-content.ts';
import {
  insertAnnexes,
  insertManifest,
  listAnnexes,
  listUnfinished,
  markHeld,
  markReleased,
  type Batch,
} from './annexes-store.ts';
import { planNotifications, type PlannedNotification } from './notification.ts';
import type { ActsPort, DirectoryPort, RenderPort, SigningPort } from './ports.ts';

/** Printed together: few enough that progress is seen and little is lost, many enough to be quick. */
const atOnce = 32;
/** Far longer than one turn takes; a maker that dies is replaced after that. */
const holdMs = 120_000;
const retryAfterMs = 60_000;

/** A batch, in the hands of one run of one process. */
interface Held extends Batch {
  maker: string;
}

/**
 * Makes the notifications that were asked for: printed by the dozen, sealed one by one at B-B, kept, then
 * closed by one timestamped manifest of their hashes. Cut short anywhere, it goes on with what is
 * missing; two makers at once agree through the database.
 */
export function createAnnexMaking(deps: {
  database: Knex;
  journal: Journal;
  clock: Clock;
  instructions: ActsPort;
  directory: DirectoryPort;
  render: RenderPort;
  signing: SigningPort;
  messages: Messages;
  demonstration: boolean;
  verificationUrl: (instructionId: string) => string;
  log: Log;
}) {
  const { database, journal, clock, instructions, directory, render, signing, log } = deps;
  const later = (ms: number) => new Date(clock.now().getTime() + ms).toISOString();

  function hold(by: Knex | Knex.Transaction, { id, maker }: Held): Promise<boolean> {
    return markHeld(by, id, { by: maker, now: instantOf(clock), until: later(holdMs) });
  }

  /** In a transaction of the holder alone: whoever lost the batch writes nothing. */
  async function write(batch: Held, step: (transaction: Knex.Transaction) => Promise<void>): Promise<void> {
    await database.transaction(async (transaction) => {
      if (!(await hold(transaction, batch))) throw new Error('another maker took over the notifications');
      await step(transaction);
    });
  }

  async function planOf(batch: Batch, act: Act): Promise<PlannedNotification[]> {
    const table = await findFrozenTable(database, act.frozenVersionId);
    const offices = await directory.listOffices({ on: parisDayOf(new Date(batch.askedAt)) });
    return planNotifications(table?.lines ?? [], offices).notifications;
  }

  async function seal(planned: PlannedNotification, pdf: Uint8Array, title: string) {
    const sealed = await signing.sealAnnex(pdf, { reason: title });
    const { key, officeId } = planned;
    const bytes = sealed.pdf.byteLength;
    return {
      key,
      officeId,
      title,
      sha256: sealed.sha256,
      bytes,
      sealedAt: instantOf(clock),
      pdf: sealed.pdf,
    };
  }

  async function makeMissing(batch: Held, act: Act): Promise<void> {
    const { template } = await instructions.draftOf(batch.instructionId);
    const made = new Set((await listAnnexes(database, batch.id)).map(({ key }) => key));
    const missing = (await planOf(batch, act)).filter(({ key }) => !made.has(key));
    for (let from = 0; from < missing.length; from += atOnce) {
      const turn = missing.slice(from, from + atOnce);
      const url = deps.verificationUrl(batch.instructionId);
      const inputs = turn.map((planned) => toInput(planned, { ...deps, act, template, url }));
      const printed = await render.renderNotifications(inputs);
      const annexes: Awaited<ReturnType<typeof seal>>[] = [];
      for (const [index, planned] of turn.entries()) {
        const [pdf, title] = [printed[index]?.pdf, inputs[index]?.title];
        if (pdf === undefined || title === undefined) throw new Error('a notification was not printed');
        annexes.push(await seal(planned, pdf, title));
      }
      await write(batch, (transaction) => insertAnnexes(transaction, batch.id, annexes));
      log.info({ batch: batch.id, made: made.size + from + turn.length }, 'notifications were sealed');
    }
  }

  async function close(batch: Held, act: Act): Promise<void> {
    const annexes = await listAnnexes(database, batch.id);
    if (annexes.length !== batch.annexes)
      throw new AppError(
        'internal',
        `${batch.annexes} notifications were asked, ${annexes.length} are there`,
      );
    const bytes = manifestOf(act, annexes, deps.demonstration);
    const sha256 = sha256Hex(bytes);
    const { seal: sealOfManifest, timestamp } = await signing.sealManifest(bytes);
    await write(batch, async (transaction) => {
      await insertManifest(transaction, batch.id, {
        sha256,
        bytes,
        seal: sealOfManifest,
        timestampToken: timestamp?.token,
        timestampAt: timestamp?.at.toISOString(),
        madeAt: instantOf(clock),
      });
      await journal.append(transaction, {
        type: 'annexes.sealed',
        actor: 'system',
        subject: `instruction:${batch.instructionId}`,
        data: {
          instruction: batch.instructionId,
          sha256: batch.signedSha256,
          annexes: annexes.length,
          manifestSha256: sha256,
          timestampedAt: timestamp?.at.toISOString() ?? '',
        },
      });
    });
  }

  async function make(batch: Held): Promise<void> {
    const { maker } = batch;
    if (!(await hold(database, batch))) return;
    try {
      const act = await instructions.signedVersion(batch.instructionId);
      if (act?.sha256 !== batch.signedSha256) throw new AppError('internal', 'another version is signed');
      await makeMissing(batch, act);
      await close(batch, act);
      await markReleased(database, batch.id, maker);
    } catch (error) {
      log.error({ batch: batch.id, error: String(error) }, 'notifications could not all be made');
      const key = (error instanceof AppError && error.messageKey) || 'allocations.annexes.failed';
      await markReleased(database, batch.id, maker, { at: instantOf(clock), key });
    }
  }

  /** Makes what was asked and is missing; what failed is tried again a minute later. */
  return async function makeAnnexes(): Promise<void> {
    const now = instantOf(clock);
    for (const batch of await listUnfinished(database, { now, retryBefore: later(-retryAfterMs) }))
      await make({ ...batch, maker: newId() });
  };
}
