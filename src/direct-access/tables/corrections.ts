import { bytes, code, day, hash, instant, integer, text } from '../column.ts';
import { table } from '../table.ts';

const page = 'GET /instructions/:slug';

/** What became of the texts: corrected, repealed, published; and those of before. */
export const correctionTables = [
  table({
    ...{ name: 'rectificatifs', scope: 'instructions', like: page, from: 'amendments as a' },
    key: ['a.instruction_id'],
    joins: [
      ['instructions as i', 'i.id', 'a.instruction_id'],
      ['instructions as c', 'c.id', 'a.corrects_id'],
    ],
    ...{ year: 'i.year', slug: 'i.slug' },
    columns: {
      instruction: text('i.slug'),
      annee: integer('i.year'),
      corrige: text('c.slug'),
      annee_corrigee: integer('c.year'),
      empreinte_corrigee: hash('a.corrected_sha256'),
      effet: code('a.relation'),
      numero: integer('a.number'),
      commence_le: instant('a.begun_at'),
      diffuse_le: instant('a.sent_at', { nullable: true }),
    },
    leftOut: {
      ...{ origin_id: 'internal', begun_by: 'internal' },
      ...{ instruction_id: 'told-otherwise', corrects_id: 'told-otherwise' },
    },
  }),
  table({
    ...{ name: 'abrogations', scope: 'instructions', like: page, from: 'repeals as r', key: ['r.id'] },
    joins: [
      ['instructions as i', 'i.id', 'r.instruction_id'],
      ['?instructions as b', 'b.id', 'r.by_instruction_id'],
      ['?repeals_taken_back as t', 't.repeal_id', 'r.id'],
      ['?repeal_words as w', 'w.of', 'r.id'],
    ],
    ...{ year: 'i.year', slug: 'i.slug' },
    columns: {
      identifiant: text('r.id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      date_acte: day('r.repealed_on'),
      acte: text('w.act', { nullable: true }),
      acte_archive: text('b.slug', { nullable: true }),
      enregistree_le: instant('r.recorded_at'),
      enregistree_par: text('r.recorded_by'),
      retiree_le: instant('t.taken_back_at', { nullable: true }),
    },
    leftOut: {
      ...{ words_hash: 'proof', instruction_id: 'told-otherwise', by_instruction_id: 'told-otherwise' },
      ...{
        repeal_id: 'told-otherwise',
        taken_back_by: 'internal',
        reason: 'working',
        salt: 'salt',
        of: 'internal',
      },
    },
  }),
  table({
    ...{ name: 'publications', scope: 'instructions', like: page, from: 'publications as p', key: ['p.id'] },
    joins: [
      ['instructions as i', 'i.id', 'p.subject_id'],
      ['?publications_withdrawn as w', 'w.publication_id', 'p.id'],
    ],
    ...{ year: 'i.year', slug: 'i.slug', where: "p.subject_kind = 'instruction'" },
    columns: {
      identifiant: text('p.id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      genre: code('p.kind', { says: 'genre-publication' }),
      publiee_le: day('p.published_on', { nullable: true }),
      site: text('p.site', { nullable: true }),
      adresse_publication: text('p.url', { nullable: true }),
      empreinte_copie: hash('p.copy_sha256', { nullable: true }),
      enregistree_le: instant('p.recorded_at'),
      enregistree_par: text('p.recorded_by'),
      retiree_le: instant('w.withdrawn_at', { nullable: true }),
    },
    leftOut: {
      ...{ subject_kind: 'told-otherwise', subject_id: 'told-otherwise', words_hash: 'proof' },
      ...{ publication_id: 'told-otherwise', withdrawn_by: 'internal' },
    },
  }),
  table({
    ...{ name: 'circulaires-anciennes', scope: 'instructions', like: 'GET /circulaires-anciennes' },
    ...{ from: 'past_circulars as c', key: ['c.id'], year: 'f.year' },
    joins: [
      ['past_circular_facts as f', 'f.circular_id', 'c.id'],
      ['?past_circular_words as w', 'w.circular_id', 'c.id'],
    ],
    where:
      'f.number = (SELECT MAX(l.number) FROM past_circular_facts l WHERE l.circular_id = c.id) AND (w.number IS NULL OR w.number = f.number)',
    columns: {
      identifiant: text('c.id'),
      adresse: text('c.slug'),
      titre: text('f.title'),
      annee: integer('f.year', { nullable: true }),
      date_signature: day('f.signed_on', { nullable: true }),
      nor: text('f.nor', { nullable: true }),
      objet: text('f.subject', { nullable: true }),
      signataire: text('w.signatory', { nullable: true, personal: true }),
      empreinte: hash('c.sha256'),
      taille: bytes('c.bytes'),
      pages: integer('c.pages'),
      illisible: code('c.unreadable', { nullable: true }),
      importee_le: instant('c.imported_at'),
      importee_par: text('c.imported_by'),
    },
    leftOut: {
      ...{ more: 'internal', circular_id: 'told-otherwise', number: 'internal', words_hash: 'proof' },
      ...{ recorded_at: 'internal', recorded_by: 'internal', file_name: 'internal', salt: 'salt' },
    },
  }),
];
