import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/**
 * Keeps short texts encrypted in the database: AES-256-GCM, under a key derived (HKDF, RFC 5869) from the
 * installation's secret for one purpose alone. Who reads a copy of the database reads none of them.
 */
export function createSecretBox(options: { secret: string; purpose: string }) {
  const key = Buffer.from(hkdfSync('sha256', options.secret, '', `estafette ${options.purpose}`, 32));
  return {
    /** Gives base64url of iv, tag and cipher. `context` (a row's key) has to be given again to open. */
    close(text: string, context: string): string {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
      const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), closed]).toString('base64url');
    },
    /** Throws when the text was altered, moved to another row, or closed under another secret. */
    open(sealed: string, context: string): string {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}

export type SecretBox = ReturnType<typeof createSecretBox>;
