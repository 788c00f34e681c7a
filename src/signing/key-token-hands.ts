import { keyRefusal } from './key-checks.ts';
import { createTokenKey, finalize, type Pkcs11, type TokenModule } from './key-token-session.ts';
import type { TokenAddress } from './token-address.ts';

/** One signature by one key of a token. */
export interface TokenOrder {
  address: TokenAddress;
  pin: string | undefined;
  toBeSigned: Uint8Array;
  /** Asked at the opening, to find which certificate is the key's. */
  withCertificates: boolean;
}

export interface TokenAnswer {
  signature: Uint8Array;
  /** Every X.509 certificate of the token (DER), when asked. */
  certificates: Uint8Array[];
}

/** Who touches a token's library. One order at a time: a session holds one operation. */
export interface TokenHands {
  /** @throws AppError `unavailable`, with a sentence for each fault: see `KeyFault`. */
  sign(order: TokenOrder): Promise<TokenAnswer>;
  /** Lets the token go. */
  close(): Promise<void>;
}

/**
 * Hands in this very process, for one library. The native module is loaded only at the first order, so
 * that an installation without tokens needs no compiler.
 */
export function createTokenHands(): TokenHands {
  let module: TokenModule | undefined;
  const keys = new Map<string, ReturnType<typeof createTokenKey>>();
  return {
    async sign({ address, pin, toBeSigned, withCertificates }) {
      const pkcs11 = await loadLibrary(address.name);
      module ??= { pkcs11, library: loadModule(pkcs11, address), generation: 0 };
      const named = JSON.stringify([address, pin]);
      const key = keys.get(named) ?? createTokenKey(module, address, pin);
      keys.set(named, key);
      const signature = await key.sign(toBeSigned);
      return { signature, certificates: withCertificates ? key.listCertificates() : [] };
    },
    async close() {
      if (module !== undefined) finalize(module);
    },
  };
}

async function loadLibrary(name: string): Promise<Pkcs11> {
  try {
    const imported = (await import('pkcs11js')) as Pkcs11 & { default?: Pkcs11 };
    return imported.default ?? imported;
  } catch (cause) {
    throw keyRefusal('token-not-installed', name, { cause });
  }
}

function loadModule(pkcs11: Pkcs11, { modulePath, name }: TokenAddress): TokenModule['library'] {
  const library = new pkcs11.PKCS11();
  try {
    library.load(modulePath);
  } catch (cause) {
    throw keyRefusal('token-module', name, { cause, params: { module: modulePath } });
  }
  return library;
}
