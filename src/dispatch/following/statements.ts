import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Journal } from '../../journal/journal.ts';
import type { StatementPrint } from '../../render/render.ts';
import type { Signing } from '../../signing/signing.ts';
import { printableOf } from './statement-text.ts';
import type { StatementContent } from './statement.ts';
import {
  findStatement,
  findStatementBytes,
  insertStatementFile,
  listUnsealed,
  type Statement,
} from './statements-store.ts';

// A browser or a trust service that is away is said once a minute, not at every round.
const retryAfterMs = 60_000;

export type Statements = ReturnType<typeof createStatements>;

/**
 * The « bordereau de diffusion » of closed campaigns: printed from what the closing wrote down, sealed with
 * the service's key, kept once. Printing and sealing take no transaction; whoever stores first is right,
 * and a crash before that only makes it print again.
 */
export function createStatements(deps: {
  database: Knex;
  readDatabase: Knex;
  journal: Journal;
  clock: Clock;
  log: Log;
  messages: Messages;
  render: StatementPrint;
  signing: Pick<Signing, 'seal'>;
  demonstration: boolean;
  /** Where a document can be checked. */
  verificationUrl(): string;
}) {
  const { database, readDatabase, journal, clock, log, messages, render, signing } = deps;

  async function make(statement: Statement): Promise<void> {
    const content = JSON.parse(statement.content) as StatementContent;
    const printed = await render.renderStatement({
      ...printableOf(messages, content, statement.contentSha256),
      data: new TextEncoder().encode(statement.content),
      demonstration: deps.demonstration,
      verificationUrl: deps.verificationUrl(),
    });
    const sealed = await signing.seal(printed.pdf, { reason: messages('dispatch.statement.reason') });
    await database.transaction(async (transaction) => {
      const isFirst = await insertStatementFile(transaction, {
        statementId: statement.id,
        sha256: sealed.sha256,
        bytes: sealed.pdf,
        pages: printed.pages,
        level: sealed.level,
        certificateSha256: sealed.certificateSha256,
        sealedAt: instantOf(clock),
      });
      if (!isFirst) return;
      await journal.append(transaction, {
        type: 'campaign.statement-sealed',
        actor: 'system',
        subject: `instruction:${statement.instructionId}`,
        data: {
          campaign: statement.campaignId,
          contentSha256: statement.contentSha256,
          sha256: sealed.sha256,
          level: sealed.level,
          certificateSha256: sealed.certificateSha256,
          ...(sealed.loweredBy === undefined ? {} : { loweredBy: sealed.loweredBy }),
        },
      });
    });
  }

  const waiting = new Map<string, number>();

  return {
    /** Makes what is missing; one that cannot be printed or sealed now is tried again a minute later. */
    async makeMissing(): Promise<void> {
      for (const statement of await listUnsealed(readDatabase)) {
        const { id, campaignId: campaign } = statement;
        const now = clock.now().getTime();
        if ((waiting.get(id) ?? 0) > now) continue;
        await make(statement).catch((error: unknown) => {
          waiting.set(id, now + retryAfterMs);
          log.error({ campaign, error: String(error) }, 'a statement could not be made');
        });
      }
    },

    /** Undefined for a campaign that is not closed, or was closed before statements were. */
    find: (campaignId: string) => findStatement(readDatabase, campaignId),

    /** The sealed PDF, once it is made. */
    pdf: (campaignId: string) => findStatementBytes(readDatabase, campaignId),
  };
}
