import type { Knex } from 'knex';
import type { State } from './instruction.ts';

/** What a list of every text needs of each, in one reading. */
export interface ListedText {
  id: string;
  slug: string;
  title: string;
  year: number;
  state: State;
  revision: number;
  updatedAt: string;
  /** Name of its template. */
  template: string;
  /** Hash of its document as it stands: the signed act, else the frozen version; null on a draft. */
  documentSha256: string | null;
  signedOn: string | null;
  /** Null before the signature, and once erased. */
  signatoryName: string | null;
}

export async function listTexts(database: Knex): Promise<ListedText[]> {
  const rows: (ListedText & { frozenSha256: string | null })[] = await database('instructions as i')
    .join('pinned_templates as t', 't.sha256', 'i.template_sha256')
    .leftJoin('signed_versions as s', 's.instruction_id', 'i.id')
    .leftJoin('signatory_names as n', 'n.signed_version_id', 's.id')
    .leftJoin('frozen_versions as f', (on) => on.on('f.instruction_id', 'i.id').andOnNull('f.voided_at'))
    .orderBy([{ column: 'i.year', order: 'desc' }, { column: 'i.slug' }])
    .select({
      ...{ id: 'i.id', slug: 'i.slug', title: 'i.title', year: 'i.year', state: 'i.state' },
      ...{ revision: 'i.revision', updatedAt: 'i.updated_at', template: 't.name' },
      ...{ documentSha256: 's.sha256', frozenSha256: 'f.sha256' },
      ...{ signedOn: 's.signed_on', signatoryName: 'n.name' },
    });
  return rows.map(({ frozenSha256, ...text }) => ({
    ...text,
    documentSha256: text.documentSha256 ?? frozenSha256,
  }));
}
