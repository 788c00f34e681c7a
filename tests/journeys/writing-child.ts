// The text's pages in a process of its own, on a database file: the test kills it while somebody writes.
// argv: database file, port. Says « ready » and its address when it answers.
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { createInstructions } from '../../src/drafts/instructions.ts';
import { noCredits } from '../../src/drafts/ports.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { systemClock as clock } from '../../src/kernel/clock.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createFakeRender } from '../fakes/fake-render.ts';
import { createFakeSigning } from '../fakes/fake-signing.ts';
import { openTestSite } from '../site.ts';

const [file = '', port = '0'] = process.argv.slice(2);
const claire = { id: 'user-claire', name: 'Claire Drafter', roles: ['drafter'] };

const database = connect({ url: `sqlite:${file}` });
await migrate(database);
const messages = loadMessages('templates/messages');
const instructions = createInstructions({
  ...{ database, readDatabase: database, clock, messages, log: silentLog },
  journal: createJournal({ clock, readDatabase: database }),
  ...{ render: createFakeRender(), signing: createFakeSigning(), credits: noCredits, demonstration: true },
  people: { listReviewers: async () => [] },
  verificationUrl: () => 'https://estafette.example/verifier',
});
if ((await database('users').first()) === undefined) {
  const created_at = clock.now().toISOString();
  await database('users').insert({ id: claire.id, login: 'claire', demonstration: 1, created_at });
  await instructions.create(claire, { template: 'chefs-de-projets', year: 2027 });
}
const site = await openTestSite({
  routes: createInstructionsRoutes({
    ...{ instructions, clock, messages },
    namesOf: async () => new Map(),
    officeNames: async () => new Map(),
    listPeople: async () => [],
  }),
  ...{ userId: claire.id, roles: ['drafter'], port: Number(port) },
});
process.stdout.write(`ready ${site.origin}\n`);
