import { createDirectAccess, createTokens } from './direct-access/direct-access.ts';

/** What programs read, and the tokens that they read with. */
export function openDirectAccess(
  deps: Parameters<typeof createTokens>[0] & Parameters<typeof createDirectAccess>[0],
) {
  return { tokens: createTokens(deps), access: createDirectAccess(deps) };
}
