import type { Knex } from 'knex';
import { saltedHash } from '../../kernel/hash.ts';
import { newToken } from '../../kernel/ids.ts';

/** Writes what somebody said; its words stand apart, with the salt of the hash that is given back. */
export async function insertComment(
  trx: Knex.Transaction,
  comment: {
    id: string;
    threadId: string;
    number: number;
    authorId: string;
    writtenAt: string;
    formKey: string;
  },
  { words, mentions }: { words: string; mentions: readonly string[] },
): Promise<string> {
  const salt = newToken(16);
  const wordsHash = saltedHash(salt, words);
  await trx('comments').insert({
    id: comment.id,
    thread_id: comment.threadId,
    number: comment.number,
    author_id: comment.authorId,
    written_at: comment.writtenAt,
    form_key: comment.formKey,
    words_hash: wordsHash,
  });
  await trx('comment_words').insert({ comment_id: comment.id, words, salt });
  if (mentions.length > 0)
    await trx('comment_mentions').insert(mentions.map((id) => ({ comment_id: comment.id, user_id: id })));
  return wordsHash;
}

/** The thread that a form already wrote in, however it was posted again. */
export async function findThreadOfForm(trx: Knex.Transaction, formKey: string): Promise<string | undefined> {
  const row = await trx('comments')
    .where({ form_key: formKey })
    .first<{ id: string } | undefined>({ id: 'thread_id' });
  return row?.id;
}

/** Other words in the place of those that were; the hash is that of the new ones. */
export async function markEdited(
  trx: Knex.Transaction,
  id: string,
  words: string,
  at: string,
): Promise<string> {
  const salt = newToken(16);
  const wordsHash = saltedHash(salt, words);
  await trx('comment_words').where({ comment_id: id }).del();
  await trx('comment_words').insert({ comment_id: id, words, salt });
  await trx('comments').where({ id }).update({ words_hash: wordsHash, edited_at: at });
  return wordsHash;
}

export async function markWithdrawn(trx: Knex.Transaction, id: string, at: string): Promise<void> {
  await trx('comment_words').where({ comment_id: id }).del();
  await trx('comments').where({ id }).update({ withdrawn_at: at });
}
