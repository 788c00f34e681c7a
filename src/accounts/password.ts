import { hash, verify } from '@node-rs/argon2';

// Argon2id is the library's default algorithm. OWASP's second choice of parameters: 19 MiB, two passes, one lane.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Argon2id hash, in PHC form (the salt and the parameters are inside). */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

// Of a password that nobody has: an unknown login takes as long as a wrong password.
const decoy = hash('no account has this password', parameters);

/** True when the password is the one of the hash; false, in the same time, when there is no hash. */
export async function passwordMatches(
  passwordHash: string | null | undefined,
  password: string,
): Promise<boolean> {
  const known = typeof passwordHash === 'string' && passwordHash !== '';
  const matches = await verify(known ? passwordHash : await decoy, password);
  return known && matches;
}
