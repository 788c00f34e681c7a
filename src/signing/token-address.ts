import { keyRefusal } from './key-checks.ts';

/** Which key of which token, and the library that speaks to it. */
export interface TokenAddress {
  modulePath: string;
  token?: string;
  serial?: string;
  slot?: number;
  object?: string;
  id?: Buffer;
  /** How the token is named to people: its label, serial number or slot. */
  name: string;
}

const known = new Set(['token', 'serial', 'slot-id', 'object', 'id', 'type', 'module-path']);

/**
 * Reads `pkcs11:token=…;object=…?module-path=…` (RFC 7512). The token is told by `token`, `serial` or
 * `slot-id`, the key by `object` or `id`. The PIN does not belong in it.
 * @throws AppError `unavailable` (`token-uri`) on anything else.
 */
export function readTokenAddress(uri: string): TokenAddress {
  const [, path = '', query = ''] = /^pkcs11:([^?]*)\??(.*)$/.exec(uri) ?? [];
  const attributes = new Map<string, string>();
  for (const pair of [...path.split(';'), ...query.split('&')].filter((each) => each !== '')) {
    const [name = '', ...value] = pair.split('=');
    if (!known.has(name) || value.length !== 1 || attributes.has(name))
      throw keyRefusal('token-uri', 'pkcs11:');
    attributes.set(name, value[0]!);
  }
  const text = (name: string) => decoded(attributes.get(name))?.toString('utf8');
  const [modulePath, token, serial, object] = ['module-path', 'token', 'serial', 'object'].map(text);
  const slotText = text('slot-id');
  const id = decoded(attributes.get('id'));
  const name = token ?? serial ?? slotText;
  if (modulePath === undefined || name === undefined || !/^\d{0,10}$/.test(slotText ?? '')) {
    throw keyRefusal('token-uri', 'pkcs11:');
  }
  return {
    modulePath,
    name,
    ...(token !== undefined && { token }),
    ...(serial !== undefined && { serial }),
    ...(slotText !== undefined && { slot: Number(slotText) }),
    ...(object !== undefined && { object }),
    ...(id !== undefined && { id }),
  };
}

/** Percent-encoding down to bytes: an `id` is not text. */
function decoded(value: string | undefined): Buffer | undefined {
  if (value === undefined) return undefined;
  const binary = value.replace(/[^ -~]/g, encodeURIComponent);
  return Buffer.from(
    binary.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}
