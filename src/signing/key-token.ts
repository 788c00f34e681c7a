import { randomBytes, verify, X509Certificate } from 'node:crypto';
import { chainAbove, checkCertificates, keyRefusal, signingAlgorithmOf } from './key-checks.ts';
import type { KeyHolder, Mark } from './key-holder.ts';
import type { TokenHands } from './key-token-hands.ts';
import { createTokenProcess } from './key-token-process.ts';
import { readTokenAddress } from './token-address.ts';

interface Queued {
  hands: TokenHands;
  last: Promise<unknown>;
}

const deadlineMs = 30_000;

/**
 * The tokens (smart cards, HSM) of this installation, each library in a process of its own.
 * @param options.hands who touches a library: a process with a deadline unless told otherwise.
 */
export function createTokens(options: { hands?: () => TokenHands } = {}) {
  const { hands = () => createTokenProcess({ deadlineMs }) } = options;
  const modules = new Map<string, Queued>();

  function inTurn<Result>(loaded: Queued, work: () => Promise<Result>): Promise<Result> {
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
      const queued = modules.get(address.modulePath) ?? { hands: hands(), last: Promise.resolve() };
      modules.set(address.modulePath, queued);
      const sign = (toBeSigned: Uint8Array, withCertificates = false) => {
        const order = { address, pin: options.pin, toBeSigned, withCertificates };
        return inTurn(queued, () => queued.hands.sign(order));
      };
      const challenge = randomBytes(32);
      const { signature: answer, certificates } = await sign(challenge, true);
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
        sign: async (toBeSigned) => (await sign(toBeSigned)).signature,
      };
    },

    /** Lets the tokens go; a key that is asked to sign afterwards opens its session again. */
    async close(): Promise<void> {
      for (const queued of modules.values()) await inTurn(queued, () => queued.hands.close());
    },
  };
}

export type Tokens = ReturnType<typeof createTokens>;
