import { saltedHash } from '../../kernel/hash.ts';
import { agreement, doneBy, type Agreement } from './agreement.ts';

const mandatedPerson = (data: { mandate: string; personHash: string }) => ({
  key: [data.mandate],
  does: 'makes' as const,
  holds: { proof: data.personHash },
});

/** The directory: contacts of offices, mandates of the chefs de projet. */
export const directoryAgreements: Agreement[] = [
  agreement({
    table: 'contacts',
    key: ['id'],
    columns: ['office_id', 'added_at', 'added_by', 'ended_by'],
    lines: {
      'contact.added': (data, line) => ({
        key: [data.contact],
        does: 'makes',
        holds: { office_id: data.office, ended_by: null, ...doneBy(line, 'added_at', 'added_by') },
      }),
      'contact.ended': (data, { actor }) => ({ key: [data.contact], holds: { ended_by: actor } }),
    },
  }),
  agreement({
    table: 'contact_details',
    id: ['contact_id'],
    key: ['contact_id'],
    erasable: true,
    rows: (database) => database('contact_details').select('contact_id', 'address', 'salt'),
    derive: ({ salt, address }) => ({ proof: saltedHash(salt, address) }),
    columns: ['address', 'salt'],
    standsFor: { proof: 'address, salt' },
    lines: {
      'contact.added': (data) => ({
        key: [data.contact],
        does: 'makes',
        holds: { proof: data.addressHash },
      }),
    },
  }),
  agreement({
    table: 'mandates',
    key: ['id'],
    columns: ['office_id', 'territory_id', 'valid_from', 'added_at', 'added_by', 'ended_by', 'corrected_by'],
    lines: {
      'mandate.named': (data, line) => ({
        key: [data.mandate],
        does: 'makes',
        holds: {
          ...{ office_id: data.office, territory_id: data.territory, valid_from: data.validFrom },
          ...{ ...doneBy(line, 'added_at', 'added_by'), ended_by: null, corrected_by: null },
        },
      }),
      // Told to each of the two offices: the line of the new one makes it.
      'mandate.corrected': (data, line) =>
        line.subject !== `office:${data.office}`
          ? []
          : [
              {
                key: [data.mandate],
                does: 'makes',
                holds: {
                  ...{ office_id: data.office, territory_id: data.territory, valid_from: data.validFrom },
                  ...doneBy(line, 'added_at', 'added_by'),
                },
              },
              { key: [data.corrects], holds: { corrected_by: data.mandate } },
            ],
      'mandate.ended': (data, { actor }) => ({ key: [data.mandate], holds: { ended_by: actor } }),
    },
  }),
  agreement({
    table: 'mandate_persons',
    id: ['mandate_id'],
    key: ['mandate_id'],
    erasable: true,
    rows: (database) =>
      database('mandate_persons').select('mandate_id', 'person_name', 'person_function', 'salt'),
    derive: ({ salt, person_name: name, person_function: role }) => ({
      proof: saltedHash(salt, `${name}\n${role}`),
    }),
    columns: ['person_name', 'person_function', 'salt'],
    standsFor: { proof: 'person_name, person_function, salt' },
    lines: {
      'mandate.named': mandatedPerson,
      'mandate.corrected': (data, line) =>
        line.subject === `office:${data.office}` ? mandatedPerson(data) : [],
    },
  }),
];
