import { join, resolve } from 'node:path';
import { z } from 'zod';
import { levelContradictions, levelExpected, levelSchema } from './config-levels.ts';
import { mailContradictions, mailExpected, mailOf, mailSchema } from './config-mail.ts';
import {
  proConnectContradictions,
  proConnectExpected,
  proConnectOf,
  proConnectSchema,
} from './config-pro-connect.ts';
import { rateExpected, ratesOf, rateSchema } from './config-rates.ts';
import { keyContradictions, keyExpected, keyOf, keySchema, secretKeyNames } from './config-keys.ts';

export type { KeyConfig } from './config-keys.ts';

/** Every variable that Estafette reads; the README's table is checked against this list. */
interface Variable {
  name: string;
  schema: z.ZodType;
  /** What is expected, in French: it completes « Attendu : … ». */
  expected: string;
}

const url = (protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol));
const wholeNumber = (minimum: number, maximum: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(minimum).max(maximum));

const schema = {
  NATURE: z.enum(['demonstration', 'production']).default('demonstration'),
  PORT: wholeNumber(0, 65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/|sqlite:)/)
    .optional(),
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
  ...mailSchema,
  ...rateSchema,
  ...proConnectSchema,
  ROLES: z
    .string()
    .transform((value) => value.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['web', 'worker'])).min(1))
    .default(['web', 'worker']),
  PERSONS_KEPT_YEARS: wholeNumber(1, 100).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  SECRET: z.string().min(32).optional(),
  ...keySchema,
  TRUST_FILE: z.string().min(1).optional(),
  ...levelSchema,
  REDIS_SERVER_PATH: z.string().min(1).optional(),
  CHROMIUM_PATH: z.string().min(1).optional(),
  CHROMIUM_SANDBOX: z.enum(['auto', 'on', 'off']).default('auto'),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
  CLAMD_URL: z
    .string()
    .regex(/^(unix:(\/\/)?\/\S+|(tcp:\/\/)?(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?)$/i)
    .optional(),
};

// French in the code, unlike the rest of what a user reads: the configuration is read before anything else,
// and its faults have to be told even where the templates cannot be found.
const expected: Record<keyof typeof schema, string> = {
  NATURE: '« demonstration » ou « production »',
  PORT: 'un nombre entier entre 0 et 65535 (0 : un port libre)',
  HOST: 'un nom d’hôte ou une adresse IP à écouter, par exemple 127.0.0.1',
  PUBLIC_URL: 'l’adresse http:// ou https:// par laquelle les navigateurs atteignent Estafette',
  DATA_DIR: 'un dossier où Estafette peut écrire',
  DATABASE_URL: 'une adresse postgres://… ou sqlite:chemin',
  REDIS_URL: 'une adresse redis://… ou rediss://…',
  ...mailExpected,
  ...rateExpected,
  ...proConnectExpected,
  ROLES: '« web », « worker » ou « web,worker »',
  PERSONS_KEPT_YEARS: 'un nombre d’années, de 1 à 100, que la MILDECA a décidé et communiqué',
  LOG_LEVEL: '« debug », « info », « warn », « error » ou « silent »',
  SECRET: 'au moins 32 caractères tirés au hasard',
  ...keyExpected,
  TRUST_FILE: 'le chemin d’un fichier PEM : les autorités racines à reconnaître',
  ...levelExpected,
  REDIS_SERVER_PATH: 'le chemin du programme redis-server',
  CHROMIUM_PATH: 'le chemin d’un programme Chrome ou Chromium',
  CHROMIUM_SANDBOX: '« auto », « on » ou « off »',
  TRUST_PROXY: 'le nombre de serveurs mandataires devant Estafette, de 0 à 10',
  CLAMD_URL: 'l’adresse d’un antivirus clamd : unix:/run/clamav/clamd.ctl ou tcp://hôte:3310',
};

export const variables: Variable[] = (Object.keys(schema) as (keyof typeof schema)[]).map((name) => ({
  name,
  schema: schema[name],
  expected: expected[name],
}));

const secretNames = new Set([
  ...['SECRET', 'DATABASE_URL', 'REDIS_URL', 'SMTP_URL', 'IMAP_URL', 'PROCONNECT_CLIENT_SECRET'],
  ...secretKeyNames,
]);

export type Config = ReturnType<typeof readConfig>;

