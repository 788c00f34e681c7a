import type { Knex } from 'knex';
import type { Letter, LetterKind, LetterState, LetterWords } from './letter.ts';

type Database = Knex | Knex.Transaction;

export async function insertLetter(
  transaction: Knex.Transaction,
  letter: Letter & { words: LetterWords; textHash: string; salt: string },
): Promise<void> {
  const { words } = letter;
  await transaction('outbox_mails').insert({
    ...{ id: letter.id, kind: letter.kind, office_id: letter.officeId, about: letter.about },
    journal_subject: letter.journalSubject,
    campaign_id: letter.place?.campaignId ?? null,
    delivery_id: letter.place?.deliveryId ?? null,
    ...{ header_id: letter.headerId, state: letter.state, attempts: letter.attempts },
    ...{ due_at: letter.writtenAt, written_at: letter.writtenAt, written_by: letter.writtenBy },
    ...{ changed_at: letter.changedAt, text_hash: letter.textHash },
  });
  await transaction('outbox_texts').insert({
    mail_id: letter.id,
    ...{ address: words.address, reply_to: JSON.stringify(words.replyTo), subject: words.subject },
    ...{ text: words.text, salt: letter.salt, server_reply: words.serverReply },
  });
}

type LetterQuery = { ids: string[] } | { about: string } | { state: LetterState; before: string };

/** Oldest first. By state: those that are due (pending), or have stood so since that instant. */
export async function listLetters(database: Database, where: LetterQuery): Promise<Letter[]> {
  const select = database('outbox_mails as m')
    .leftJoin('outbox_texts as t', 't.mail_id', 'm.id')
    .orderBy(['m.written_at', 'm.id'])
    .select<LetterRow[]>('m.*', 't.address', 't.reply_to', 't.subject', 't.text', 't.server_reply');
  if ('ids' in where) select.whereIn('m.id', where.ids);
  else if ('about' in where) select.where('m.about', where.about);
  else
    select
      .where('m.state', where.state)
      .where(where.state === 'pending' ? 'm.due_at' : 'm.changed_at', '<=', where.before);
  return (await select).map(fromRow);
}

/**
 * Moves it from the states expected, while it is at the attempt that is held; tells whether it was there to
 * move. A worker that was taken for gone can do nothing any more: its attempt was counted.
 */
export async function markLetter(
  database: Database,
  { id, attempts }: Pick<Letter, 'id' | 'attempts'>,
  move: {
    from: LetterState[];
    to: LetterState;
    at: string;
    dueAt?: string;
    ended?: boolean;
    reply?: string;
  },
): Promise<boolean> {
  const moved = await database('outbox_mails')
    .where({ id, attempts })
    .whereIn('state', move.from)
    .update({
      state: move.to,
      changed_at: move.at,
      due_at: move.dueAt ?? null,
      attempts: move.ended === true ? attempts + 1 : attempts,
    });
  if (moved === 1 && move.reply !== undefined)
    await database('outbox_texts').where({ mail_id: id }).update({ server_reply: move.reply });
  return moved === 1;
}

/** The letters that a message may be about, where an answer to them belongs. */
export async function listPlacedLetters(
  database: Database,
  clue: { envids: string[] } | { messageIds: string[] },
): Promise<{ id: string; officeId: string; campaignId: string; deliveryId: string }[]> {
  const select = database('outbox_mails').whereNotNull('delivery_id').orderBy('written_at', 'desc');
  if ('envids' in clue) select.whereIn('id', clue.envids);
  else select.whereIn('header_id', clue.messageIds);
  const rows: LetterRow[] = await select;
  return rows.map((row) => ({
    id: row.id,
    officeId: row.office_id,
    campaignId: row.campaign_id ?? '',
    deliveryId: row.delivery_id ?? '',
  }));
}

interface LetterRow {
  id: string;
  kind: LetterKind;
  office_id: string;
  about: string;
  journal_subject: string;
  campaign_id: string | null;
  delivery_id: string | null;
  header_id: string;
  state: LetterState;
  attempts: number;
  written_at: string;
  written_by: string;
  changed_at: string;
  address: string;
  reply_to: string;
  subject: string;
  text: string | null;
  server_reply: string;
}

function fromRow(row: LetterRow): Letter {
  const { campaign_id: campaignId, delivery_id: deliveryId, text } = row;
  return {
    ...{ id: row.id, kind: row.kind, officeId: row.office_id, about: row.about },
    ...{ journalSubject: row.journal_subject, headerId: row.header_id, state: row.state },
    ...{ attempts: row.attempts, writtenAt: row.written_at, writtenBy: row.written_by },
    changedAt: row.changed_at,
    ...(campaignId === null || deliveryId === null ? {} : { place: { campaignId, deliveryId } }),
    words:
      text === null
        ? undefined
        : {
            ...{ address: row.address, subject: row.subject, text, serverReply: row.server_reply },
            replyTo: JSON.parse(row.reply_to) as string[],
          },
  };
}
