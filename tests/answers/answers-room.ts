import type { Verdict } from '../../src/answers/clamd.ts';
import { createAskedAnswers, type RequestDraft } from '../../src/answers/answers.ts';
import type { OutboxPort } from '../../src/answers/ports.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { parisDayOf } from '../../src/kernel/clock.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { openRoom, take } from '../drafts/drafting-room.ts';

export const plan: RequestDraft = {
  kind: 'file',
  title: 'Plan d’action départemental',
  guidance: 'Le plan de l’année, signé.',
  audience: 'departments',
  officeIds: [],
  dueOn: '2027-03-01',
  acceptedKinds: ['pdf', 'docx', 'xlsx', 'odt'],
};

export const ain = { id: 'OFF-01', timeZone: 'Europe/Paris', strength: 'code' as const };
export const sophie = { name: 'Sophie Marchand', function: 'directrice de cabinet' };

let forms = 0;
/** A key that no other form has. */
export const newForm = () => `form-key-of-a-test-${(forms += 1)}`;

export type AnswersRoom = Awaited<ReturnType<typeof openAnswersRoom>>;

/** The drafts' room, the 106 offices, and what an instruction asks back. Every office was sent to, unless said. */
export async function openAnswersRoom() {
  const room = await openRoom();
  const { database, journal, clock, instructions } = room;
  const prefectures = createPrefectures({ database, readDatabase: database, journal, clock });
  await database.transaction(async (transaction) => {
    await prefectures.seedOffices(transaction);
    await prefectures.seedDemonstrationContacts(transaction, { from: '2026-01-01' });
  });
  const sentTo: { offices?: Set<string>; on?: string } = {};
  const every = (await prefectures.listOffices({ on: '2026-12-07' })).map(({ id }) => id);
  const antivirus: { says: Verdict | undefined } = { says: { state: 'clean' } };
  const mails: { officeId: string; kind: string; address: string; subject: string; text: string }[] = [];
  const outbox: OutboxPort = {
    async post(_transaction, letter) {
      mails.push(letter);
      return { id: `mail-${mails.length}`, textHash: 'h' };
    },
    find: async (ids) => new Map(ids.map((id) => [id, { state: 'accepted' as const, changedAt: '' }])),
  };
  const deps = { database, readDatabase: database, journal, clock, directory: prefectures };
  const answers = createAskedAnswers({
    ...deps,
    instructions,
    ...{ outbox, messages: loadMessages('templates/messages'), publicUrl: () => 'https://estafette.example' },
    campaigns: {
      sendingOf: async () =>
        sentTo.on === undefined ? undefined : { officeIds: sentTo.offices ?? new Set(every), on: sentTo.on },
    },
    antivirus: { scan: async () => antivirus.says ?? { state: 'unscanned', reason: 'away' } },
  });
  const { id: instructionId } = await room.draft();

  /** Signs the instruction and sends it. */
  async function send(): Promise<void> {
    const { people } = room;
    const version = take(await instructions.freeze(people.claire, instructionId));
    take(await instructions.giveVisa(people.hugo, instructionId, { sha256: version.sha256, reason: '' }));
    take(await instructions.sign(people.nora, instructionId));
    await database.transaction((transaction) => instructions.markDispatched(transaction, instructionId));
    sentTo.on = parisDayOf(clock.now());
  }

  return {
    ...room,
    prefectures,
    answers,
    antivirus,
    sentTo,
    mails,
    instructionId,
    send,
    /** A request of the plan, changed as asked, by Claire. */
    ask: async (change: Partial<RequestDraft> = {}) =>
      take(await answers.requests.create(room.people.claire, instructionId, { ...plan, ...change })),
    /** A PDF of the Ain, unless said. */
    hand: (requestId: string, change: Partial<Parameters<typeof answers.giveFile>[1]> = {}, office = ain) =>
      answers.giveFile(office, {
        ...{ requestId, territoryId: 'DEP-01', person: sophie, formKey: newForm() },
        file: { name: 'plan.pdf', bytes: Buffer.from('%PDF-1.7\nthe plan') },
        ...change,
      }),
  };
}
