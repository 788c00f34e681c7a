import type { Knex } from 'knex';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { createContactChanges } from './contact-changes.ts';
import { listContacts } from './contacts-store.ts';
import { listOffices } from './directory.ts';
import type { Mandates } from './mandates.ts';
import { findStaged, insertStagedImport, removeStagedImport } from './staged-imports.ts';
import type { StateFault, StateService } from './state-directory.ts';
import { readStateFile } from './state-reading.ts';
import { propose, type Proposal, type Proposals } from './state-proposals.ts';

/** What became of the proposals that were ticked. */
export type Taking =
  | { state: 'taken'; contacts: number; mandates: number }
  /** Refused: nothing was ticked, or two people for one territory. */
  | { state: 'nothing' | 'disputed' }
  | { state: 'gone' | 'to-review' };

/**
 * What the State's directory proposes. Of its file, only what it says of the prefectures is kept, for a day,
 * until the same person says what they take of it.
 */
export function createStateImports(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  contacts: ReturnType<typeof createContactChanges>;
  mandates: Mandates;
}) {
  const { database, readDatabase, journal, clock } = deps;
  const today = () => parisDayOf(clock.now());

  async function compare(on: Knex | Knex.Transaction, bytes: Uint8Array): Promise<Proposals> {
    const services = JSON.parse(new TextDecoder().decode(bytes)) as StateService[];
    return propose(services, await listOffices(on, { on: today() }), await listContacts(on), today());
  }

  /** Adds what one proposal says; it was compared in the same transaction, so nothing can refuse it. */
  async function take(transaction: Knex.Transaction, actor: string, proposal: Proposal): Promise<void> {
    const { officeId, personName } = proposal;
    const done =
      proposal.what === 'address'
        ? await deps.contacts.replace(transaction, actor, {
            ...{ officeId, personName, kind: proposal.kind, address: proposal.address },
            rank: proposal.rank,
          })
        : await deps.mandates.nameWithin(transaction, actor, {
            ...{ officeId, personName, territoryId: proposal.territoryId, kind: 'cabinet-director' },
            ...{ personFunction: proposal.personFunction, service: '', beside: false, note: '' },
            ...{ validFrom: today(), validTo: undefined },
          });
    if (!done.ok) throw new AppError('conflict', `a proposal was refused: ${done.errors[0]?.key ?? ''}`);
  }

  return {
    /** Reads a file and keeps what it says of the prefectures; gives its id, or why it cannot be read. */
    async stage(actor: string, bytes: Uint8Array): Promise<{ id: string } | { fault: StateFault }> {
      const read = await readStateFile(bytes);
      if ('fault' in read) return { fault: read.fault };
      const kept = Buffer.from(JSON.stringify(read.services));
      const file = { bytes: kept, by: actor, kind: 'state' as const, fileSha256: read.fileSha256 };
      const id = await database.transaction((transaction) => insertStagedImport(transaction, clock, file));
      return { id };
    },

    /** What a staged file proposes now; undefined when it is gone, or another person's. */
    async proposals(actor: string, id: string): Promise<Proposals | undefined> {
      const staged = await findStaged(readDatabase, { id, by: actor, kind: 'state' });
      return staged && compare(readDatabase, staged.bytes);
    },

    /** Takes the proposals of the ids given, only if they are still what their preview showed. */
    take: (actor: string, id: string, shown: { sha256: string; taken: string[] }): Promise<Taking> =>
      database.transaction(async (transaction): Promise<Taking> => {
        const staged = await findStaged(transaction, { id, by: actor, kind: 'state' });
        if (staged === undefined) return { state: 'gone' };
        const { proposals, sha256 } = await compare(transaction, staged.bytes);
        if (sha256 !== shown.sha256) return { state: 'to-review' };
        const chosen = proposals.filter((proposal) => shown.taken.includes(proposal.id));
        // A person whose mandate somebody holds is named on the mandate's own page, which says whose it ends.
        const taken = chosen.filter(
          (proposal) => proposal.what === 'address' || proposal.holder === undefined,
        );
        if (taken.length === 0) return { state: 'nothing' };
        if (disputed(taken)) return { state: 'disputed' };
        const mandates = taken.filter(({ what }) => what === 'person').length;
        const contacts = taken.length - mandates;
        const { fileSha256 } = staged;
        await journal.append(transaction, {
          type: 'directory.proposals-taken',
          actor,
          subject: 'directory:offices',
          data: { contacts, mandates, fileSha256 },
        });
        for (const proposal of taken) await take(transaction, actor, proposal);
        await removeStagedImport(transaction, id);
        return { state: 'taken', contacts, mandates };
      }),
  };
}

/** Whether more than one person was taken for one territory. */
function disputed(taken: Proposal[]): boolean {
  const territories = taken.flatMap((proposal) => (proposal.what === 'person' ? [proposal.territoryId] : []));
  return new Set(territories).size < territories.length;
}
