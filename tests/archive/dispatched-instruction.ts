import { createAccounts } from '../../src/accounts/accounts.ts';
import {
  createAcknowledgements,
  type Acknowledgements,
} from '../../src/acknowledgements/acknowledgements.ts';
import { createArchive } from '../../src/archive/archive.ts';
import { createDispatch } from '../../src/dispatch/dispatch.ts';
import { createDispatchWorker } from '../../src/dispatch/dispatch-worker.ts';
import { newId } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { buildTestMail, linkSecret } from '../dispatch/campaign-bench.ts';
import { openRoom, take } from '../drafts/drafting-room.ts';
import { openSearching } from './searching-room.ts';
import { createFakeMailer } from '../fakes/fake-mailer.ts';
import { createFakeQueue } from '../fakes/fake-queue.ts';

/** Every real room on one database; only the mail server, the queue, the browser and the keys are fakes. */
export async function openArchive() {
  const room = await openRoom();
  const { database, clock, journal, instructions, people } = room;
  const common = { database, readDatabase: database, journal, clock, instructions };
  const prefectures = createPrefectures(common);
  await database.transaction(async (transaction) => {
    await prefectures.seedOffices(transaction);
    await prefectures.seedDemonstrationContacts(transaction, { from: '2026-01-01' });
  });
  const accounts = createAccounts({ database, journal, clock, demonstration: true });
  for (const { id, name } of [people.claire, people.hugo, people.nora]) {
    const [givenName = '', familyName = ''] = name.split(' ');
    await database('user_identities').insert({
      ...{ user_id: id, given_name: givenName, family_name: familyName },
      salt: newId(),
    });
  }
  const queue = createFakeQueue();
  const mailer = createFakeMailer();
  const mailing = { ...common, directory: prefectures, linkSecret, mailDomain: 'estafette.example' };
  const dispatch = createDispatch({
    ...mailing,
    acknowledgements: { listOffices: (id) => acknowledgements.listOffices(id) },
  });
  const acknowledgements: Acknowledgements = createAcknowledgements({ ...common, dispatch });
  const worker = createDispatchWorker({
    ...mailing,
    queue,
    mailer,
    buildMail: buildTestMail,
    log: silentLog,
  });
  const archive = createArchive({
    searching: openSearching(room, { prefectures }),
    ...{ ...common, dispatch, acknowledgements, prefectures, accounts },
  });

  /** Signed by Nora, sent to the 106 offices; the server has answered for some of them only. */
  async function dispatched(...answered: string[]) {
    const { id } = await room.approved();
    take(await instructions.sign(people.nora, id));
    const dispatcher = { id: people.claire.id, roles: ['dispatcher'] };
    const campaign = take(await dispatch.openCampaign(dispatcher, id, { deadlineOn: '2026-12-21' }));
    await worker.relay();
    const due = await database('deliveries').whereIn('office_id', answered).pluck('id');
    for (const job of queue.waiting().filter((each) => due.includes(each.id))) await worker.run(job);
    return { id, campaign, slug: (await instructions.get(id)).slug };
  }

  return {
    ...room,
    prefectures,
    mailer,
    archive,
    dispatched,

    /** Jeanne Morel acknowledges for an office, through the link that it got. */
    async acknowledge(officeAddress: string) {
      const mail = mailer.delivered.find(({ to }) => to.address === officeAddress);
      const person = { name: 'Jeanne Morel', function: 'directrice de cabinet' };
      await acknowledgements.record(mail?.text ?? '', {
        ...person,
        capacity: 'for-the-prefect',
        formKey: newId(),
      });
    },
  };
}

export type ArchiveRoom = Awaited<ReturnType<typeof openArchive>>;
