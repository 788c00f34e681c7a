import { expect } from 'chai';
import { checkCrl } from '../../src/signing/revocation-crl.ts';
import { issueCrl } from '../../src/signing/demonstration-revocation.ts';
import { asFile, run } from './signed-files.ts';
import { demonstrationParty } from './trusted-signing.ts';

describe('a revocation list of the demonstration', function () {
  this.timeout(180_000);

  it('writes the years after 2049 with four digits, as RFC 5280 wants (5.1.2.4)', async () => {
    const issuing = await demonstrationParty('issuing');
    const { certificate } = await demonstrationParty('signatory');
    const revoked = new Map([[certificate.serialNumber, new Date('2051-02-03T04:05:06Z')]]);
    const at = new Date('2051-03-01T00:00:00Z');
    const list = await issueCrl(issuing, revoked, at);
    const said = run('openssl', 'crl', '-inform', 'DER', '-in', asFile(list), '-noout', '-text');
    expect(said).to.match(/Last Update: Mar {2}1 00:00:00 2051/);
    expect(said).to.match(/Next Update: Mar {2}8 00:00:00 2051/);
    expect(said).to.match(/Revocation Date: Feb {2}3 04:05:06 2051/);
    const structure = run('openssl', 'asn1parse', '-inform', 'DER', '-in', asFile(list));
    expect(structure).to.contain('GENERALIZEDTIME').and.not.to.contain('UTCTIME');
    const question = { certificate, issuer: issuing.certificate, at, now: at };
    expect(checkCrl(list, question)).to.deep.include({ status: 'revoked' });
    const before = { ...question, at: new Date('2051-01-01T00:00:00Z') };
    expect(checkCrl(list, before)).to.deep.include({ status: 'good' });
  });
});
