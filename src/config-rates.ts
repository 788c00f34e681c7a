import { z } from 'zod';

const wholeNumber = (maximum: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(1).max(maximum));

/** The variables of how fast mails leave. Read by config.ts. */
export const rateSchema = {
  MAIL_RATE: wholeNumber(100_000).optional(),
  MAIL_RATE_PER_DOMAIN: wholeNumber(100_000).optional(),
  MAIL_CONNECTIONS: wholeNumber(50).default(5),
};

/** What each of them expects, in French. */
export const rateExpected: Record<keyof typeof rateSchema, string> = {
  MAIL_RATE: 'le nombre de courriels qui partent au plus en une minute, de 1 à 100000',
  MAIL_RATE_PER_DOMAIN:
    'le nombre de courriels qui partent au plus en une minute vers un même domaine, de 1 à 100000',
  MAIL_CONNECTIONS: 'le nombre de connexions simultanées au serveur de courriel, de 1 à 50',
};

/** How fast mails leave, for those who send them. */
export function ratesOf(values: {
  MAIL_RATE?: number | undefined;
  MAIL_RATE_PER_DOMAIN?: number | undefined;
  MAIL_CONNECTIONS: number;
}) {
  return {
    rates: { perMinute: values.MAIL_RATE, perDomain: values.MAIL_RATE_PER_DOMAIN },
    mailConnections: values.MAIL_CONNECTIONS,
  };
}
