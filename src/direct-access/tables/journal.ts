import type { Role } from '../../web/route.ts';
import { code, hash, instant, integer, text } from '../column.ts';
import { table } from '../table.ts';

const watchers: readonly Role[] = ['auditor', 'administrator'];

/** The chain itself, so that anybody can compute it again. */
export const journalTables = [
  table({
    ...{ name: 'journal', scope: 'journal', roles: watchers, like: 'GET /journal', from: 'journal as j' },
    key: ['j.line'],
    // Lines about instructions that are outside are left out: their numbers are skipped.
    joins: [['?instructions as i', `'instruction:' || i.id`, 'j.subject']],
    ...{ year: 'i.year', slug: 'i.slug', ofNoYear: 'shown' as const },
    columns: {
      ligne: integer('j.line'),
      instant: instant('j.at'),
      evenement: code('j.type'),
      auteur: text('j.actor'),
      sujet: text('j.subject'),
      donnees: text('j.data'),
      empreinte_precedente: hash('j.previous_hash'),
      empreinte: hash('j.hash'),
    },
  }),
  table({
    ...{
      name: 'ancrages',
      scope: 'journal',
      roles: watchers,
      like: 'GET /journal',
      from: 'journal_anchors as a',
    },
    key: ['a.line'],
    columns: {
      ligne: integer('a.line'),
      empreinte: hash('a.hash'),
      cause: code('a.cause'),
      horodate_le: instant('a.stamped_at'),
      service_horodatage: text('a.service'),
      empreinte_jeton: hash('a.token_sha256'),
      garde_le: instant('a.kept_at'),
    },
    leftOut: { token: 'content' },
  }),
];
