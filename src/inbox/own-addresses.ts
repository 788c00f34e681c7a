import type { ReturnPaths } from '../mail/mail.ts';

export type OwnAddresses = ReturnType<typeof createOwnAddresses>;

/**
 * The addresses at which messages come back: those that notices are sent to (`pattern` has a * where the
 * mail's token stands, or none), and those that people write to.
 */
export function createOwnAddresses(options: {
  returnPaths: ReturnPaths | undefined;
  pattern: string | undefined;
  written: readonly string[];
}) {
  const { returnPaths, pattern = '' } = options;
  const [before = '', after] = pattern.toLowerCase().split('*');
  const written = new Set([...options.written, ...(after === undefined ? [pattern] : [])].map(lower));

  function isOfOurs(address: string): boolean {
    const own = lower(address);
    return (
      after !== undefined &&
      own.length > before.length + after.length &&
      own.startsWith(before) &&
      own.endsWith(after)
    );
  }

  return {
    isOfOurs,
    envidOf: (address: string): string | undefined => returnPaths?.envidOf(address),
    /** True for any address at which this service is written to. */
    has: (address: string): boolean => written.has(lower(address)) || isOfOurs(address),
  };
}

const lower = (address: string) => address.trim().toLowerCase();
