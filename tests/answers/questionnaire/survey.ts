import type { Definition, Field } from '../../../src/answers/questionnaire/definition.ts';

/** A field with what a test does not say. */
export function field(given: Partial<Field> & Pick<Field, 'key' | 'type'>): Field {
  return { label: `Champ ${given.key}`, required: false, ...given };
}

/** A small survey with one field of each type. */
export const survey: Definition = {
  format: 'estafette-questionnaire/1',
  title: 'Emploi des crédits',
  sections: [
    {
      key: 'credits',
      title: 'Crédits',
      fields: [
        field({ key: 'ae', type: 'amount', label: 'AE reçues', required: true }),
        field({ key: 'nombre', type: 'whole', label: 'Nombre d’actions', maximum: 500 }),
        field({ key: 'part', type: 'percentage', label: 'Part', maximum: 10_000, warnAbove: 8_000 }),
        field({ key: 'le', type: 'day', label: 'Réunion', earliest: '2026-01-01' }),
        field({ key: 'reuni', type: 'yes-no', label: 'Comité réuni' }),
      ],
    },
    {
      key: 'actions',
      title: 'Actions',
      fields: [
        field({
          ...{ key: 'actions', type: 'table', label: 'Actions', leastRows: 1, mostRows: 3 },
          columns: [
            { key: 'nom', type: 'line', label: 'Intitulé', required: true },
            { key: 'ae', type: 'amount', label: 'AE', required: false },
          ],
        }),
        field({
          ...{ key: 'public', type: 'choices', label: 'Publics' },
          options: [
            { key: 'jeunes', label: 'Jeunes' },
            { key: 'parents', label: 'Parents' },
          ],
        }),
        field({ key: 'mot', type: 'text', label: 'Observations' }),
      ],
    },
  ],
};
