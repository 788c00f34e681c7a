import { z } from 'zod';

/** Who ProConnect says a person is. It authenticates; no right ever follows from it. */
export interface ProConnectIdentity {
  /** The identity provider behind ProConnect. `sub` is its own: the key is the two together. */
  idpId: string;
  sub: string;
  givenName: string;
  usualName: string;
  email: string;
  /** False only when the identity provider says that nobody checked the address. */
  emailVerified: boolean;
  /** A hint, to be shown: it is unreliable, and decides nothing. */
  siret?: string;
  uid?: string;
  organizationLabel?: string;
  /** How the person was authenticated, in ProConnect's own words. */
  acr?: string;
  /** To be given back to ProConnect when the person leaves. Never logged. */
  idToken: string;
}

/** What is asked for: identity and nothing else. */
export const proConnectScopes =
  'openid given_name usual_name email uid siret idp_id organization_label' as const;

const tidy = (value: string) =>
  value
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trim()
    .slice(0, 200);
const line = z.string().transform(tidy).pipe(z.string().min(1));
// What only informs is left out when it is not what it should be: it keeps nobody outside.
const hint = z.union([z.string(), z.number()]).transform(String).pipe(line).optional().catch(undefined);

const userInfo = z.object({
  sub: z.string().min(1).max(500),
  idp_id: z.string().min(1).max(500),
  given_name: line,
  usual_name: line,
  email: z.email().max(200),
  email_verified: z.boolean().optional().catch(undefined),
  siret: hint,
  uid: hint,
  organization_label: hint,
});

/** The identity in what the userinfo endpoint answered; undefined when what names a person is missing. */
export function identityOf(
  answer: unknown,
  token: { acr: string | undefined; idToken: string },
): ProConnectIdentity | undefined {
  const parsed = userInfo.safeParse(answer);
  if (!parsed.success) return undefined;
  const { sub, idp_id, given_name, usual_name, email, email_verified, siret, uid } = parsed.data;
  const { organization_label } = parsed.data;
  return {
    idpId: idp_id,
    sub,
    givenName: given_name,
    usualName: usual_name,
    email,
    emailVerified: email_verified !== false,
    ...(siret === undefined ? {} : { siret }),
    ...(uid === undefined ? {} : { uid }),
    ...(organization_label === undefined ? {} : { organizationLabel: organization_label }),
    ...(token.acr === undefined ? {} : { acr: token.acr }),
    idToken: token.idToken,
  };
}

/**
 * Whether a person was authenticated well enough. What was asked for (`acr_values`) is a wish that a
 * server may ignore (OpenID Connect Core, 3.1.2.1): what it answered is what counts.
 */
export function isStrongEnough(accepted: readonly string[], acr: string | undefined): boolean {
  return accepted.length === 0 || (acr !== undefined && accepted.includes(acr));
}
