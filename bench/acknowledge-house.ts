import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { createAcknowledgements } from '../src/acknowledgements/acknowledgements.ts';
import { createAcknowledgementsRoutes } from '../src/acknowledgements/acknowledgements-routes.ts';
import { createProofs } from '../src/acknowledgements/proofs.ts';
import { createVisits } from '../src/acknowledgements/visits.ts';
import { createWrongLinkLimit } from '../src/acknowledgements/wrong-link-limit.ts';
import { createDispatch } from '../src/dispatch/dispatch.ts';
import { createJournal } from '../src/journal/journal.ts';
import { systemClock as clock } from '../src/kernel/clock.ts';
import { sha256Hex } from '../src/kernel/hash.ts';
import { silentLog } from '../src/kernel/log.ts';
import { loadMessages } from '../src/kernel/messages.ts';
import { createPrefectures } from '../src/prefectures/prefectures.ts';
import { buildAssets } from '../src/web/assets.ts';
import { createSite } from '../src/web/site.ts';
import { formOf, listen, type Shot } from './volley.ts';

const fromRoot = (path: string) => new URL(`../${path}`, import.meta.url).pathname;

/**
 * The offices' pages as the product composes them: the site's security, form tokens and pages, dispatch's
 * ledger of a campaign to the 106 offices, the journal, all in one SQLite file. The signed act is made up.
 */
export async function openAcknowledgeHouse({ folder }: { folder: string }) {
  const url = `sqlite:${join(folder, 'ours.sqlite')}`;
  const database = connect({ url });
  const readDatabase = connect({ url, readOnly: true });
  await migrate(database);
  const journal = createJournal({ clock, readDatabase });
  const directory = createPrefectures({ database, readDatabase, journal, clock });
  await database.transaction(async (transaction) => {
    await directory.seedOffices(transaction);
    await directory.seedDemonstrationContacts(transaction, { from: '2020-01-01' });
  });
  const instructions = { ...actOf(randomBytes(300_000)), lock: async () => {}, markClosed: async () => {} };
  const shared = { database, readDatabase, journal, clock, instructions };
  const dispatch = createDispatch({
    ...{ ...shared, directory, linkSecret: randomBytes(32), mailDomain: 'estafette.example' },
    instructions: { ...instructions, markDispatched: async () => {} },
  });
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const opened = await dispatch.openCampaign({ id: 'benchmark', roles: ['dispatcher'] }, 'act', {
    deadlineOn: inAMonth,
  });
  if (!opened.ok) throw new Error('the campaign did not open');
  const board = await dispatch.board(opened.value.id);
  const tokens = (board?.lines ?? []).flatMap(({ deliveries }) =>
    deliveries.map(({ id }) => dispatch.linkTokenOf(id)),
  );
  const messages = loadMessages(fromRoot('templates/messages'));
  const visits = createVisits({ database, readDatabase, clock, log: silentLog });
  const nobody = { find: async () => undefined, keepFlash: async () => undefined };
  const site = createSite({
    templatesFolder: fromRoot('templates'),
    assets: await buildAssets({ folder: fromRoot('src/web/browser') }),
    messages,
    routes: createAcknowledgementsRoutes({
      acknowledgements: createAcknowledgements({ ...shared, dispatch }),
      proofs: createProofs({ readDatabase, visits }),
      ...{ visits, wrongLinks: createWrongLinkLimit({ redis: undefined }) },
      ...{ messages, contact: 'circulaires@estafette.example' },
    }),
    navigation: [],
    ...{ sessions: nobody, officeSessions: nobody },
    ...{ demonstration: false, secure: false, trustProxy: 0, log: silentLog },
    secret: randomBytes(32).toString('hex'),
  });
  const server = createServer(site);
  const origin = (await listen(server)).replace(/\/$/, '');

  return {
    /** Posts from pages that were opened before: what is measured is the acknowledgement. */
    async shots(count: number): Promise<Shot[]> {
      const page = await fetch(`${origin}/accuse/${tokens[0]}`);
      const cookie = page.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ');
      const formToken = /name="form-token" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
      const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
      return Array.from({ length: count }, (_, index) => ({
        url: `${origin}/accuse/${tokens[index % tokens.length]}`,
        ...{ headers, body: formOf(index, { 'form-token': formToken }), expected: 303 },
      }));
    },

    async count(): Promise<number> {
      return Number((await readDatabase('acknowledgements').count({ rows: '*' }))[0]?.['rows']);
    },

    async close(): Promise<void> {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await visits.flush();
      await readDatabase.destroy();
      await database.destroy();
    },
  };
}

/** An act of as many bytes as a signed letter with its figures. */
function actOf(bytes: Buffer) {
  const version = {
    ...{ instructionId: 'act', slug: '2027-act', year: 2027, sha256: sha256Hex(bytes), html: '<p>Texte</p>' },
    title: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
    subject: 'Instruction aux chefs de projets pour l’année 2027',
    ...{ mark: 'signature', how: 'here', signedAt: '2026-12-07T09:00:00.000Z', signedOn: '2026-12-07' },
    signatoryName: 'Hélène Marchal',
    pdf: async () => bytes,
  };
  return { signedVersion: async () => version };
}
