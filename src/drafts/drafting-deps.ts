import type { Knex } from 'knex';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Journal } from '../journal/journal.ts';
import type { Content } from './content.ts';
import { getInstruction, getPinnedSource, type Instruction } from './instructions-store.ts';
import type { Credits, CreditsPort, InstructionTemplate, RenderPort, SigningPort } from './ports.ts';
import { getRevision } from './revisions-store.ts';

/** What the room is built from. `demonstration` is the nature of the data folder. */
export interface DraftingDeps {
  database: Knex;
  /** A second, read-only connection for lists and searches. */
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  render: RenderPort;
  signing: SigningPort;
  credits: CreditsPort;
  demonstration: boolean;
  /** Where a printed document says that it can be checked: an address of this installation. */
  verificationUrl: (instructionId: string) => string;
  log: Log;
}

export interface Loaded {
  instruction: Instruction;
  template: InstructionTemplate;
  content: Content;
  /** As they stand now. */
  credits: Credits | undefined;
}

/** An instruction with its pinned template and its current content. Throws `not-found`. */
export async function loadInstruction(deps: DraftingDeps, id: string): Promise<Loaded> {
  const instruction = await getInstruction(deps.database, id);
  const template = deps.render.templateFromSource(
    await getPinnedSource(deps.database, instruction.templateSha256),
  );
  const { fields, sections } = await getRevision(deps.database, id, instruction.revision);
  const credits = await deps.credits.current(deps.database, id);
  return { instruction, template, content: { fields, sections }, credits };
}

/** The journal's name for an instruction: every line of its life bears it. */
export function subjectOf(instructionId: string): string {
  return `instruction:${instructionId}`;
}
