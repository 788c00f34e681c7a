import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../kernel/errors.ts';
import { readAddress } from './address.ts';
import { fieldsOf, relaxedBody, relaxedField } from './dkim-canonical.ts';
import type { AssembledMessage } from './message.ts';

/** One key under the name by which verifiers find its public half in the DNS. */
export interface DkimKeyFile {
  selector: string;
  /** A PKCS#8 or PKCS#1 private key, not encrypted: RSA of 2048 bits or more, or Ed25519. */
  pem: string;
}

interface DkimKey {
  selector: string;
  algorithm: 'rsa-sha256' | 'ed25519-sha256';
  key: KeyObject;
}

/** What is signed. Each is named once more than it stands there, so that none can be added (RFC 6376, 8.15). */
const signedFields = [
  ...['from', 'to', 'reply-to', 'subject', 'date', 'message-id'],
  ...['mime-version', 'content-type', 'content-language', 'auto-submitted'],
];
const selectorShape = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const shortestRsa = 2048;

// The callback's form works outside of the event loop: an RSA signature takes it about a millisecond.
const signAside = promisify(sign);

/**
 * Signs mails (RFC 6376; RFC 8463 for Ed25519) for `domain`, once per key, canonicalised relaxed/relaxed.
 * No time is written (t=): a verifier whose clock is late would refuse the mail, and Date is signed.
 * Throws `AppError unavailable`, with a sentence, on a key that is not fit or a name that is not one.
 */
export function createDkimSigner(options: { domain: string; keys: readonly DkimKeyFile[] }) {
  const read = readAddress(`dkim@${options.domain}`);
  if (!read.ok) throw unfit('domain', { domain: options.domain });
  const { domain } = read.value;
  const keys = options.keys.map(readKey);

  async function signatureOf(message: { fields: Map<string, string[]>; bodyHash: string }, key: DkimKey) {
    const names = signedFields.flatMap((name) => {
      const count = message.fields.get(name)?.length ?? 0;
      return Array<string>(count + 1).fill(name);
    });
    const unsigned =
      `DKIM-Signature: v=1; a=${key.algorithm}; c=relaxed/relaxed; d=${domain};\r\n` +
      ` s=${key.selector};\r\n` +
      ` h=${names
        .join(':')
        .replace(/(.{1,70})(?::|$)/g, '$1:\r\n  ')
        .replace(/:\r\n {2}$/, ';')}\r\n` +
      ` bh=${message.bodyHash};\r\n b=`;
    const signed = signedFields.flatMap((name) => message.fields.get(name) ?? []);
    const toSign = Buffer.from([...signed, relaxedField(unsigned)].join('\r\n'));
    const signature =
      key.algorithm === 'rsa-sha256'
        ? await signAside('sha256', toSign, key.key)
        : await signAside(null, createHash('sha256').update(toSign).digest(), key.key);
    return `${unsigned}${signature.toString('base64').replace(/(.{72})(?=.)/g, '$1\r\n ')}\r\n`;
  }

  return {
    /** The fields to put before the message's own, each with its CRLF: one signature per key. */
    async fieldsFor(message: AssembledMessage): Promise<string> {
      const hash = createHash('sha256');
      for (const piece of message.body) hash.update(relaxedBody(piece));
      const fields = fieldsOf(message.headers);
      const bodyHash = hash.digest('base64');
      const signatures = keys.map((key) => signatureOf({ fields, bodyHash }, key));
      return (await Promise.all(signatures)).join('');
    },
  };
}

export type DkimSigner = ReturnType<typeof createDkimSigner>;

function readKey({ selector, pem }: DkimKeyFile): DkimKey {
  if (!selectorShape.test(selector)) throw unfit('selector', { selector });
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw unfit('unreadable', { selector }, cause);
  }
  if (key.asymmetricKeyType === 'ed25519') return { selector, algorithm: 'ed25519-sha256', key };
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < shortestRsa) throw unfit('weak', { selector });
  return { selector, algorithm: 'rsa-sha256', key };
}

function unfit(why: string, params: Record<string, string>, cause?: unknown): AppError {
  return new AppError('unavailable', `mail: the DKIM configuration is not fit (${why})`, {
    cause,
    messageKey: `mail.dkim.${why}`,
    params,
  });
}
