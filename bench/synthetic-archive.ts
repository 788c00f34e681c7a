import { noCredits } from '../src/drafts/ports.ts';
import { join } from 'node:path';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { createInstructions } from '../src/drafts/instructions.ts';
import { createJournal } from '../src/journal/journal.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { newId } from '../src/kernel/ids.ts';
import { silentLog } from '../src/kernel/log.ts';
import { loadMessages } from '../src/kernel/messages.ts';
import { createRender, type InstructionTemplate } from '../src/render/render.ts';
import { paragraphs, take } from '../tests/drafts/drafting-room.ts';
import { createFakeSigning } from '../tests/fakes/fake-signing.ts';
import { createRealBrowser } from '../tests/render/real-browser.ts';
import { createWriter } from './synthetic-text.ts';

const root = join(import.meta.dirname, '..');
const firstYear = 2001;
const lastYear = 2100;

/**
 * Instructions that nobody wrote, kept as real ones are. The browser and the keys are there because the
 * room asks for them, and never used.
 */
export function openSyntheticArchive({ url }: { url: string }) {
  const database = connect({ url });
  const readDatabase = connect({ url, readOnly: true });
  const render = createRender({
    browser: createRealBrowser(),
    templates: join(root, 'templates/instructions'),
    messages: loadMessages(join(root, 'templates/messages')),
    log: silentLog,
  });
  const annual = render.getTemplate('chefs-de-projets');
  // One instruction for each template and year: a second template makes room for a second hundred.
  const other = annual.source.replace('name: chefs-de-projets', 'name: lettre-de-cadrage');
  const templates = [annual, render.templateFromSource(other)];
  const journal = createJournal({ clock: systemClock, readDatabase });
  const instructions = createInstructions({
    database,
    readDatabase,
    journal,
    clock: systemClock,
    render: { ...render, listTemplates: () => templates },
    signing: createFakeSigning(),
    demonstration: true,
    credits: noCredits,
    people: { listReviewers: async () => [] },
    verificationUrl: (id) => `https://estafette.example/verifier?acte=${id}`,
    messages: loadMessages(join(root, 'templates/messages')),
    log: silentLog,
  });
  const writer = createWriter({ seed: 2027 });

  async function writeOne(template: InstructionTemplate, year: number, author: string) {
    const actor = { id: author, name: 'Claire Redon', roles: ['drafter'] };
    const begun = take(await instructions.create(actor, { template: template.name, year }));
    const sections = template.sections
      .filter(({ locked }) => !locked)
      .map(({ key }) => [key, paragraphs(...writer.paragraphs(4))] as const);
    const saved = { baseRevision: begun.revision, fields: {}, sections: Object.fromEntries(sections) };
    take(await instructions.save(actor, begun.id, saved));
    const { title, subject, sections: written } = await instructions.contentForSearch(begun.id);
    const text = [subject, ...written.flatMap((section) => [section.title, section.text])].join('\n');
    return [begun.id, { title, text }] as const;
  }

  return {
    database,
    readDatabase,
    journal,
    clock: systemClock,
    instructions,
    question: writer.question,

    /** Writes the first instructions, up to 200, in an empty database; gives the plain text of each. */
    async write(count: number): Promise<Map<string, { title: string; text: string }>> {
      await migrate(database);
      const author = newId();
      const created_at = systemClock.now().toISOString();
      await database('users').insert({ id: author, login: 'claire.redon', demonstration: 1, created_at });
      const texts = new Map<string, { title: string; text: string }>();
      for (const template of templates) {
        for (let year = firstYear; year <= lastYear && texts.size < count; year += 1) {
          texts.set(...(await writeOne(template, year, author)));
        }
      }
      return texts;
    },

    async close(): Promise<void> {
      await readDatabase.destroy();
      await database.destroy();
    },
  };
}
