import { Secret, TOTP } from 'otpauth';

// What every authenticator application understands: SHA-1, six digits, thirty seconds (RFC 6238).
const settings = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
// One step on either side: telephones and people are never quite on time (RFC 6238, 5.2).
const window = 1;

/** A new secret of 160 bits, in Base32 as applications type it. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the QR code holds: `otpauth://totp/…`. */
export function totpAddress(secret: string, account: { service: string; login: string }): string {
  return new TOTP({ ...settings, issuer: account.service, label: account.login, secret }).toString();
}

/** The time step that a code belongs to; undefined when it belongs to none around this instant. */
export function stepOfCode(secret: string, code: string, at: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const timestamp = at.getTime();
  const delta = TOTP.validate({
    ...settings,
    window,
    timestamp,
    token: code,
    secret: Secret.fromBase32(secret),
  });
  return delta === null ? undefined : TOTP.counter({ period: settings.period, timestamp }) + delta;
}