/** A configuration that stops the start. `message` holds one French sentence per wrong variable. */
export class ConfigError extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/**
 * The configuration, from the environment alone. An empty variable counts as absent.
 * Throws a ConfigError that tells every wrong variable at once.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(
    Object.keys(schema).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  );
  const parsed = z.object(schema).safeParse(given);
  const faults = parsed.success
    ? []
    : [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))].map((name) => {
        const shown = secretNames.has(name) ? 'la valeur donnée' : `« ${String(given[name])} »`;
        return `${name} : ${shown} ne convient pas. Attendu : ${expected[name as keyof typeof schema]}.`;
      });
  if (!parsed.success) throw new ConfigError(faults);
  const values = parsed.data;
  faults.push(...contradictionsOf(values));
  if (faults.length > 0) throw new ConfigError(faults);

  const dataDir = resolve(values.DATA_DIR);
  return {
    nature: values.NATURE,
    natureGiven: given.NATURE !== undefined,
    port: values.PORT,
    host: values.HOST,
    /** Undefined: derived from the address that the server really listens on. */
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
    dataDir,
    databaseUrl: values.DATABASE_URL ?? `sqlite:${join(dataDir, 'estafette.sqlite')}`,
    redisUrl: values.REDIS_URL,
    ...mailOf(values),
    ...ratesOf(values),
    /** Undefined: nobody signs in with ProConnect. */
    proConnect: proConnectOf(values),
    roles: values.ROLES,
    /** How long the names of those who acknowledge are kept, as the service decided; undefined: not said. */
    personsKeptYears: values.PERSONS_KEPT_YEARS,
    // A demonstration is watched on a terminal; a production's lines are collected.
    logLevel: values.LOG_LEVEL ?? (values.NATURE === 'production' ? 'info' : 'warn'),
    secret: values.SECRET,
    signatoryKey: keyOf(values, 'SIGNATORY'),
    sealKey: keyOf(values, 'SEAL'),
    trustFile: values.TRUST_FILE,
    /** Undefined: the highest level that the configured services allow. */
    signatureLevel: values.SIGNATURE_LEVEL,
    timestampUrl: values.TIMESTAMP_URL,
    onServiceFailure: values.ON_SERVICE_FAILURE,
    redisServerPath: values.REDIS_SERVER_PATH,
    /** What the search for a browser reads. */
    /** Where programs are looked for. */
    programsPath: environment.PATH ?? '',
    browserEnvironment: { CHROMIUM_PATH: values.CHROMIUM_PATH, PATH: environment.PATH },
    chromiumSandbox: values.CHROMIUM_SANDBOX,
    trustProxy: values.TRUST_PROXY,
    /** Undefined: files that offices send are kept without being analysed, and shown so. */
    clamdUrl: values.CLAMD_URL,
  };
}

/** A demonstration in a folder of its own, on a free port: of the environment, only what finds the browser. */
export function readDemonstrationConfig(
  dataDir: string,
  environment: NodeJS.ProcessEnv = process.env,
): Config {
  const { PATH, CHROMIUM_PATH, CHROMIUM_SANDBOX, REDIS_SERVER_PATH } = environment;
  const kept = { PATH, CHROMIUM_PATH, CHROMIUM_SANDBOX, REDIS_SERVER_PATH };
  return readConfig({ ...kept, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' });
}

type Values = z.infer<z.ZodObject<typeof schema>>;

function contradictionsOf(values: Values): string[] {
  const faults: string[] = [];
  if (values.NATURE === 'production' && values.PUBLIC_URL === undefined) {
    faults.push(
      'PUBLIC_URL : cette variable est à définir en production. Attendu : l’adresse publique du service.',
    );
  }
  faults.push(
    ...mailContradictions(values),
    ...proConnectContradictions(values),
    ...keyContradictions(values, expected.TRUST_FILE),
    ...levelContradictions(values),
  );
  if (values.ROLES.length === 1 && values.REDIS_URL === undefined) {
    faults.push(
      'REDIS_URL : des rôles répartis sur plusieurs processus partagent un Redis. Attendu : son adresse redis://….',
    );
  }
  if (values.ROLES.length === 1 && values.SECRET === undefined) {
    faults.push(
      'SECRET : des rôles répartis sur plusieurs processus partagent un secret. Attendu : au moins 32 caractères.',
    );
  }
  return faults;
}
