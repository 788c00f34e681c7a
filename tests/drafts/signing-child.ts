// Signs one approved instruction in a process of its own, and stops for ever at the step that it is told:
// the test then kills it there. argv: database file, instruction, signatory, step.
import { noCredits } from '../../src/drafts/ports.ts';
import { connect } from '../../db/connect.ts';
import { createInstructions } from '../../src/drafts/instructions.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createFakeRender } from '../fakes/fake-render.ts';
import { createFakeSigning } from '../fakes/fake-signing.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

const [file = '', instructionId = '', signatoryId = '', wanted = 'none'] = process.argv.slice(2);

/** Says where it is, then holds this very thread, an open transaction included. */
function reach(step: string): void {
  if (step !== wanted) return;
  process.stdout.write(`${step}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const database = connect({ url: `sqlite:${file}` });
const clock = createFixedClock();
const journal = createJournal({ clock, readDatabase: database });
const fake = createFakeSigning();
const instructions = createInstructions({
  database,
  readDatabase: database,
  clock,
  render: createFakeRender(),
  demonstration: true,
  credits: noCredits,
  people: { listReviewers: async () => [] },
  verificationUrl: () => 'https://estafette.example/verifier',
  messages: loadMessages('templates/messages'),
  log: silentLog,
  journal: {
    ...journal,
    async append(...args: Parameters<typeof journal.append>) {
      reach('before-journal');
      const lines = await journal.append(...args);
      reach('before-commit');
      return lines;
    },
  },
  signing: {
    ...fake,
    async signAct(pdf: Uint8Array, act: Parameters<typeof fake.signAct>[1]) {
      reach('before-signing');
      const signed = await fake.signAct(pdf, act);
      reach('after-signing');
      return signed;
    },
  },
});
const actor = { id: signatoryId, name: 'Nora Signatory', roles: ['signatory'] };
const told = await instructions.sign(actor, instructionId).then(
  (outcome) => (outcome.ok ? `signed ${outcome.value.sha256}` : 'refused'),
  (error: unknown) => `failed ${(error as { code?: string }).code ?? ''}`,
);
reach('after-commit');
process.stdout.write(`${told}\n`);
await database.destroy();
