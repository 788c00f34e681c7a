import { z } from 'zod';

/** The variables of the signature's level and of the services it needs. Read by config.ts. */
export const levelSchema = {
  SIGNATURE_LEVEL: z.enum(['B-B', 'B-T', 'B-LT', 'B-LTA']).optional(),
  TIMESTAMP_URL: z
    .string()
    .refine((value) => URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol))
    .optional(),
  ON_SERVICE_FAILURE: z.enum(['refuse', 'lower']).default('refuse'),
};

/** What each of them expects, in French. */
export const levelExpected: Record<keyof typeof levelSchema, string> = {
  SIGNATURE_LEVEL: '« B-B », « B-T », « B-LT » ou « B-LTA »',
  TIMESTAMP_URL: 'l’adresse http:// ou https:// d’un service d’horodatage (RFC 3161)',
  ON_SERVICE_FAILURE: '« refuse » (rien n’est signé) ou « lower » (un niveau plus bas, qui est dit)',
};

/** A level that no configured service can reach, or an outside service in a demonstration. French sentences. */
export function levelContradictions(values: {
  NATURE: string;
  SIGNATURE_LEVEL?: string | undefined;
  TIMESTAMP_URL?: string | undefined;
}): string[] {
  const { NATURE, SIGNATURE_LEVEL, TIMESTAMP_URL } = values;
  if (NATURE === 'demonstration') {
    return TIMESTAMP_URL === undefined
      ? []
      : [
          'TIMESTAMP_URL : une démonstration a son propre horodatage, sans valeur. ' +
            'Retirez cette variable, ou employez NATURE=production.',
        ];
  }
  if (SIGNATURE_LEVEL === undefined || SIGNATURE_LEVEL === 'B-B' || TIMESTAMP_URL !== undefined) return [];
  return [
    `TIMESTAMP_URL : le niveau ${SIGNATURE_LEVEL} demande un horodatage. Attendu : ${levelExpected.TIMESTAMP_URL}.`,
  ];
}
