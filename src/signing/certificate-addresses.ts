import * as pki from 'pkijs';
import type { ReadCertificate } from './certificates.ts';

const authorityInfoAccess = '1.3.6.1.5.5.7.1.1';
const ocspAccess = '1.3.6.1.5.5.7.48.1';
const crlDistributionPoints = '2.5.29.31';
const uriName = 6;
const mostAddresses = 4;

/** Where the certificate's issuer answers OCSP requests about it (RFC 5280, 4.2.2.1); http only. */
export function ocspAddresses(certificate: Pick<ReadCertificate, 'der'>): string[] {
  const access = extensionOf(certificate, authorityInfoAccess) as pki.InfoAccess | undefined;
  return httpOnly(
    (access?.accessDescriptions ?? [])
      .filter((each) => each.accessMethod === ocspAccess)
      .flatMap((each) => uriOf(each.accessLocation)),
  );
}

/** Where the revocation lists that may name the certificate are published (RFC 5280, 4.2.1.13); http only. */
export function crlAddresses(certificate: Pick<ReadCertificate, 'der'>): string[] {
  const points = extensionOf(certificate, crlDistributionPoints) as pki.CRLDistributionPoints | undefined;
  return httpOnly(
    (points?.distributionPoints ?? [])
      .filter((each) => each.reasons === undefined && each.cRLIssuer === undefined)
      .flatMap((each) => (each.distributionPoint === undefined ? [] : urisOf(each.distributionPoint))),
  );
}

/** The addresses that a distribution point's name holds. */
export function urisOf(name: pki.DistributionPointName): string[] {
  return Array.isArray(name) ? name.flatMap(uriOf) : [];
}

function uriOf(name: pki.GeneralName): string[] {
  return name.type === uriName && typeof name.value === 'string' ? [name.value] : [];
}

function httpOnly(addresses: string[]): string[] {
  return addresses
    .filter((each) => URL.canParse(each) && /^https?:$/.test(new URL(each).protocol))
    .slice(0, mostAddresses);
}

function extensionOf(certificate: Pick<ReadCertificate, 'der'>, oid: string): unknown {
  const parsed = pki.Certificate.fromBER(certificate.der);
  return parsed.extensions?.find((each) => each.extnID === oid)?.parsedValue;
}
