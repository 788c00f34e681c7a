import type { Knex } from 'knex';
import type { Instructions, KeptAct } from '../drafts/instructions.ts';
import { alarmOf, type Alarm, type Signing } from '../signing/signing.ts';
import { createActRenewal, reasonOf, type ActRenewalDeps, type Authority } from './act-renewal.ts';
import {
  insertAnnounced,
  listEnds,
  listFaults,
  replaceEnds,
  type End,
  type RenewalFault,
} from './keeping-store.ts';

const dayMs = 24 * 3_600_000;
const roundEveryMs = dayMs;

/** A failure that may pass by itself, tried again at each of a worker's rounds. */
const isPassing = ({ reason }: Pick<RenewalFault, 'reason'>) => reason.startsWith('signing.lowered.');

export type Keeping = ReturnType<typeof createKeeping>;

/** What someone must be told of: an end that comes near, or a renewal that fails. */
export type KeepingAlarm =
  | { type: 'end'; end: End; alarm: Alarm; act: KeptAct | undefined }
  | { type: 'renewal'; fault: RenewalFault; passing: boolean; act: KeptAct; endsAt: string | undefined };

export interface KeepingDeps extends ActRenewalDeps {
  readDatabase: Knex;
  instructions: ActRenewalDeps['instructions'] & Pick<Instructions, 'listKeptActs'>;
  signing: ActRenewalDeps['signing'] & Pick<Signing, 'identities' | 'timestampAuthority'>;
}

/** Makes signed acts last, and watches what ends: certificates, and the proofs of the kept documents. */
export function createKeeping(deps: KeepingDeps) {
  const { database, readDatabase, journal, clock, log, instructions, signing } = deps;
  const keep = createActRenewal(deps);
  const instant = () => clock.now().toISOString();

  /** The signatory's and the seal's certificates, as they are configured now. */
  function ownEnds(): End[] {
    const { signatory, seal } = signing.identities();
    return [signatory, seal].map(({ mark, name, certificateSha256, validTo }) => ({
      ...{ kind: mark, subject: certificateSha256, name },
      ...{ endsAt: validTo.toISOString(), seenAt: instant() },
    }));
  }

  async function askAuthority(): Promise<Authority> {
    return signing.timestampAuthority().catch((error: unknown) => ({ failed: reasonOf(error) }));
  }

  /** Writes what was seen, and announces in the journal each alarm that has rung, once. */
  async function record(ends: End[], kinds: End['kind'][], acts: KeptAct[]): Promise<void> {
    const now = clock.now();
    await database.transaction(async (trx) => {
      await replaceEnds(trx, kinds, ends);
      for (const end of ends) {
        const alarm = alarmOf(new Date(end.endsAt), now);
        if (alarm === undefined) continue;
        if (!(await insertAnnounced(trx, end, { alarm: String(alarm), at: instant() }))) continue;
        const act = acts.find(({ signedVersionId }) => signedVersionId === end.subject);
        log.warn({ kind: end.kind, endsAt: end.endsAt, alarm }, 'an end comes near');
        await journal.append(trx, {
          type: 'archive.end-announced',
          actor: 'system',
          subject: act === undefined ? 'archive:ends' : `instruction:${act.instructionId}`,
          data: {
            ...{ kind: end.kind, of: act?.sha256 ?? end.subject, endsAt: end.endsAt },
            days: alarm === 'ended' ? 0 : alarm,
          },
        });
      }
    });
  }

  /** Looks at every certificate and every kept act now, renews what must be, and tells what ends. */
  async function keepNow(): Promise<void> {
    const before = await listEnds(database);
    const acts = await instructions.listKeptActs();
    const authority = await askAuthority();
    const ends = ownEnds();
    const seenAt = instant();
    if (authority !== undefined && !('failed' in authority)) {
      const { certificateSha256: subject, name, until } = authority;
      ends.push({ kind: 'timestamps', subject, name, endsAt: until.toISOString(), seenAt });
    } else if (authority !== undefined) {
      ends.push(...before.filter(({ kind }) => kind === 'timestamps'));
    }
    for (const act of acts) {
      const subject = act.signedVersionId;
      const endsAt =
        (await keep(act, authority)) ?? before.find((end) => end.subject === subject)?.endsAt ?? undefined;
      if (endsAt !== undefined) ends.push({ kind: 'document', subject, name: '', endsAt, seenAt });
    }
    await record(ends, ['signature', 'seal', 'timestamps', 'document'], await instructions.listKeptActs());
  }

  return {
    keepNow,

    /**
     * For a worker's rounds: once a day, and at each round while a service fails. Between the two, a
     * certificate that was replaced is seen at the next round.
     */
    async keepWhenDue(): Promise<void> {
      const known = await listEnds(database);
      const lastSeen = known.find(({ kind }) => kind === 'seal')?.seenAt;
      const isRecent = lastSeen !== undefined && clock.now().getTime() - Date.parse(lastSeen) < roundEveryMs;
      if (!isRecent || (await listFaults(database)).some(isPassing)) {
        await keepNow();
        return;
      }
      const own = ownEnds();
      const isKnown = own.every(({ subject }) => known.some((end) => end.subject === subject));
      if (!isKnown) await record(own, ['signature', 'seal'], []);
    },

    /** What rings now, by the ends that a worker saw last; the nearest first. */
    async alarms(): Promise<KeepingAlarm[]> {
      const now = clock.now();
      const [ends, faults] = await Promise.all([listEnds(readDatabase), listFaults(readDatabase)]);
      const acts = new Map((await instructions.listKeptActs()).map((act) => [act.signedVersionId, act]));
      return [
        ...faults.flatMap((fault): KeepingAlarm[] => {
          const act = acts.get(fault.signedVersionId);
          const endsAt = ends.find(({ subject }) => subject === fault.signedVersionId)?.endsAt;
          return act === undefined
            ? []
            : [{ type: 'renewal', fault, passing: isPassing(fault), act, endsAt }];
        }),
        ...ends.flatMap((end): KeepingAlarm[] => {
          const alarm = alarmOf(new Date(end.endsAt), now);
          return alarm === undefined ? [] : [{ type: 'end', end, alarm, act: acts.get(end.subject) }];
        }),
      ];
    },
  };
}
