import { randomBytes, webcrypto } from 'node:crypto';
import {
  BitString,
  Integer,
  ObjectIdentifier,
  OctetString,
  PrintableString,
  Sequence,
  Set,
  Utf8String,
} from 'asn1js';
import * as pki from 'pkijs';

type CryptoKey = webcrypto.CryptoKey;
type CryptoKeyPair = webcrypto.CryptoKeyPair;

/** The attributes of an X.520 name that Estafette writes, in the order given. */
export type NamePart =
  'country' | 'organization' | 'organizationIdentifier' | 'commonName' | 'givenName' | 'surname';
export type DistinguishedName = Partial<Record<NamePart, string>>;

const nameOids: Record<NamePart, string> = {
  country: '2.5.4.6',
  organization: '2.5.4.10',
  organizationIdentifier: '2.5.4.97',
  commonName: '2.5.4.3',
  givenName: '2.5.4.42',
  surname: '2.5.4.4',
};

/** Bits of the keyUsage extension (RFC 5280, 4.2.1.3), first byte. */
const authorityUsage = 0b0000_0110; // keyCertSign, cRLSign
const signerUsage = 0b1100_0000; // digitalSignature, nonRepudiation

export interface Issuer {
  certificate: pki.Certificate;
  keys: CryptoKeyPair;
}

const keyKinds = {
  rsa: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 3072,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  p256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const;

/** A new key pair: RSA of 3072 bits, or the curve P-256. */
export async function generateKeys(kind: keyof typeof keyKinds): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(keyKinds[kind], true, ['sign', 'verify'])) as CryptoKeyPair;
}

/** The private key in PKCS#8, as PEM. */
export async function privateKeyPem(keys: CryptoKeyPair): Promise<string> {
  return pemOf('PRIVATE KEY', new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)));
}

export function certificatePem(certificate: pki.Certificate): string {
  return pemOf('CERTIFICATE', new Uint8Array(certificate.toSchema(true).toBER()));
}

/**
 * Issues a certificate (RFC 5280 profile): basicConstraints and keyUsage critical, subject and
 * authority key identifiers. `pathLength` makes it an authority, its absence a signer.
 * @param options.issuer absent for a self-signed root.
 */
export async function issueCertificate(options: {
  subject: DistinguishedName;
  keys: CryptoKeyPair;
  issuer?: Issuer;
  notBefore: Date;
  notAfter: Date;
  pathLength?: number;
  /** Where its issuer says whether it still holds, written in the certificate. */
  revocation?: { ocsp?: string; crl: string };
  /** Makes it a timestamp authority's: its only purpose, critical (RFC 3161, 2.3). */
  forTimestamps?: boolean;
}): Promise<pki.Certificate> {
  const certificate = new pki.Certificate({ version: 2, serialNumber: newSerialNumber() });
  const subject = nameOf(options.subject);
  certificate.subject = subject;
  certificate.issuer = options.issuer?.certificate.subject ?? subject;
  certificate.notBefore = timeOf(options.notBefore);
  certificate.notAfter = timeOf(options.notAfter);
  await certificate.subjectPublicKeyInfo.importKey(options.keys.publicKey as never);
  const ownId = await keyIdentifier(options.keys.publicKey);
  const issuerKeys = options.issuer?.keys ?? options.keys;
  const isAuthority = options.pathLength !== undefined;
  certificate.extensions = [
    extension(
      '2.5.29.19',
      true,
      new pki.BasicConstraints(
        isAuthority ? { cA: true, pathLenConstraint: options.pathLength! } : { cA: false },
      ),
    ),
    extension('2.5.29.15', true, keyUsage(isAuthority ? authorityUsage : signerUsage)),
    extension('2.5.29.14', false, new OctetString({ valueHex: ownId })),
    extension(
      '2.5.29.35',
      false,
      new pki.AuthorityKeyIdentifier({
        keyIdentifier: new OctetString({ valueHex: await keyIdentifier(issuerKeys.publicKey) }),
      }),
    ),
    ...furtherExtensions(options),
  ];
  await certificate.sign(issuerKeys.privateKey as never, 'SHA-256');
  return certificate;
}

function furtherExtensions(
  options: Pick<Parameters<typeof issueCertificate>[0], 'revocation' | 'forTimestamps'>,
): pki.Extension[] {
  const { revocation, forTimestamps } = options;
  const addressOf = (value: string) => new pki.GeneralName({ type: 6, value });
  const purposes = new pki.ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.8'] });
  const access = (address: string) =>
    new pki.InfoAccess({
      accessDescriptions: [
        new pki.AccessDescription({ accessMethod: '1.3.6.1.5.5.7.48.1', accessLocation: addressOf(address) }),
      ],
    });
  const points = (address: string) =>
    new pki.CRLDistributionPoints({
      distributionPoints: [new pki.DistributionPoint({ distributionPoint: [addressOf(address)] })],
    });
  return [
    ...(forTimestamps ? [extension('2.5.29.37', true, purposes)] : []),
    ...(revocation?.ocsp === undefined
      ? []
      : [extension('1.3.6.1.5.5.7.1.1', false, access(revocation.ocsp))]),
    ...(revocation === undefined ? [] : [extension('2.5.29.31', false, points(revocation.crl))]),
  ];
}

/** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5): two digits would mean 1950. */
export function timeOf(value: Date): pki.Time {
  return new pki.Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}

/** One set per attribute: pkijs alone would put them all into a single multi-valued one. */
function nameOf(name: DistinguishedName): pki.RelativeDistinguishedNames {
  const parts = (Object.entries(name) as [NamePart, string][]).map(([part, value]) => {
    const text = part === 'country' ? new PrintableString({ value }) : new Utf8String({ value });
    const pair = new Sequence({ value: [new ObjectIdentifier({ value: nameOids[part] }), text] });
    return new Set({ value: [pair] });
  });
  return pki.RelativeDistinguishedNames.fromBER(new Sequence({ value: parts }).toBER());
}

/** A positive number of 16 random bytes: not guessable, and never the same twice. */
function newSerialNumber(): Integer {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return new Integer({ valueHex: new Uint8Array(bytes).buffer });
}

async function keyIdentifier(publicKey: CryptoKey): Promise<ArrayBuffer> {
  const info = new pki.PublicKeyInfo();
  await info.importKey(publicKey as never);
  return webcrypto.subtle.digest('SHA-1', info.subjectPublicKey.valueBlock.valueHexView);
}

function keyUsage(bits: number): BitString {
  const unusedBits = Math.clz32(bits & -bits) === 31 ? 0 : 31 - Math.clz32(bits & -bits);
  return new BitString({ valueHex: new Uint8Array([bits]).buffer, unusedBits });
}

type Encodable = { toSchema(): { toBER(): ArrayBuffer } } | { toBER(): ArrayBuffer };

function extension(oid: string, critical: boolean, value: Encodable): pki.Extension {
  const encoded = 'toSchema' in value ? value.toSchema().toBER() : value.toBER();
  return new pki.Extension({ extnID: oid, critical, extnValue: encoded });
}

function pemOf(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
