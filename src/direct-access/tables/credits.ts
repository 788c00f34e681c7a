import { cents, code, hash, instant, integer, text } from '../column.ts';
import { ofInstruction, table } from '../table.ts';

const page = 'GET /instructions/:slug/credits';

/** The credits of each instruction, how regions split theirs, and what each territory was told. */
export const creditTables = [
  table({
    ...{ name: 'tableaux-credits', scope: 'credits', like: page, from: 'allocation_tables as t' },
    ...{ key: ['t.id'], ...ofInstruction('t.instruction_id') },
    columns: {
      identifiant: text('t.id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      numero: integer('t.number'),
      empreinte_contenu: hash('t.content_sha256'),
      pose_le: instant('t.set_at'),
      pose_par: text('t.set_by'),
    },
    leftOut: { instruction_id: 'told-otherwise' },
  }),
  table({
    ...{ name: 'credits', scope: 'credits', like: page, from: 'allocation_lines as l' },
    key: ['l.table_id', 'l.territory_id'],
    joins: [
      ['allocation_tables as t', 't.id', 'l.table_id'],
      ['instructions as i', 'i.id', 't.instruction_id'],
    ],
    ...{ year: 'i.year', slug: 'i.slug' },
    columns: {
      tableau: text('l.table_id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      numero_tableau: integer('t.number'),
      territoire: text('l.territory_id'),
      niveau: code('l.level', { says: 'niveau-credits' }),
      nom: text('l.name'),
      region: text('l.region_id', { nullable: true }),
      autorisations_engagement: cents('l.commitment_authority'),
      credits_paiement: cents('l.payment_appropriation'),
    },
    leftOut: { linked_name: 'told-otherwise' },
  }),
  table({
    ...{ name: 'notifications-credits', scope: 'credits', like: page, from: 'annexes as a' },
    key: ['a.batch_id', 'a.annex_key'],
    joins: [
      ['annex_batches as b', 'b.id', 'a.batch_id'],
      ['instructions as i', 'i.id', 'b.instruction_id'],
    ],
    ...{ year: 'i.year', slug: 'i.slug' },
    columns: {
      lot: text('a.batch_id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      cle: text('a.annex_key'),
      prefecture: text('a.office_id'),
      titre: text('a.title'),
      empreinte: hash('a.sha256'),
      scellee_le: instant('a.sealed_at'),
    },
    leftOut: { bytes: 'internal' },
  }),
  table({
    ...{ name: 'repartitions-regionales', scope: 'credits', like: `${page}/repartitions` },
    ...{ from: 'region_splits as s', key: ['s.id'], ...ofInstruction('s.instruction_id') },
    columns: {
      identifiant: text('s.id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      region: text('s.region_id'),
      numero: integer('s.number'),
      prefecture: text('s.office_id'),
      empreinte_contenu: hash('s.content_sha256'),
      publiee_le: instant('s.published_at'),
      force: code('s.strength'),
    },
    leftOut: {
      ...{
        instruction_id: 'told-otherwise',
        person_hash: 'proof',
        reason_hash: 'proof',
        form_key: 'internal',
      },
    },
  }),
  table({
    ...{ name: 'repartitions-lignes', scope: 'credits', like: `${page}/repartitions` },
    ...{ from: 'region_split_lines as l', key: ['l.split_id', 'l.territory_id'] },
    joins: [
      ['region_splits as s', 's.id', 'l.split_id'],
      ['instructions as i', 'i.id', 's.instruction_id'],
    ],
    ...{ year: 'i.year', slug: 'i.slug' },
    columns: {
      repartition: text('l.split_id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      territoire: text('l.territory_id'),
      nom: text('l.name'),
      autorisations_engagement: cents('l.commitment_authority'),
      credits_paiement: cents('l.payment_appropriation'),
    },
  }),
];
