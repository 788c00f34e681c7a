import { findAnchor } from './certificate-chain.ts';
import type { ReadCertificate } from './certificates.ts';
import { derLength, readCms } from './cms-reading.ts';
import { readPdf } from './pdf-file.ts';
import { listSignatureFields, type SignatureField } from './signature-fields.ts';
import { readTimestampToken } from './timestamp-token.ts';
import type { Chain } from './validation-data.ts';

/** What a signed file's proof rests on, and until when the certificates let it hold by themselves. */
export interface Hold {
  until: Date;
  /** The chain of the last document timestamp; absent without any. */
  archive?: Chain;
  /** The chains of the signature's own timestamps, and of its signer. */
  services: Chain[];
  signer: Chain;
}

/**
 * What a file that Estafette signed, or accepted, rests on last; undefined without signature. Only where
 * it leads is looked at: whether the file holds is the verifier's business.
 * @throws Error on a file that cannot be read, and when no trusted root is reached.
 */
export async function findHold(
  pdf: Uint8Array,
  anchors: readonly ReadCertificate[],
): Promise<Hold | undefined> {
  const fields = listSignatureFields(await readPdf(pdf)).filter(({ contents }) => contents !== undefined);
  const isTimestamp = ({ subFilter }: SignatureField) => subFilter === 'ETSI.RFC3161';
  const lastOf = (kind: SignatureField[]) =>
    kind.toSorted((one, other) => endOf(one.byteRange) - endOf(other.byteRange)).at(-1)?.contents;
  const signature = lastOf(fields.filter((field) => !isTimestamp(field)));
  if (signature === undefined) return undefined;
  const hold = holdOfSignature(signature, anchors);
  const timestamp = lastOf(fields.filter(isTimestamp));
  if (timestamp === undefined) return hold;
  const archive = chainOfToken(timestamp.slice(0, derLength(timestamp)), anchors);
  return { ...hold, archive, until: endOfChain(archive) };
}

/** When the first certificate of a chain ends. */
export function endOfChain({ path, anchor }: Chain): Date {
  return new Date(Math.min(...[...path, anchor].map((each) => each.validTo.getTime())));
}

function holdOfSignature(contents: Uint8Array, anchors: readonly ReadCertificate[]): Hold {
  const cms = readCms(contents);
  if ('problem' in cms) throw new Error(cms.problem);
  const services = cms.timestampTokens.map((token) => chainOfToken(token, anchors));
  const { signer, others } = cms;
  const chain = chainOf({ signer, others, anchors, at: signer.validFrom });
  const until = services.length === 0 ? endOfChain(chain) : Math.max(...services.map(endOfEach));
  return { until: new Date(until), services, signer: chain };
}

function chainOfToken(token: Uint8Array, anchors: readonly ReadCertificate[]): Chain {
  const reading = readTimestampToken(token);
  if ('problem' in reading) throw new Error(reading.problem);
  return chainOf({ signer: reading.signer, others: reading.others, anchors, at: reading.at });
}

function chainOf(search: Parameters<typeof findAnchor>[0]): Chain {
  const found = findAnchor(search);
  if ('problem' in found) throw new Error(found.problem);
  return found;
}

function endOfEach(chain: Chain): number {
  return endOfChain(chain).getTime();
}

function endOf(range: readonly number[]): number {
  return (range[2] ?? 0) + (range[3] ?? 0);
}
