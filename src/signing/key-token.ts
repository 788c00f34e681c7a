import { randomBytes, verify, X509Certificate } from 'node:crypto';
import { chainAbove, checkCertificates, keyRefusal, signingAlgorithmOf } from './key-checks.ts';
import type { KeyHolder, Mark } from './key-holder.ts';
import { createTokenKey, finalize, type Pkcs11, type TokenModule } from './key-token-session.ts';
import { readTokenAddress, type TokenAddress } from './token-address.ts';

interface QueuedModule extends TokenModule {
  last: Promise<unknown>;
}

/**
 * The tokens (smart cards, HSM) of this process. The native module is loaded only when the first one is
 * opened, so that an installation without tokens needs no compiler.
 */
export function createTokens() {
  const modules = new Map<string, QueuedModule>();

  function inTurn<Result>(loaded: QueuedModule, work: () => Promise<Result>): Promise<Result> {
    const turn = loaded.last.then(work);
    loaded.last = turn.catch(() => undefined);
    return turn;
  }

  return {
    /**
     * Opens the key of a token and tries it: what signs later is what signed a random text now.
     * @param options.uri RFC 7512; `pin` the user's; `extraCertificates` those that the token does not hold.
     * @throws AppError `unavailable`, with a sentence for each fault: see `KeyFault`.
     */
    async open<Of extends Mark>(options: {
      uri: string;
      mark: Of;
      pin: string | undefined;
      extraCertificates?: readonly Uint8Array[];
      rootsPem: string;
      at: Date;
    }): Promise<KeyHolder<Of>> {
      const address = readTokenAddress(options.uri);
      const pkcs11 = await loadLibrary(address.name);
      let loaded = modules.get(address.modulePath);
      if (loaded === undefined) {
        loaded = { pkcs11, library: loadModule(pkcs11, address), generation: 0, last: Promise.resolve() };
        modules.set(address.modulePath, loaded);
      }
      const module = loaded;
      const token = createTokenKey(module, address, options.pin);
      const challenge = randomBytes(32);
      const { answer, certificates } = await inTurn(module, async () => ({
        answer: await token.sign(challenge),
        certificates: token.listCertificates(),
      }));
      const known = [...certificates, ...(options.extraCertificates ?? [])];
      if (known.length === 0) throw keyRefusal('token-certificate', address.name);
      const own = known.find((der) =>
        verify('sha256', challenge, new X509Certificate(der).publicKey, answer),
      );
      if (own === undefined) throw keyRefusal('not-its-key', address.name);
      const held = { certificateDer: own, chainDer: chainAbove(own, known) };
      const algorithm = signingAlgorithmOf(own, address.name);
      checkCertificates(held, { where: address.name, rootsPem: options.rootsPem, at: options.at });
      return {
        mark: options.mark,
        algorithm,
        ...held,
        sign: (toBeSigned) => inTurn(module, () => token.sign(toBeSigned)),
      };
    },

    /** Lets the tokens go; a key that is asked to sign afterwards opens its session again. */
    async close(): Promise<void> {
      for (const loaded of modules.values()) {
        await inTurn(loaded, async () => finalize(loaded));
      }
    },
  };
}

export type Tokens = ReturnType<typeof createTokens>;

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
