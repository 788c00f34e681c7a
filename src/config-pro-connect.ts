import { z } from 'zod';
import { isLoopback } from './config-mail.ts';

const text = z.string().min(1).optional();

/** The variables of ProConnect: where it is, who we are for it. Read by config.ts. */
export const proConnectSchema = {
  PROCONNECT_ISSUER: z
    .string()
    .refine((value) => URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol))
    .optional(),
  PROCONNECT_CLIENT_ID: text,
  PROCONNECT_CLIENT_SECRET: text,
  PROCONNECT_ACR: z
    .string()
    .regex(/^\S+(?:[ ,]+\S+)*$/)
    .transform((value) => value.split(/[ ,]+/))
    .optional(),
};

/** What each of them expects, in French. */
export const proConnectExpected: Record<keyof typeof proConnectSchema, string> = {
  PROCONNECT_ISSUER:
    'l’adresse https:// de ProConnect, telle que son document de découverte la dit (« issuer »)',
  PROCONNECT_CLIENT_ID: 'l’identifiant de client que ProConnect a donné',
  PROCONNECT_CLIENT_SECRET: 'le secret de client que ProConnect a donné',
  PROCONNECT_ACR: 'une ou plusieurs valeurs d’« acr », séparées par des virgules',
};

type Values = { NATURE: string } & { [Name in keyof typeof proConnectSchema]?: unknown };
const together = ['PROCONNECT_ISSUER', 'PROCONNECT_CLIENT_ID', 'PROCONNECT_CLIENT_SECRET'] as const;

/** How to speak to ProConnect; undefined when nothing is configured: its button is not shown. */
export function proConnectOf(values: {
  [Name in keyof typeof proConnectSchema]?: z.infer<(typeof proConnectSchema)[Name]>;
}) {
  const { PROCONNECT_ISSUER: issuer, PROCONNECT_CLIENT_ID: clientId } = values;
  const clientSecret = values.PROCONNECT_CLIENT_SECRET;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return { issuer, clientId, clientSecret, acrValues: values.PROCONNECT_ACR ?? [] };
}

/** French sentences: half a configuration, a server that would be asked in clear. */
export function proConnectContradictions(values: Values): string[] {
  const given = Object.keys(proConnectSchema).filter(
    (name) => values[name as keyof typeof proConnectSchema] !== undefined,
  );
  if (given.length === 0) return [];
  const faults = together
    .filter((name) => values[name] === undefined)
    .map((name) => `${name} : ProConnect en a besoin aussi. Attendu : ${proConnectExpected[name]}.`);
  const issuer = typeof values.PROCONNECT_ISSUER === 'string' ? values.PROCONNECT_ISSUER : undefined;
  const local = values.NATURE === 'demonstration' && issuer !== undefined && isLoopback(issuer);
  if (issuer?.startsWith('http:') && !local) {
    faults.push(
      'PROCONNECT_ISSUER : les identités ne voyagent que chiffrées. Attendu : une adresse https:// ; ' +
        'http:// ne sert que dans une démonstration, pour un serveur de la machine elle-même (127.0.0.1).',
    );
  }
  return faults;
}
