import { expect } from 'chai';
import { openKeys } from '../../src/compose-keys.ts';
import { readConfig } from '../../src/config.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createAuthority } from '../signing/authority.ts';
import { asFile, run, temporaryFolder } from '../signing/signed-files.ts';
import { createSoftToken } from '../signing/soft-token.ts';
import { runCli } from './run-cli.ts';

const messages = loadMessages('templates/messages');

describe('a production that starts with a key that is not right', function () {
  this.timeout(180_000);
  const authority = createAuthority();
  const issuing = authority.issue({
    extensions: 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign',
    subject: '/CN=Delivrance',
  });
  const [own, other] = [authority.issue({ under: issuing }), authority.issue({ under: issuing })];
  const sound = asFile(own.key + own.certificate + issuing.certificate);
  const base = {
    NATURE: 'production',
    DATA_DIR: temporaryFolder(),
    SMTP_URL: 'smtps://relais.example:465',
    PUBLIC_URL: 'https://estafette.example/',
    SECRET: 'un secret de quarante caractères ou plus, pour les essais',
    SIGNATORY_KEY_FILE: sound,
    SEAL_KEY_FILE: sound,
    TRUST_FILE: asFile(authority.root),
  };
  const pkcs12 = (passphrase: string): string => {
    const out = asFile('', 'cle.p12');
    const given = ['-inkey', asFile(own.key), '-in', asFile(own.certificate)];
    run('openssl', 'pkcs12', '-export', ...given, '-passout', `pass:${passphrase}`, '-out', out);
    return out;
  };
  const { SIGNATORY_KEY_FILE: _, ...withToken } = base;

  const faults: [string, () => Record<string, string>, RegExp][] = [
    [
      'a wrong passphrase',
      () => ({ ...base, SEAL_KEY_FILE: pkcs12('la bonne'), SEAL_KEY_PASSPHRASE: 'la mauvaise' }),
      /cle\.p12 n’est pas la bonne\. Corrigez/,
    ],
    [
      'a key that is not the certificate’s',
      () => ({ ...base, SIGNATORY_KEY_FILE: asFile(other.key + own.certificate, 'autre.pem') }),
      /autre\.pem n’est celle d’aucun des certificats/,
    ],
    [
      'a chain that is incomplete',
      () => ({ ...base, SIGNATORY_KEY_FILE: asFile(own.key + own.certificate, 'courte.pem') }),
      /courte\.pem est incomplète.*il manque le certificat de l’autorité «\u00a0Delivrance\u00a0»/,
    ],
    [
      'a token that is absent',
      () => ({ ...withToken, SIGNATORY_TOKEN: createSoftToken().uri('Carte du président', 'cle') }),
      /Le jeton de signature Carte du président est absent\. Branchez-le/,
    ],
  ];
  for (const [what, environment, sentence] of faults) {
    it(`is told ${what}, and what to do`, async () => {
      const opening = openKeys(readConfig(environment()), { now: () => new Date() });
      const error: unknown = await opening.catch((thrown: unknown) => thrown);
      if (!(error instanceof AppError)) throw error;
      expect(messages(error.messageKey ?? '', error.params)).to.match(sentence);
    });
  }

  it('does not start: the sentence is on its terminal, with no trace of the program', async () => {
    const environment = { ...base, SEAL_KEY_FILE: pkcs12('la bonne'), SEAL_KEY_PASSPHRASE: 'la mauvaise' };
    const { code, stderr } = await runCli(['start'], { environment });
    expect(code).to.equal(1);
    expect(stderr)
      .to.contain('cle.p12 n’est pas la bonne')
      .and.not.match(/la mauvaise|\n {4}at /);
  });
});
