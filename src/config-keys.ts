import { z } from 'zod';

const text = z.string().min(1).optional();
const tokenUri = z.string().startsWith('pkcs11:').optional();

const keyOwners = ['SIGNATORY', 'SEAL'] as const;

/** The variables of the two keys: the signatory's and the service's seal. Read by config.ts. */
export const keySchema = {
  SIGNATORY_KEY_FILE: text,
  SIGNATORY_TOKEN: tokenUri,
  SIGNATORY_CHAIN_FILE: text,
  SIGNATORY_KEY_PASSPHRASE: text,
  SIGNATORY_KEY_PASSPHRASE_FILE: text,
  SEAL_KEY_FILE: text,
  SEAL_TOKEN: tokenUri,
  SEAL_CHAIN_FILE: text,
  SEAL_KEY_PASSPHRASE: text,
  SEAL_KEY_PASSPHRASE_FILE: text,
};

type KeyName = keyof typeof keySchema;

/** What each of them expects, in French. */
export const keyExpected: Record<KeyName, string> = {
  SIGNATORY_KEY_FILE: fileOf('du signataire'),
  SIGNATORY_TOKEN: tokenOf('du signataire'),
  SIGNATORY_CHAIN_FILE: 'le chemin d’un fichier PEM : les certificats que le jeton ne contient pas',
  SIGNATORY_KEY_PASSPHRASE: 'la phrase secrète du fichier de clé, ou le code (PIN) du jeton',
  SIGNATORY_KEY_PASSPHRASE_FILE: 'le chemin d’un fichier qui ne contient que cette phrase ou ce code',
  SEAL_KEY_FILE: fileOf('du cachet'),
  SEAL_TOKEN: tokenOf('du cachet'),
  SEAL_CHAIN_FILE: 'le chemin d’un fichier PEM : les certificats que le jeton ne contient pas',
  SEAL_KEY_PASSPHRASE: 'la phrase secrète du fichier de clé, ou le code (PIN) du jeton',
  SEAL_KEY_PASSPHRASE_FILE: 'le chemin d’un fichier qui ne contient que cette phrase ou ce code',
};

/** Whose values no message shows. A token's address may hold a PIN that somebody wrongly put there. */
export const secretKeyNames: KeyName[] = keyOwners.flatMap((owner) => [
  `${owner}_KEY_PASSPHRASE` as const,
  `${owner}_TOKEN` as const,
]);

type KeyValues = { [Name in KeyName]?: string | undefined };

export type KeyConfig = ReturnType<typeof keyOf>;

/** Where one of the two keys is: in a file or on a token. */
export function keyOf(values: KeyValues, owner: (typeof keyOwners)[number]) {
  return {
    file: values[`${owner}_KEY_FILE`],
    token: values[`${owner}_TOKEN`],
    chainFile: values[`${owner}_CHAIN_FILE`],
    passphrase: values[`${owner}_KEY_PASSPHRASE`],
    passphraseFile: values[`${owner}_KEY_PASSPHRASE_FILE`],
  };
}

/** A production has each key in one place, and its roots; a demonstration makes its own. French sentences. */
export function keyContradictions(
  values: KeyValues & { NATURE: string; TRUST_FILE?: string | undefined },
  trustExpected: string,
): string[] {
  const faults: string[] = [];
  if (values.NATURE === 'demonstration') {
    const names = [...(Object.keys(keySchema) as KeyName[]), 'TRUST_FILE' as const];
    return names
      .filter((name) => values[name] !== undefined)
      .map(
        (name) =>
          `${name} : une démonstration fait ses propres clés. Retirez cette variable, ou employez NATURE=production.`,
      );
  }
  for (const owner of keyOwners) {
    const { file, token, passphrase, passphraseFile } = keyOf(values, owner);
    const name = `${owner}_KEY_FILE` as const;
    if (file === undefined && token === undefined) {
      faults.push(
        `${name} : cette variable est à définir en production, ou bien ${owner}_TOKEN. Attendu : ${keyExpected[name]}.`,
      );
    }
    if (file !== undefined && token !== undefined) {
      faults.push(
        `${owner}_TOKEN : une clé est dans un fichier ou sur un jeton, pas les deux. Retirez cette variable, ou ${name}.`,
      );
    }
    if (passphrase !== undefined && passphraseFile !== undefined) {
      faults.push(
        `${owner}_KEY_PASSPHRASE_FILE : la phrase secrète est déjà donnée. Retirez cette variable, ou ${owner}_KEY_PASSPHRASE.`,
      );
    }
  }
  if (values.TRUST_FILE === undefined) {
    faults.push(`TRUST_FILE : cette variable est à définir en production. Attendu : ${trustExpected}.`);
  }
  return faults;
}

function fileOf(whose: string): string {
  return `le chemin d’un fichier PKCS#12 (.p12, .pfx) ou PEM : la clé ${whose}, son certificat et ceux de sa chaîne`;
}

function tokenOf(whose: string): string {
  return `l’adresse de la clé ${whose} sur un jeton : pkcs11:token=NOM;object=CLÉ?module-path=/chemin/de/la/bibliothèque.so`;
}
