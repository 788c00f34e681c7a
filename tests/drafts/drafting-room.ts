import type { Knex } from 'knex';
import { createInstructions, type Actor } from '../../src/drafts/instructions.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { MentionMails } from '../../src/drafts/comments/telling.ts';
import type { DocumentInput, SigningPort } from '../../src/drafts/ports.ts';
import { createFrozenCredits } from '../../src/allocations/allocations.ts';
import type { Outcome } from '../../src/kernel/outcome.ts';
import { createTestDatabase } from '../database.ts';
import { createFakeRender } from '../fakes/fake-render.ts';
import { createFakeSigning } from '../fakes/fake-signing.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';

export type Room = Awaited<ReturnType<typeof openRoom>>;

/** The room on a real database, with one person of each role and one who holds them all. */
export async function openRoom(
  options: {
    database?: Knex;
    signing?: SigningPort;
    letterPdf?: Uint8Array;
    mentionMails?: MentionMails;
  } = {},
) {
  const database = options.database ?? (await createTestDatabase());
  const clock = createFixedClock();
  const journal = createJournal({ clock, readDatabase: database });
  const fakeRender = createFakeRender();
  const render = { ...fakeRender, renderInstruction: printing(fakeRender, options.letterPdf) };
  const signing = createFakeSigning();
  const everyone: Actor[] = [];
  const peoplePort = { listReviewers: async () => reviewersAmong(everyone) };
  const instructions = createInstructions({
    database,
    readDatabase: database,
    journal,
    clock,
    render,
    signing: options.signing ?? signing,
    credits: createFrozenCredits(),
    people: peoplePort,
    demonstration: true,
    verificationUrl: (id) => `https://estafette.example/verifier?acte=${id}`,
    messages: loadMessages('templates/messages'),
    log: silentLog,
    ...(options.mentionMails && { mentionMails: options.mentionMails }),
  });

  /** Somebody who has these roles, and an address. */
  async function person(name: string, ...roles: string[]): Promise<Actor> {
    const id = newId();
    await database('users').insert({
      id,
      login: name,
      demonstration: 1,
      created_at: clock.now().toISOString(),
    });
    const created = { id, name, roles };
    everyone.push(created);
    return created;
  }
  const people = {
    claire: await person('Claire Drafter', 'drafter'),
    paul: await person('Paul Drafter', 'drafter'),
    hugo: await person('Hugo Reviewer', 'reviewer'),
    nora: await person('Nora Signatory', 'signatory'),
    omni: await person('Omni Everything', 'drafter', 'reviewer', 'signatory'),
  };

  /** A draft whose required parts are filled, by Claire. */
  async function draft(fields: Record<string, string> = {}) {
    const created = take(
      await instructions.create(people.claire, { template: 'chefs-de-projets', year: 2027 }),
    );
    take(
      await instructions.save(people.claire, created.id, {
        baseRevision: 1,
        fields,
        sections: { orientations: paragraphs('Prévenir d’abord.') },
      }),
    );
    return instructions.get(created.id);
  }

  async function inReview(fields: Record<string, string> = {}) {
    const { id } = await draft(fields);
    const version = take(await instructions.freeze(people.claire, id));
    return { id, version };
  }

  async function approved(fields: Record<string, string> = {}) {
    const { id, version } = await inReview(fields);
    take(await instructions.giveVisa(people.hugo, id, { sha256: version.sha256, reason: '' }));
    return { id, version };
  }

  async function stateOf(id: string): Promise<string> {
    return (await instructions.get(id)).state;
  }

  async function typesOf(id: string): Promise<string[]> {
    return (await journal.list({ subjects: [`instruction:${id}`] })).map((line) => line.type);
  }

  return {
    database,
    clock,
    journal,
    render,
    signing,
    instructions,
    people,
    peoplePort,
    person,
    draft,
    inReview,
    approved,
    stateOf,
    typesOf,
    close: () => database.destroy(),
  };
}

function reviewersAmong(everyone: Actor[]) {
  return everyone
    .filter(({ roles }) => roles.includes('reviewer'))
    .map(({ id, name }) => ({ id, name, email: `${name.split(' ')[0]?.toLowerCase()}@mildeca.example` }));
}

/** Prints as the fake does, but gives a true PDF when a test needs one that can be signed. */
function printing(fake: ReturnType<typeof createFakeRender>, pdf: Uint8Array | undefined) {
  return async (input: DocumentInput) => ({ ...(await fake.renderInstruction(input)), ...(pdf && { pdf }) });
}

/** The value of an outcome that has to be accepted. */
export function take<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.errors)}`);
  return outcome.value;
}

/** The keys of a refused outcome. */
export function keysOf(outcome: Outcome<unknown>): string[] {
  return outcome.ok ? [] : outcome.errors.map((error) => error.key);
}

/** What a promise rejects with: an AppError's code and sentence, or the database's own words. */
export async function failureOf(promise: PromiseLike<unknown>): Promise<string> {
  try {
    await promise;
    return 'nothing failed';
  } catch (error) {
    const { code, messageKey, message } = error as { code?: string; messageKey?: string; message: string };
    return messageKey === undefined ? message : `${code}: ${messageKey}`;
  }
}

/** A section of plain paragraphs, as the editor would send it. */
export function paragraphs(...texts: string[]) {
  return {
    type: 'doc',
    content: texts.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
  };
}
