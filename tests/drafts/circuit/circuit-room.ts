import type { Knex } from 'knex';
import { oneVisa, type Definition, type Step } from '../../../src/drafts/circuit/circuit.ts';
import type { Actor } from '../../../src/drafts/instructions.ts';
import { openRoom, take } from '../drafting-room.ts';

/** A file that is a PDF by its bytes. */
export const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

const today = '2026-12-07';

export type CircuitRoom = Awaited<ReturnType<typeof openCircuitRoom>>;

/** The room with two more reviewers and an administrator, who defines what a test walks. */
export async function openCircuitRoom(options: { database?: Knex } = {}) {
  const room = await openRoom(options);
  const { instructions, people } = room;
  const marie = await room.person('Marie Reviewer', 'reviewer');
  const leo = await room.person('Leo Reviewer', 'reviewer');
  const admin = await room.person('Ada Administrator', 'administrator');
  let circuits = 0;

  const definition = (steps: Step[], more: Partial<Definition> = {}): Definition => ({
    ...oneVisa,
    steps,
    ...more,
  });

  async function define(steps: Step[], more: Partial<Definition> = {}): Promise<string> {
    circuits += 1;
    const typed = { name: `Circuit ${circuits}`, definition: definition(steps, more) };
    return take(await instructions.defineCircuit(admin, typed)).id;
  }

  async function answer(id: string, sha256: string, by = people.hugo) {
    const file = { name: 'avis.pdf', bytes: pdf };
    const opinion = { opinion: 'favourable', decision: 'given', givenOn: today, remark: '' } as const;
    take(await instructions.recordOpinion(by, id, { ...opinion, sha256, file }));
  }

  return {
    ...room,
    ...{ hugo: people.hugo, marie, leo, admin, definition, define },

    named: (needed: number | 'all', ...reviewers: Actor[]): Step => ({
      ...{ kind: 'reviewers', name: reviewers.map(({ name }) => name).join(' et '), needed },
      reviewers: reviewers.map(({ id }) => id),
    }),

    /** A text under review, on a circuit of these steps, or on what stands where none is defined. */
    async submit(steps?: Step[], more: Partial<Definition> = {}) {
      const circuitId = steps === undefined ? '' : await define(steps, more);
      const { id } = await room.draft();
      const { sha256, id: versionId } = take(await instructions.freeze(people.claire, id, { circuitId }));
      return { id, sha256, versionId, circuitId };
    },

    /** The outside body whose step is open is sent the document on the day of the test, and is favourable. */
    async hearFrom(id: string, sha256: string) {
      take(await instructions.recordTransmission(people.hugo, id, { sha256, sentOn: today, to: 'Bureau' }));
      await answer(id, sha256);
    },

    answer,

    give: (actor: Actor, id: string, sha256: string) =>
      instructions.giveVisa(actor, id, { sha256, reason: '' }),
  };
}
