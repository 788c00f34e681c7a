import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../kernel/errors.ts';
import { readAddress } from './address.ts';

/** Where a token stands in a pattern. */
const place = '*';
const envidShape = /^[a-z0-9][a-z0-9-]{0,47}$/;
/** 48 bits: nobody forges a notice by trying, and the whole stays within a local part's 64 octets. */
const macLength = 12;

/**
 * The envelope's sender of each mail (VERP): a notice of failure comes back to an address that names its
 * delivery, even from a server that quotes neither ENVID nor Message-ID. `pattern` is an address with
 * one `*` in its local part (`retours+*@service.example`), or a plain address: then every mail has the
 * same one. `secret`: the installation's own; the token derives from it, nothing is stored.
 * Throws `AppError invalid` on a pattern that makes no address.
 */
export function createReturnPaths(options: { pattern: string; secret: Uint8Array }) {
  const [before = '', after, ...more] = options.pattern.split(place);
  const sample = readAddress(options.pattern.replace(place, `${'x'.repeat(36)}-${'x'.repeat(macLength)}`));
  if (!sample.ok || more.length > 0 || (after !== undefined && before.includes('@'))) {
    throw new AppError('invalid', 'mail: the return path is not an address with one * before its @', {
      messageKey: 'mail.return-path.invalid',
    });
  }
  const { domain, address } = sample.value;
  const suffix = after?.slice(0, after.indexOf('@')) ?? '';
  const tokenShape = new RegExp(`^(.+)-([0-9a-f]{${macLength}})$`);

  function macOf(envid: string): string {
    const whole = createHmac('sha256', options.secret).update(`return-path:${envid}`).digest('hex');
    return whole.slice(0, macLength);
  }

  return {
    /** The address to which a notice about this mail comes back. Throws `AppError invalid` on an ENVID of another shape. */
    addressOf(envid: string): string {
      if (after === undefined) return address;
      const local = `${before}${envid}-${macOf(envid)}${suffix}`;
      if (!envidShape.test(envid) || local.length > 64) {
        throw new AppError('invalid', 'mail: this envid makes no return path', {
          messageKey: 'mail.envid.invalid',
        });
      }
      return `${local}@${domain}`;
    },

    /** The ENVID that an address was made for; undefined when we did not make it. Capitals do not count. */
    envidOf(returnPath: string): string | undefined {
      const read = readAddress(returnPath.toLowerCase());
      if (after === undefined || !read.ok || read.value.domain !== domain) return undefined;
      const local = read.value.address.slice(0, -domain.length - 1);
      const head = before.toLowerCase();
      const tail = suffix.toLowerCase();
      if (!local.startsWith(head) || !local.endsWith(tail)) return undefined;
      const token = tokenShape.exec(local.slice(head.length, local.length - tail.length));
      const [, envid = '', mac = ''] = token ?? [];
      if (!envidShape.test(envid)) return undefined;
      return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(envid))) ? envid : undefined;
    },
  };
}

export type ReturnPaths = ReturnType<typeof createReturnPaths>;
