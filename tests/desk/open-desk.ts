import type { Knex } from 'knex';
import { after } from 'mocha';
import { createDesk, type DeskTasks } from '../../src/desk/desk.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createMailComposer } from '../../src/mail/mail.ts';
import { createPrefectures } from '../../src/prefectures/prefectures.ts';
import { createTestDatabase } from '../database.ts';
import { createFakeMailer } from '../fakes/fake-mailer.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

/** Where nothing was sent yet. */
const noActs: Pick<Parameters<typeof createDesk>[0], 'dispatch' | 'instructions' | 'acknowledgements'> = {
  dispatch: {
    listCampaigns: async () => [],
    findForOffice: async () => undefined,
    listPlaced: async () => [],
  },
  instructions: {
    list: async () => [],
    corrected: async () => new Map(),
    correctedBy: async () => undefined,
  },
  acknowledgements: { listByCampaign: async () => [] },
};

const opened: Knex[] = [];
// What a test opens within itself is closed once all have run: left open, it would keep the run alive.
after(() => Promise.all(opened.map((database) => database.destroy())));

/** The 106 offices with the contacts of a demonstration, and a mailer that keeps what it is given. */
export async function openDesk({
  tasks = [],
  acts = noActs,
}: { tasks?: DeskTasks[]; acts?: typeof noActs } = {}) {
  const database = await createTestDatabase();
  opened.push(database);
  const clock = createFixedClock('2026-12-07T09:00:00Z');
  const journal = createJournal({ clock, readDatabase: database });
  const prefectures = createPrefectures({ database, readDatabase: database, journal, clock });
  await database.transaction(async (trx) => {
    await prefectures.seedOffices(trx);
    await prefectures.seedDemonstrationContacts(trx, { from: '2026-01-01' });
  });
  const mailer = createFakeMailer();
  const composer = createMailComposer({
    templatesFolder: new URL('../../templates/mail', import.meta.url).pathname,
    demonstration: true,
  });
  const desk = createDesk({
    ...{ database, journal, clock, mailer, tasks },
    log: silentLog,
    directory: prefectures,
    ...acts,
    compose: composer.code,
    secret: Buffer.alloc(32, 7),
    from: { address: 'mildeca@estafette.example' },
    mailDomain: 'estafette.example',
    publicUrl: () => 'http://127.0.0.1:4000',
  });
  /** The code of the last mail that left. */
  async function lastCode(): Promise<string> {
    await desk.close();
    return /\d{4} \d{4}/.exec(mailer.delivered.at(-1)?.text ?? '')?.[0] ?? '';
  }
  const bindings = ['cookie-of-this-browser'];
  const here = (token: string | undefined) => ({ token: token ?? '', bindings });
  const ask = (given: Partial<Parameters<typeof desk.entering.ask>[0]> = {}) =>
    desk.entering.ask({
      ...{ officeId: 'OFF-01', address: '192.0.2.1', next: '/guichet', identityToken: '', bindings },
      ...given,
    });
  const identify = async (agent: Parameters<typeof desk.enterWithProConnect>[0], next = '/guichet') =>
    (await desk.enterWithProConnect(agent, { next, bindings })).reply;
  const typesOf = async (subject: string) =>
    (await journal.list({ subjects: [subject] })).map(({ type }) => type);
  return { database, clock, journal, prefectures, mailer, desk, ask, here, identify, lastCode, typesOf };
}
