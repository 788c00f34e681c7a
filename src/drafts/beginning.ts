import type { Knex } from 'knex';
import type { Journal } from '../journal/journal.ts';
import { contentSha256, type Content } from './content.ts';
import { subjectOf } from './drafting-deps.ts';
import {
  insertAuthor,
  insertInstruction,
  insertPinnedTemplate,
  type Instruction,
} from './instructions-store.ts';
import type { InstructionTemplate } from './ports.ts';
import { insertRevision } from './revisions-store.ts';

/** Writes a new draft: its template as it is that day, its first author, its first revision, their lines. */
export async function insertBeginning(
  trx: Knex.Transaction,
  journal: Journal,
  begun: {
    instruction: Instruction;
    template: Pick<InstructionTemplate, 'sha256' | 'name' | 'version' | 'source'>;
    content: Content;
  },
): Promise<void> {
  const { id, year, kind, createdAt: at, createdBy: by } = begun.instruction;
  const { sha256, name, version, source } = begun.template;
  const contentHash = contentSha256(begun.content);
  const event = { actor: by, subject: subjectOf(id) };
  await insertPinnedTemplate(trx, { sha256, name, version, source }, at);
  await insertInstruction(trx, begun.instruction);
  await insertAuthor(trx, { instructionId: id, userId: by, at, by });
  await insertRevision(trx, {
    ...begun.content,
    instructionId: id,
    number: 1,
    contentSha256: contentHash,
    savedAt: at,
    savedBy: by,
  });
  await journal.append(
    trx,
    {
      ...event,
      type: 'instruction.created',
      data: { instruction: id, year, kind, template: name, templateSha256: sha256 },
    },
    { ...event, type: 'instruction.author-declared', data: { instruction: id, user: by } },
    {
      ...event,
      type: 'instruction.saved',
      data: { instruction: id, revision: 1, contentSha256: contentHash },
    },
  );
}
