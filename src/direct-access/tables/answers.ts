import { bytes, code, day, flag, hash, instant, integer, text } from '../column.ts';
import { ofInstruction, table } from '../table.ts';

const page = 'GET /instructions/:slug/reponses';

/** What instructions asked back, and what came: the facts of each answer; its file is read on its page. */
export const answerTables = [
  table({
    ...{ name: 'demandes', scope: 'reponses', like: page, from: 'answer_requests as q', key: ['q.id'] },
    ...ofInstruction('q.instruction_id'),
    columns: {
      identifiant: text('q.id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      genre: code('q.kind', { says: 'genre-demande' }),
      titre: text('q.title'),
      consigne: text('q.guidance'),
      destinataires: code('q.audience'),
      echeance: day('q.due_on'),
      formats_acceptes: text('q.accepted_kinds'),
      rappels: flag('q.reminders'),
      creee_le: instant('q.created_at'),
      creee_par: text('q.created_by'),
      retiree_le: instant('q.withdrawn_at', { nullable: true, says: 'retiree_le-demande' }),
    },
    leftOut: { instruction_id: 'told-otherwise', office_ids: 'internal', withdrawn_by: 'internal' },
  }),
  table({
    ...{ name: 'reponses', scope: 'reponses', like: page, from: 'returned_answers as a', key: ['a.id'] },
    joins: [
      ['answer_requests as q', 'q.id', 'a.request_id'],
      ['instructions as i', 'i.id', 'q.instruction_id'],
      ['?returned_persons as p', 'p.answer_id', 'a.id'],
    ],
    ...{ year: 'i.year', slug: 'i.slug' },
    columns: {
      identifiant: text('a.id'),
      demande: text('a.request_id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      territoire: text('a.territory_id'),
      prefecture: text('a.office_id'),
      version: integer('a.number'),
      donnee_le: instant('a.given_at'),
      jour: day('a.given_on'),
      force: code('a.strength'),
      format: code('a.content_kind'),
      empreinte: hash('a.sha256'),
      taille: bytes('a.bytes'),
      nom: text('p.person_name', { nullable: true, personal: true, says: 'nom-personne' }),
      fonction: text('p.person_function', { nullable: true, personal: true }),
    },
    leftOut: {
      ...{ person_hash: 'proof', form_key: 'internal', answer_id: 'told-otherwise' },
      ...{ file_name: 'internal', salt: 'salt' },
    },
  }),
  table({
    ...{ name: 'questionnaires', scope: 'reponses', like: page, from: 'questionnaires as f' },
    key: ['f.request_id'],
    joins: [
      ['answer_requests as q', 'q.id', 'f.request_id'],
      ['instructions as i', 'i.id', 'q.instruction_id'],
    ],
    ...{ year: 'i.year', slug: 'i.slug' },
    columns: {
      demande: text('f.request_id'),
      instruction: text('i.slug'),
      annee: integer('i.year'),
      definition: text('f.definition'),
      empreinte: hash('f.sha256'),
      pret_le: instant('f.ready_at', { nullable: true }),
    },
    leftOut: { revision: 'internal', changed_at: 'internal', changed_by: 'internal' },
  }),
];
