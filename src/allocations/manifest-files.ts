import type { ManifestFiles } from './annexes.ts';

/** What an office takes away to prove that its notification is one of an act's, with nobody's help. */
export const manifestFiles = ['manifeste.json', 'manifeste.p7s', 'manifeste.tst'] as const;

/** One of them: the hashes, the service's seal over them, their timestamp (absent without an authority). */
export function manifestFile(
  manifest: ManifestFiles | undefined,
  name: (typeof manifestFiles)[number],
): { bytes: Uint8Array; type: string } | undefined {
  if (manifest === undefined) return undefined;
  const { bytes, seal, timestampToken } = manifest;
  switch (name) {
    case 'manifeste.json':
      return { bytes, type: 'application/json' };
    case 'manifeste.p7s':
      return { bytes: seal, type: 'application/pkcs7-signature' };
    case 'manifeste.tst':
      return timestampToken && { bytes: timestampToken, type: 'application/timestamp-token' };
  }
}
