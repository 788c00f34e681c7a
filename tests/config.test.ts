import { expect } from 'chai';
import { ConfigError, readConfig } from '../src/config.ts';

function faultsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

const production = {
  NATURE: 'production',
  SMTP_URL: 'smtps://relais.example:465',
  PUBLIC_URL: 'https://estafette.example/',
  SIGNATORY_KEY_FILE: '/keys/signatory.pem',
  SEAL_KEY_FILE: '/keys/seal.pem',
  TRUST_FILE: '/keys/roots.pem',
};

describe('the configuration', () => {
  it('needs nothing for a demonstration', () => {
    const config = readConfig({});
    expect(config).to.include({ nature: 'demonstration', port: 3000, host: '127.0.0.1' });
    expect(config.roles).to.deep.equal(['web', 'worker']);
    expect(config.databaseUrl).to.match(/^sqlite:.*\/data\/estafette\.sqlite$/);
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', SMTP_URL: '' }).port).to.equal(3000);
  });

  for (const [name, value] of [
    ['PORT', 'abc'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PUBLIC_URL', 'estafette.example'],
    ['PUBLIC_URL', 'ftp://estafette.example'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['REDIS_URL', 'http://localhost'],
    ['SMTP_URL', 'localhost:25'],
    ['MAIL_FROM', 'personne'],
    ['SMTP_TLS', 'non'],
    ['MAIL_RETURN_PATH', 'retours+*'],
    ['MAIL_RETURN_PATH', '*+*@service.example'],
    ['DKIM_KEYS', 'cle.pem'],
    ['ROLES', 'web,chef'],
    ['LOG_LEVEL', 'bavard'],
    ['NATURE', 'essai'],
    ['SECRET', 'trop court'],
    ['CHROMIUM_SANDBOX', 'oui'],
  ] as const) {
    it(`says that ${name}=${value} is wrong, and what is expected`, () => {
      const [fault, ...others] = faultsOf({ [name]: value });
      expect(fault).to.match(new RegExp(`^${name} : .* ne convient pas\\. Attendu : .+\\.$`));
      expect(others).to.deep.equal([]);
    });
  }

  it('tells every wrong variable at once', () => {
    expect(faultsOf({ PORT: 'abc', ROLES: 'chef' })).to.have.lengthOf(2);
  });

  it('never repeats a secret', () => {
    const faults = faultsOf({ SECRET: 'court', DATABASE_URL: 'mysql://root:hunter2@db' }).join('\n');
    expect(faults).to.not.contain('court').and.not.contain('hunter2');
  });

  for (const url of ['smtp://relais.example:25', 'smtp://10.0.0.1:25', 'smtp://127.0.0.1.example:25']) {
    it(`lets no demonstration write through ${url}`, () => {
      expect(faultsOf({ SMTP_URL: url })[0]).to.contain('une démonstration n’écrit qu’à un serveur');
    });
  }

  for (const url of ['smtp://127.0.0.1:2525', 'smtp://localhost:2525', 'smtp://[::1]:2525']) {
    it(`lets a demonstration write through ${url}`, () => {
      expect(faultsOf({ SMTP_URL: url })).to.deep.equal([]);
    });
  }

  it('accepts a whole production', () => {
    expect(readConfig(production)).to.include({
      nature: 'production',
      publicUrl: 'https://estafette.example',
    });
  });

  for (const name of Object.keys(production).filter((key) => key !== 'NATURE')) {
    it(`lets no production start without ${name}`, () => {
      expect(faultsOf({ ...production, [name]: '' })[0]).to.match(new RegExp(`^${name} : .*production`));
    });
  }

  it('lets no demonstration use real keys', () => {
    expect(faultsOf({ SEAL_KEY_FILE: '/keys/seal.pem' })[0]).to.contain(
      'une démonstration fait ses propres clés',
    );
  });

  it('asks roles that are split to share a Redis and a secret', () => {
    expect(faultsOf({ ROLES: 'worker' }).map((fault) => fault.split(' ')[0])).to.deep.equal([
      'REDIS_URL',
      'SECRET',
    ]);
  });

  describe('of the mails', () => {
    it('requires TLS in production, even of the machine’s own server, unless it is told otherwise', () => {
      const local = { ...production, SMTP_URL: 'smtp://127.0.0.1:25' };
      expect(readConfig(local).smtpTls).to.equal('required');
      expect(readConfig({ ...local, SMTP_TLS: 'none' }).smtpTls).to.equal('none');
      expect(readConfig({}).smtpTls).to.equal(undefined);
    });

    for (const SMTP_TLS of ['none', 'when-offered']) {
      it(`lets nobody write to another machine with SMTP_TLS=${SMTP_TLS}`, () => {
        expect(faultsOf({ ...production, SMTP_TLS })[0]).to.contain('ne quittent cette machine que chiffrés');
      });
    }

    it('reads no mailbox of another machine in a demonstration, and none without a user and a password', () => {
      const IMAP_URL = 'imaps://retours:secret@imap.example/INBOX';
      expect(faultsOf({ IMAP_URL })[0]).to.contain('une démonstration ne lit qu’une boîte');
      expect(faultsOf({ IMAP_URL: 'imap://r:s@127.0.0.1:1143' })).to.deep.equal([]);
      expect(readConfig({ ...production, IMAP_URL }).imapUrl).to.equal(IMAP_URL);
      const [fault = ''] = faultsOf({ ...production, IMAP_URL: 'imaps://retours@imap.example' });
      expect(fault).to.contain('IMAP_URL : la valeur donnée').and.not.contain('retours@imap');
    });

    it('sends no notice to the address from which mails leave: it would come back among the returns', () => {
      const MAIL_NOTICE_TO = 'bureau@service.example';
      expect(readConfig({ ...production, MAIL_NOTICE_TO }).mailNoticeTo).to.equal(MAIL_NOTICE_TO);
      for (const name of ['MAIL_FROM', 'MAIL_REPLY_TO'])
        expect(faultsOf({ ...production, MAIL_NOTICE_TO, [name]: 'X <Bureau@service.example>' })[0])
          .to.contain('MAIL_NOTICE_TO')
          .and.contain('retours');
    });

    it('names each mail in its return path by default in a demonstration only', () => {
      expect(readConfig({}).mailReturnPath).to.equal('retours+*@estafette.example');
      expect(readConfig(production).mailReturnPath).to.equal(undefined);
      const MAIL_RETURN_PATH = 'retours+*@service.example';
      expect(readConfig({ ...production, MAIL_RETURN_PATH }).mailReturnPath).to.equal(MAIL_RETURN_PATH);
    });

    it('signs for the sender’s domain, or one above it, and no other', () => {
      const signed = {
        DKIM_KEYS: 's1:/keys/a.pem, s2:/keys/b.pem',
        MAIL_FROM: 'MILDECA <a@Lettres.Service.example>',
      };
      expect(readConfig(signed).dkim).to.deep.equal({
        domain: 'lettres.service.example',
        keys: [
          { selector: 's1', file: '/keys/a.pem' },
          { selector: 's2', file: '/keys/b.pem' },
        ],
      });
      expect(readConfig({ ...signed, DKIM_DOMAIN: 'service.example' }).dkim?.domain).to.equal(
        'service.example',
      );
      expect(faultsOf({ ...signed, DKIM_DOMAIN: 'vice.example' })[0]).to.contain('ne peut pas signer pour');
      expect(faultsOf({ DKIM_DOMAIN: 'estafette.example' })[0]).to.contain('ne sert à rien sans clé');
    });
  });

  const proConnect = {
    PROCONNECT_ISSUER: 'https://proconnect.example/api/v2',
    PROCONNECT_CLIENT_ID: 'estafette',
    PROCONNECT_CLIENT_SECRET: 'hunter2-hunter2',
  };

  it('knows ProConnect once it has where it is, who we are and our secret', () => {
    expect(readConfig({}).proConnect).to.equal(undefined);
    const given = { ...production, ...proConnect, PROCONNECT_ACR: 'one, two' };
    expect(readConfig(given).proConnect).to.deep.equal({
      ...{ issuer: 'https://proconnect.example/api/v2', clientId: 'estafette' },
      ...{ clientSecret: 'hunter2-hunter2', acrValues: ['one', 'two'] },
    });
  });

  it('wants the whole of ProConnect or nothing of it, and never repeats its secret', () => {
    const { PROCONNECT_CLIENT_SECRET } = proConnect;
    const faults = faultsOf({ PROCONNECT_CLIENT_SECRET });
    expect(faults.map((fault) => fault.split(' ')[0])).to.deep.equal([
      ...['PROCONNECT_ISSUER', 'PROCONNECT_CLIENT_ID'],
    ]);
    expect(faults.join()).to.not.contain('hunter2');
  });

  it('asks ProConnect in clear on the machine of a demonstration alone', () => {
    const local = { ...proConnect, PROCONNECT_ISSUER: 'http://127.0.0.1:4000' };
    expect(faultsOf(local)).to.deep.equal([]);
    for (const wrong of [
      { ...production, ...local },
      { ...proConnect, PROCONNECT_ISSUER: 'http://proconnect.example' },
    ])
      expect(faultsOf(wrong)[0]).to.contain('PROCONNECT_ISSUER : les identités ne voyagent que chiffrées');
  });
});
