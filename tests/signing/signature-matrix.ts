import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { readPem } from '../../src/signing/certificate-chain.ts';
import { openKeyFile } from '../../src/signing/key-file.ts';
import { createMemoryKeyHolder, type KeyHolder } from '../../src/signing/key-holder.ts';
import { createTokens } from '../../src/signing/key-token.ts';
import { levels, reaches, type Level } from '../../src/signing/level.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { createVerification } from '../../src/signing/verification.ts';
import { createAuthority } from './authority.ts';
import { everyToolAccepts } from './every-tool.ts';
import { asFile, demonstrationKeys, letter, run, temporaryFolder } from './signed-files.ts';
import { createSoftToken, pin } from './soft-token.ts';
import { demonstrationExchange, demonstrationParty } from './trusted-signing.ts';

const places = ['PKCS#12', 'PKCS#11', 'outside'] as const;
const kinds = ['rsa:3072', 'rsa:4096', 'ec'] as const;
const passphrase = 'phrase';
const token = 'Matrice';

export interface MatrixCase {
  place: (typeof places)[number];
  kind: (typeof kinds)[number];
  level: Level;
  signatures: 1 | 2;
}

/** Every level, with every key in every place it may be, for one signature and for two. */
export const matrixCases: readonly MatrixCase[] = places.flatMap((place) =>
  kinds.flatMap((kind) =>
    levels.flatMap((level) => ([1, 2] as const).map((signatures) => ({ place, kind, level, signatures }))),
  ),
);

export const nameOf = ({ place, kind, level, signatures }: MatrixCase) =>
  `${place}, ${kind}, ${level}, ${signatures === 1 ? 'one signature' : 'a signature and a seal'}`;

/** Keys of a person, made and certified by openssl under the demonstration's authority, which has services. */
export async function openMatrix() {
  const clock = { now: () => new Date() };
  const { authority, seal, rootPem } = await demonstrationKeys();
  if (authority === undefined) throw new Error('these keys have no services');
  // By the real clock: the certificates that openssl makes begin now.
  const exchange = await demonstrationExchange({ clock });
  const issuing = await demonstrationParty('issuing');
  const under = { certificate: issuing.certificate.x509.toString(), key: issuing.keyPem };
  const { issue } = createAuthority();
  const soft = createSoftToken();
  soft.addToken(token);
  const tokens = createTokens();
  const pairs = new Map<string, ReturnType<typeof issue>>();
  const uris = new Map<string, string>();

  /** Made when a case asks for it: the greater keys take a while. */
  function pairOf(kind: MatrixCase['kind']): ReturnType<typeof issue> {
    const pair =
      pairs.get(kind) ??
      issue({
        algorithm: kind,
        under,
        subject: '/GN=Camille/SN=Roy/CN=Camille Roy',
        extensions:
          'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n' +
          'crlDistributionPoints=URI:http://autorite.estafette.invalid/liste.crl',
      });
    pairs.set(kind, pair);
    return pair;
  }

  function uriOf(kind: MatrixCase['kind']): string {
    const known = uris.get(kind);
    if (known !== undefined) return known;
    const object = kind.replace(':', '-');
    soft.addKey(token, object, `0${uris.size + 1}`, pairOf(kind));
    uris.set(kind, soft.uri(token, object));
    return soft.uri(token, object);
  }

  async function holderOf({ place, kind }: MatrixCase): Promise<KeyHolder<'signature'>> {
    const pair = pairOf(kind);
    const mark = 'signature' as const;
    const trusted = { mark, rootsPem: rootPem, at: clock.now() };
    const chainDer = [issuing.certificate.der];
    if (place === 'PKCS#11') {
      return tokens.open({ ...trusted, uri: uriOf(kind), pin, extraCertificates: chainDer });
    }
    if (place === 'outside') {
      const privateKeyPem = createPrivateKey(pair.key).export({ type: 'pkcs8', format: 'pem' }) as string;
      const certificateDer = readPem(pair.certificate)[0]!.der;
      return createMemoryKeyHolder({ mark, privateKeyPem, certificateDer, chainDer });
    }
    const path = join(temporaryFolder(), 'key.p12');
    const given = ['-inkey', asFile(pair.key), '-in', asFile(pair.certificate)];
    const above = ['-certfile', asFile(under.certificate), '-passout', `pass:${passphrase}`];
    run('openssl', 'pkcs12', '-export', ...given, ...above, '-out', path);
    return openKeyFile({ ...trusted, path, passphrase });
  }

  return {
    close: () => tokens.close(),
    /** Signs as the case says and holds the file against every tool. Throws an AssertionError on a refusal. */
    async check(one: MatrixCase): Promise<void> {
      const signatory = await holderOf(one);
      const services = { ...authority, exchange, asked: one.level, onFailure: 'refuse' as const };
      const room = createSigning({ clock, signatory, seal, trust: rootPem, services, log: silentLog });
      const frozen = await letter();
      const said = { signatoryName: 'Camille Roy', reason: 'Instruction' };
      const basic = { holder: signatory, signerName: 'Camille Roy', reason: 'Instruction', at: clock.now() };
      const act =
        one.place === 'outside'
          ? await room.raise(await signPdf(frozen, basic), { level: 'B-B', at: clock.now() })
          : await room.signAct(frozen, said);
      expect(reaches(act.level, one.level), act.level).to.equal(true);
      const { pdf } = one.signatures === 1 ? act : await room.seal(act.pdf, { reason: 'Cachet' });
      expect(Buffer.from(pdf.subarray(0, frozen.length)).equals(frozen)).to.equal(true);
      expect((await everyToolAccepts(pdf)).signatures).to.equal(one.signatures);
      const report = await createVerification({ rootsPem: rootPem, clock }).verify(pdf);
      expect([report.valid, report.problems]).to.deep.equal([true, []]);
      const found = report.signatures.filter(({ kind }) => kind !== 'timestamp');
      expect(found.map(({ kind }) => kind)).to.deep.equal(['signature', 'seal'].slice(0, one.signatures));
      for (const { level } of found) expect(reaches(level ?? 'B-B', one.level), `${level}`).to.equal(true);
    },
  };
}
