import { inflateSync } from 'node:zlib';
import { readCertificate, type ReadCertificate } from './certificates.ts';
import type { ReadablePdf } from './pdf-file.ts';
import { dictionaryOf, nameOf, resolve, type PdfValue } from './pdf-values.ts';
import { checkCrl } from './revocation-crl.ts';
import { checkOcspResponse } from './revocation-ocsp.ts';
import type { Revocation } from './verification-report.ts';

/** What a file carries to be verified later (the DSS of EN 319 142-1, 5.4.2); nothing here is checked yet. */
export interface Evidence {
  certificates: ReadCertificate[];
  ocspResponses: Uint8Array[];
  revocationLists: Uint8Array[];
}

const mostItems = 200;
const mostBytes = 20_000_000;

/** The document's validation data. What cannot be read is left out: it proves nothing. */
export function readEvidence(pdf: ReadablePdf): Evidence {
  const get = (reference: string) => pdf.get(reference);
  const dss = dictionaryOf(resolve(get, dictionaryOf(pdf.get(pdf.root))?.get('DSS')));
  const list = (name: string): Uint8Array[] => {
    const values = resolve(get, dss?.get(name));
    if (!Array.isArray(values)) return [];
    return values.slice(0, mostItems).flatMap((value) => streamOf(get, value) ?? []);
  };
  return {
    certificates: list('Certs').flatMap((der) => readable(der) ?? []),
    ocspResponses: list('OCSPs'),
    revocationLists: list('CRLs'),
  };
}

function readable(der: Uint8Array): ReadCertificate | undefined {
  try {
    return readCertificate(der);
  } catch {
    return undefined;
  }
}

/** A stream's bytes, stored plainly or deflated; other filters are not used for validation data. */
function streamOf(get: ReadablePdf['get'], value: PdfValue): Uint8Array | undefined {
  const stream = resolve(get, value);
  if (typeof stream !== 'object' || stream === null || !('data' in stream)) return undefined;
  const { data, dictionary } = stream;
  const filters = resolve(get, dictionary.get('Filter'));
  const names = (Array.isArray(filters) ? filters : [filters]).map((each) => nameOf(resolve(get, each)));
  if (data === undefined || dictionary.has('DecodeParms') || names.length > 1) return undefined;
  if (filters === null) return data;
  try {
    return names[0] === 'FlateDecode' ? inflateSync(data, { maxOutputLength: mostBytes }) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The status of a chain: revoked when one certificate was at the instant asked, good when an authority's
 * answer says so for each, unknown when an authority says that it does not know one of them.
 * @param path from the signer up, the anchor left out.
 */
export function revocationOf(
  path: readonly ReadCertificate[],
  anchor: ReadCertificate,
  evidence: Evidence,
  { at, now }: { at: Date; now: Date },
): Revocation {
  const statuses = path.map((certificate, index) => {
    const question = { certificate, issuer: path[index + 1] ?? anchor, at, now };
    const findings = [
      ...evidence.ocspResponses.map((response) => checkOcspResponse(response, question)),
      ...evidence.revocationLists.map((list) => checkCrl(list, question)),
    ].flatMap((finding) => ('status' in finding ? [finding.status] : []));
    return (['revoked', 'good', 'unknown'] as const).find((status) => findings.includes(status));
  });
  if (statuses.includes('revoked')) return 'revoked';
  if (statuses.every((status) => status === 'good')) return 'good';
  return statuses.includes('unknown') ? 'unknown' : 'not-checked';
}
