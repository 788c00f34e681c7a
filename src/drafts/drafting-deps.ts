import type { Knex } from 'knex';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Journal } from '../journal/journal.ts';
import { noticeOf, toAmendmentTemplate } from './amendment.ts';
import { findAmendment } from './amendments-store.ts';
import type { MentionMails } from './comments/telling.ts';
import type { Content } from './content.ts';
import { getInstruction, type Instruction } from './instructions-store.ts';
import type {
  AmendmentNotice,
  Credits,
  CreditsPort,
  InstructionTemplate,
  PeoplePort,
  RenderPort,
  SigningPort,
} from './ports.ts';
import { getRevision } from './revisions-store.ts';
import { getTemplateSource } from './template-updates/template-updates-store.ts';
import { findSigned } from './versions-store.ts';

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
  people: PeoplePort;
  demonstration: boolean;
  /** Where a printed document says that it can be checked: an address of this installation. */
  verificationUrl: (instructionId: string) => string;
  messages: Messages;
  log: Log;
  /** Writes to those whom a comment names; where there is none, their first page alone tells them. */
  mentionMails?: MentionMails;
  /** Pages of the last preview of a text; undefined before there was one. */
  pagesOf?: ((instructionId: string) => number | undefined) | undefined;
}

export interface Loaded {
  instruction: Instruction;
  /** What is written and checked: of a rectificatif, with the field that says what changes. */
  template: InstructionTemplate;
  /** The template as it was stored: the one of this revision. */
  pinned: InstructionTemplate;
  content: Content;
  /** As they stand now. */
  credits: Credits | undefined;
  /** What a rectificatif says of the act that it corrects. */
  amendment: AmendmentNotice | undefined;
}

/** An instruction with its pinned template and its current content. Throws `not-found`. */
export async function loadInstruction(deps: DraftingDeps, id: string): Promise<Loaded> {
  const instruction = await getInstruction(deps.database, id);
  const pinned = deps.render.templateFromSource(
    await getTemplateSource(deps.database, instruction, instruction.revision),
  );
  const { fields, sections } = await getRevision(deps.database, id, instruction.revision);
  const credits = await deps.credits.current(deps.database, id);
  const content = { fields, sections };
  const amendment = await findNotice(deps.database, instruction, content);
  const template =
    amendment === undefined ? pinned : toAmendmentTemplate(pinned, amendment.relation, deps.messages);
  return { instruction, template, pinned, content, credits, amendment };
}

/** What a rectificatif prints of the act that it corrects; undefined for a text that corrects none. */
export async function findNotice(
  database: Knex | Knex.Transaction,
  { id, title }: Instruction,
  content: Content,
): Promise<AmendmentNotice | undefined> {
  const amendment = await findAmendment(database, id);
  if (amendment === undefined) return undefined;
  const corrected = await getInstruction(database, amendment.correctsId);
  const signed = await findSigned(database, amendment.correctsId);
  if (signed === undefined) throw new Error('what a rectificatif corrects was signed');
  const { relation, correctedSha256: sha256 } = amendment;
  const act = { title: corrected.title, signedOn: signed.signedOn, sha256 };
  return noticeOf({ title, relation, corrected: act }, content);
}

/** The journal's name for an instruction: every line of its life bears it. */
export function subjectOf(instructionId: string): string {
  return `instruction:${instructionId}`;
}
