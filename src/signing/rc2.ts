// RC2 (RFC 2268), to decrypt only: PKCS#12 files of the last century's making hide their certificates
// under forty bits of it, and today's OpenSSL no longer knows how to read them without a switch.

// The byte permutation of RFC 2268, section 2, drawn from the digits of pi.
const piTable = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);
const mixRounds = [5, 6, 5];
const rotations = [1, 2, 3, 5];
const blockBytes = 8;

/**
 * RC2-CBC decryption of a PKCS#12 `pbeWithSHA1And40BitRC2-CBC` text, its padding taken off.
 * @throws Error when the text is not whole blocks, or its padding is not one.
 */
export function decryptRc2(text: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  if (text.length === 0 || text.length % blockBytes !== 0) throw new Error('not whole blocks');
  const words = expandKey(key, key.length * 8);
  const plain = Buffer.alloc(text.length);
  let previous = iv;
  for (let at = 0; at < text.length; at += blockBytes) {
    const block = text.subarray(at, at + blockBytes);
    decryptBlock(block, words).forEach((byte, index) => {
      plain[at + index] = byte ^ previous[index]!;
    });
    previous = block;
  }
  const padding = plain.at(-1)!;
  const isPadding =
    padding >= 1 && padding <= blockBytes && plain.subarray(-padding).every((b) => b === padding);
  if (!isPadding) throw new Error('wrong padding');
  return plain.subarray(0, plain.length - padding);
}

/** Key expansion (RFC 2268, section 2): 64 words, of which `effectiveBits` bits are secret. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key);
  for (let i = key.length; i < 128; i++) bytes[i] = piTable[(bytes[i - 1]! + bytes[i - key.length]!) & 0xff]!;
  const effectiveBytes = Math.ceil(effectiveBits / 8);
  const mask = 0xff >> (8 * effectiveBytes - effectiveBits);
  bytes[128 - effectiveBytes] = piTable[bytes[128 - effectiveBytes]! & mask]!;
  for (let i = 127 - effectiveBytes; i >= 0; i--)
    bytes[i] = piTable[bytes[i + 1]! ^ bytes[i + effectiveBytes]!]!;
  return Uint16Array.from({ length: 64 }, (_, i) => bytes[2 * i]! | (bytes[2 * i + 1]! << 8));
}

/** One block (RFC 2268, section 4): mixing and mashing undone, from the last round to the first. */
function decryptBlock(block: Uint8Array, words: Uint16Array): Uint8Array {
  const r = Array.from({ length: 4 }, (_, i) => block[2 * i]! | (block[2 * i + 1]! << 8));
  let j = 63;
  mixRounds.forEach((rounds, pass) => {
    for (let round = 0; round < rounds; round++) {
      for (let i = 3; i >= 0; i--) {
        const turn = rotations[i]!;
        const [one, two, three] = [r[(i + 3) % 4]!, r[(i + 2) % 4]!, r[(i + 1) % 4]!];
        const turned = ((r[i]! >> turn) | (r[i]! << (16 - turn))) & 0xffff;
        r[i] = (turned - words[j--]! - (one & two) - (~one & three)) & 0xffff;
      }
    }
    if (pass === mixRounds.length - 1) return;
    for (let i = 3; i >= 0; i--) r[i] = (r[i]! - words[r[(i + 3) % 4]! & 63]!) & 0xffff;
  });
  return Uint8Array.from(r.flatMap((word) => [word & 0xff, word >> 8]));
}
