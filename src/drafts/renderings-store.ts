import type { Knex } from 'knex';

/** What a frozen version was printed with, besides its revision and its template. */
export interface Rendering {
  frozenVersionId: string;
  verificationUrl: string;
  demonstration: boolean;
  browser: string;
  fontsSha256: string;
  finisher: string;
}

const columns = {
  frozenVersionId: 'frozen_version_id',
  verificationUrl: 'verification_url',
  demonstration: 'demonstration',
  browser: 'browser',
  fontsSha256: 'fonts_sha256',
  finisher: 'finisher',
};

export async function insertRendering(trx: Knex.Transaction, rendering: Rendering): Promise<void> {
  await trx('frozen_renderings').insert({
    frozen_version_id: rendering.frozenVersionId,
    verification_url: rendering.verificationUrl,
    demonstration: rendering.demonstration ? 1 : 0,
    browser: rendering.browser,
    fonts_sha256: rendering.fontsSha256,
    finisher: rendering.finisher,
  });
}

/** Undefined for a version that was frozen before this was recorded. */
export async function findRendering(database: Knex, frozenVersionId: string): Promise<Rendering | undefined> {
  const row = await database('frozen_renderings')
    .where({ frozen_version_id: frozenVersionId })
    .first<(Omit<Rendering, 'demonstration'> & { demonstration: number }) | undefined>(columns);
  return row === undefined ? undefined : { ...row, demonstration: row.demonstration === 1 };
}
