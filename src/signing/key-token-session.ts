import { createHash } from 'node:crypto';
import { Integer, Sequence } from 'asn1js';
import type { Handle, PKCS11, Template } from 'pkcs11js';
import { AppError } from '../kernel/errors.ts';
import { keyRefusal } from './key-checks.ts';
import type { TokenAddress } from './token-address.ts';

export type Pkcs11 = typeof import('pkcs11js');

/** A loaded PKCS#11 library, shared by all of its keys. */
export interface TokenModule {
  pkcs11: Pkcs11;
  library: PKCS11;
  /** Counts the library's lives: a handle of an earlier one may name another key in this one. */
  generation: number;
}

interface OpenKey {
  session: Handle;
  key: Handle;
  isRsa: boolean;
  generation: number;
}

const mostObjects = 100;

/** Ends the library's life: every session of it is gone, whichever key opened it. */
export function finalize(module: TokenModule): void {
  module.generation++;
  attempt(() => module.library.C_Finalize());
}

/** One key of one token: its session is opened at the first use, and again whenever the token was lost. */
export function createTokenKey(module: TokenModule, address: TokenAddress, pin: string | undefined) {
  const { pkcs11, library } = module;
  let open: OpenKey | undefined;
  let pinRefused: AppError | undefined;

  function openKey(): OpenKey {
    // A card blocks after three wrong PINs: one that was refused is never tried again.
    if (pinRefused !== undefined) throw pinRefused;
    attempt(() => library.C_Initialize()); // already done, when another key shares the module
    const slot = findSlot(library, address);
    const session = library.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION);
    try {
      logIn(session);
      return { session, ...findKey(session), generation: module.generation };
    } catch (error) {
      attempt(() => library.C_CloseSession(session));
      throw error;
    }
  }

  function logIn(session: Handle): void {
    try {
      if (pin !== undefined) library.C_Login(session, pkcs11.CKU_USER, pin);
    } catch (error) {
      const code = codeOf(error);
      if (code === pkcs11.CKR_USER_ALREADY_LOGGED_IN) return;
      const wrong = [pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_INVALID, pkcs11.CKR_PIN_LEN_RANGE];
      if (code === pkcs11.CKR_PIN_LOCKED) pinRefused = keyRefusal('token-pin-locked', address.name);
      if (code !== undefined && wrong.includes(code)) pinRefused = keyRefusal('token-pin', address.name);
      throw pinRefused ?? error;
    }
  }

  function findKey(session: Handle): Pick<OpenKey, 'key' | 'isRsa'> {
    const [key, ...others] = findObjects(session, [
      { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_PRIVATE_KEY },
      ...(address.object === undefined ? [] : [{ type: pkcs11.CKA_LABEL, value: address.object }]),
      ...(address.id === undefined ? [] : [{ type: pkcs11.CKA_ID, value: Buffer.from(address.id) }]),
    ]);
    // Without a PIN a token shows no private key at all: say the cause, not its effect.
    if (key === undefined && pin === undefined) throw keyRefusal('token-pin', address.name);
    if (key === undefined || others.length > 0) throw keyRefusal('token-key', address.name);
    const [type] = library.C_GetAttributeValue(session, key, [{ type: pkcs11.CKA_KEY_TYPE }]);
    const kind = Buffer.from(type?.value as Buffer).readUInt8(0);
    if (kind !== pkcs11.CKK_RSA && kind !== pkcs11.CKK_EC) throw keyRefusal('kind', address.name);
    return { key, isRsa: kind === pkcs11.CKK_RSA };
  }

  function findObjects(session: Handle, template: Template): Handle[] {
    library.C_FindObjectsInit(session, template);
    try {
      return library.C_FindObjects(session, mostObjects);
    } finally {
      library.C_FindObjectsFinal(session);
    }
  }

  async function signWith({ session, key, isRsa }: OpenKey, toBeSigned: Uint8Array): Promise<Buffer> {
    const mechanism = isRsa ? pkcs11.CKM_SHA256_RSA_PKCS : pkcs11.CKM_ECDSA;
    const input = isRsa ? Buffer.from(toBeSigned) : createHash('sha256').update(toBeSigned).digest();
    library.C_SignInit(session, { mechanism }, key);
    const signature = await library.C_SignAsync(session, input, Buffer.alloc(1024));
    return isRsa ? signature : derSignature(signature);
  }

  /** From nothing: a token taken out and put back is another one to the library. */
  function startAgain(): OpenKey {
    finalize(module);
    return openKey();
  }

  return {
    /** Throws AppError `unavailable` when the token does not come back. */
    async sign(toBeSigned: Uint8Array): Promise<Buffer> {
      try {
        try {
          if (open?.generation !== module.generation) open = openKey();
          return await signWith(open, toBeSigned);
        } catch (error) {
          if (pinRefused !== undefined) throw error;
          open = startAgain();
          return await signWith(open, toBeSigned);
        }
      } catch (cause) {
        open = undefined;
        if (cause instanceof AppError) throw cause;
        throw keyRefusal('token-failed', address.name, { cause, params: { reply: messageOf(cause) } });
      }
    },

    /** Every X.509 certificate that the token holds (DER); after a first signature. */
    listCertificates(): Buffer[] {
      const session = open?.session;
      if (session === undefined) return [];
      const found = findObjects(session, [
        { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_CERTIFICATE },
        { type: pkcs11.CKA_CERTIFICATE_TYPE, value: pkcs11.CKC_X_509 },
      ]);
      return found.map((object) => {
        const [value] = library.C_GetAttributeValue(session, object, [{ type: pkcs11.CKA_VALUE }]);
        return Buffer.from(value?.value as Buffer);
      });
    },
  };
}

function findSlot(library: PKCS11, address: TokenAddress): Handle {
  const slots = library.C_GetSlotList(true);
  const found = slots.find((slot) => {
    const { label, serialNumber } = library.C_GetTokenInfo(slot);
    return (
      (address.token === undefined || label.trim() === address.token) &&
      (address.serial === undefined || serialNumber.trim() === address.serial) &&
      (address.slot === undefined || slot.readUIntLE(0, 6) === address.slot)
    );
  });
  if (found === undefined) throw keyRefusal('token-absent', address.name);
  return found;
}

/** A token gives r and s side by side; a CMS carries an `ECDSA-Sig-Value` (RFC 3279, 2.2.3). */
function derSignature(raw: Buffer): Buffer {
  const half = raw.length / 2;
  const parts = [raw.subarray(0, half), raw.subarray(half)].map((part) => {
    const trimmed = part.subarray(
      Math.max(
        0,
        part.findIndex((byte) => byte !== 0),
      ),
    );
    const positive = trimmed[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), trimmed]) : trimmed;
    return new Integer({ valueHex: new Uint8Array(positive).buffer });
  });
  return Buffer.from(new Sequence({ value: parts }).toBER());
}

/** What may fail without any harm: the next step says whether it mattered. */
function attempt(work: () => unknown): void {
  try {
    work();
  } catch {
    // closed already, or initialised already
  }
}

function codeOf(error: unknown): number | undefined {
  return (error as { code?: number }).code;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
