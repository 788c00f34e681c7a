import type { JournalEvent } from '../../src/journal/journal.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createProof, type Proof } from '../../src/proof/proof.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { openArchive } from '../archive/dispatched-instruction.ts';
import { createFakeMailer } from '../fakes/fake-mailer.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { demonstrationKeys } from '../signing/signed-files.ts';
import { demonstrationExchange } from '../signing/trusted-signing.ts';

/** The parts of signing that anchors need, with a demonstration's real authority on the given clock. */
export async function openStamping(clock: ReturnType<typeof createFixedClock>) {
  const { authority, signatory, seal, rootPem } = await demonstrationKeys();
  const exchange = await demonstrationExchange({ clock });
  const services = { ...authority!, exchange, asked: undefined, onFailure: 'refuse' as const };
  return createSigning({ clock, signatory, seal, trust: rootPem, services, log: silentLog });
}

/**
 * An instruction that was signed, sent and acknowledged by some, on a base that is honest: the people of the rooms'
 * tests, whom nobody created through the product, get their lines.
 */
export async function openProofRoom() {
  const room = await openArchive();
  const { database, journal, clock } = room;
  const users: string[] = await database('users').pluck('id');
  await database('users').update({ created_at: clock.now().toISOString() });
  await database.transaction((trx) =>
    journal.append(
      trx,
      ...users.map((user): JournalEvent => ({
        ...{ type: 'user.created', actor: 'system', subject: `user:${user}` },
        data: { user },
      })),
    ),
  );
  await room.dispatched('OFF-01', 'OFF-02', 'OFF-03');
  for (const mail of room.mailer.delivered.slice(0, 2)) await room.acknowledge(mail.to.address);
  const signing = await openStamping(clock);
  const witness = createFakeMailer();
  const proof: Proof = createProof({
    ...{ ...room, readDatabase: database, signing, log: silentLog, mailer: witness },
    ...{ messages: loadMessages('templates/messages'), from: { address: 'estafette@service.example' } },
    ...{ compose: ({ subject, text }) => ({ subject, text, html: '' }), mailDomain: 'service.example' },
    to: 'temoin@archives.example',
  });
  return { ...room, signing, proof, witness };
}

export type ProofRoom = Awaited<ReturnType<typeof openProofRoom>>;
