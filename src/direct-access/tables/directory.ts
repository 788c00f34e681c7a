import type { Role } from '../../web/route.ts';
import { code, day, instant, integer, text } from '../column.ts';
import { readers, table } from '../table.ts';

const staff: readonly Role[] = [...readers, 'administrator'];
const shared = { scope: 'referentiel', like: 'GET /prefectures', roles: staff } as const;

/** The offices, the territories, who leads there; the people whom other tables name by their identifier. */
export const directoryTables = [
  table({
    ...{ ...shared, name: 'prefectures', from: 'offices as o', key: ['o.id'] },
    columns: {
      identifiant: text('o.id'),
      nom: text('o.name'),
      libelle: text('o.label'),
      fuseau: text('o.time_zone'),
      ordre: integer('o.position'),
    },
  }),
  table({
    ...{ ...shared, name: 'territoires', from: 'territories as t', key: ['t.id'] },
    columns: {
      identifiant: text('t.id'),
      genre: code('t.kind', { says: 'genre-territoire' }),
      code: text('t.code'),
      nom: text('t.name'),
      nom_lie: text('t.linked_name'),
      region: text('t.region_id', { nullable: true }),
    },
  }),
  table({
    ...{ ...shared, name: 'competences', from: 'office_territories as c', key: ['c.id'] },
    columns: {
      identifiant: text('c.id'),
      prefecture: text('c.office_id'),
      territoire: text('c.territory_id'),
      depuis: day('c.valid_from', { nullable: true }),
      jusqu_au: day('c.valid_to', { nullable: true }),
    },
  }),
  table({
    ...{ ...shared, name: 'contacts', from: 'contacts as c', key: ['c.id'] },
    columns: {
      identifiant: text('c.id'),
      prefecture: text('c.office_id'),
      rang: integer('c.rank'),
      genre: code('c.kind', { says: 'genre-contact' }),
      depuis: day('c.valid_from'),
      jusqu_au: day('c.valid_to', { nullable: true }),
      termine_le: day('c.ended_on', { nullable: true }),
      ajoute_le: instant('c.added_at'),
      ajoute_par: text('c.added_by'),
    },
    leftOut: { ended_by: 'internal' },
  }),
  table({
    ...{ ...shared, name: 'mandats', like: 'GET /prefectures/mandats', from: 'mandates as m', key: ['m.id'] },
    joins: [['?mandate_persons as p', 'p.mandate_id', 'm.id']],
    columns: {
      identifiant: text('m.id'),
      territoire: text('m.territory_id'),
      prefecture: text('m.office_id'),
      genre: code('m.kind', { says: 'genre-mandat' }),
      service: text('m.service'),
      nom: text('p.person_name', { nullable: true, personal: true, says: 'nom-personne' }),
      fonction: text('p.person_function', { nullable: true, personal: true }),
      depuis: day('m.valid_from'),
      jusqu_au: day('m.valid_to', { nullable: true }),
      termine_le: day('m.ended_on', { nullable: true }),
      ajoute_le: instant('m.added_at'),
      ajoute_par: text('m.added_by'),
    },
    leftOut: {
      ...{ share: 'internal', ended_by: 'internal', corrected_by: 'internal' },
      ...{ mandate_id: 'told-otherwise', note: 'working', salt: 'salt' },
    },
  }),
  table({
    ...{ ...shared, name: 'personnes', roles: readers, like: 'GET /instructions', from: 'users as u' },
    ...{ key: ['u.id'], joins: [['?user_identities as n', 'n.user_id', 'u.id']] },
    columns: {
      identifiant: text('u.id'),
      prenom: text('n.given_name', { nullable: true, personal: true }),
      nom: text('n.family_name', { nullable: true, personal: true, says: 'nom-personne' }),
      fonction: text('n.function', { nullable: true, personal: true }),
    },
    leftOut: {
      ...{ login: 'secret', password_hash: 'secret', demonstration: 'internal', created_at: 'internal' },
      ...{ disabled_at: 'internal', user_id: 'told-otherwise', email: 'address', salt: 'salt' },
    },
  }),
];
