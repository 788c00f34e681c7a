import { expect } from 'chai';
import { createReturnPaths } from '../../src/mail/return-path.ts';

const secret = new Uint8Array(32).fill(7);
const envid = '6f0c2a52-5a53-4b0e-9f0e-0d3c5b1a7c11';
const pathsOf = (pattern: string) => createReturnPaths({ pattern, secret });

describe('the return path of a mail', () => {
  const paths = pathsOf('retours+*@service.example');

  it('names its delivery, the same at every attempt, within what a local part may hold', () => {
    const address = paths.addressOf(envid);
    expect(address).to.match(/^retours\+6f0c2a52-[0-9a-f-]+@service\.example$/);
    expect(address.indexOf('@')).to.be.at.most(64);
    expect(paths.addressOf(envid)).to.equal(address);
    expect(paths.envidOf(address)).to.equal(envid);
  });

  it('is read back whatever its capitals became on the way', () => {
    expect(paths.envidOf(paths.addressOf(envid).toUpperCase())).to.equal(envid);
  });

  it('is not read back when anything of it was made up', () => {
    const address = paths.addressOf(envid);
    const forged = [
      address.replace('6f0c', '6f0d'),
      address.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@')),
      address.replace('service', 'another'),
      address.replace('retours', 'retour'),
      address.replace(/-[0-9a-f]{12}@/, '@'),
      pathsOf('autres+*@service.example').addressOf(envid),
      createReturnPaths({ pattern: 'retours+*@service.example', secret: new Uint8Array(32) }).addressOf(
        envid,
      ),
      'circulaires@service.example',
      '',
      '*',
    ];
    for (const text of forged) expect(paths.envidOf(text), text).to.equal(undefined);
  });

  it('may be a whole domain, or carry the token before the name', () => {
    for (const pattern of ['*@retours.example', '*=retours@service.example', 'R.*.x@préfecture.example']) {
      const made = pathsOf(pattern);
      expect(made.envidOf(made.addressOf(envid)), pattern).to.equal(envid);
    }
    expect(pathsOf('*@préfecture.example').addressOf(envid)).to.match(/@xn--prfecture-c4a\.example$/);
  });

  it('is the same for all when the mailbox takes no token', () => {
    const plain = pathsOf('retours@service.example');
    expect(plain.addressOf(envid)).to.equal('retours@service.example');
    expect(plain.envidOf('retours@service.example')).to.equal(undefined);
  });

  it('has an address as its pattern, with one token before its @', () => {
    for (const pattern of [
      '',
      '*',
      'a@*.example',
      '*+*@a.example',
      'a*@b',
      'a b*@c.example',
      `${'a'.repeat(30)}*@b.example`,
    ])
      expect(() => pathsOf(pattern), pattern).to.throw('return path');
  });

  it('refuses an ENVID that an address cannot carry', () => {
    for (const odd of ['', 'A', 'a b', 'a@b', 'é', 'a'.repeat(60)])
      expect(() => paths.addressOf(odd), odd).to.throw('return path');
  });
});
