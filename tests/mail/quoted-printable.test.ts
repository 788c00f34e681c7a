import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { quotedPrintable } from '../../src/mail/quoted-printable.ts';

describe('quoted-printable', () => {
  /** What another implementation reads. */
  async function read(encoded: string): Promise<string> {
    const mail = await simpleParser(
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${encoded}\r\n`,
    );
    return (mail.text ?? '').replace(/\n$/, '');
  }

  const texts: Record<string, string> = {
    'accents and typographic signs': 'Préfecture de l’Ain, « accusé » — 12 %\nfin',
    'an equals sign, a tab, spaces at the end of a line': 'a=b\tc  \n\t\nd ',
    'characters of four bytes': '🏛️ bureau 𝒜 '.repeat(20),
    'a line of 5 000 letters': 'é'.repeat(2500) + 'a'.repeat(2500),
    'lines that begin with a dot': '.\n..\n.com\n' + 'a'.repeat(74) + '...' + 'b'.repeat(74) + '.',
    'an empty text': '',
  };

  for (const [name, text] of Object.entries(texts)) {
    it(`is read back as it was: ${name}`, async () => {
      const encoded = quotedPrintable(text);
      expect(await read(encoded)).to.equal(text);
      for (const line of encoded.split('\r\n')) {
        expect(line.length).to.be.at.most(76);
        expect(line).to.not.match(/^\.|[ \t]$|[^\x20-\x7e\t]/);
      }
    });
  }

  it('keeps a character’s bytes on one line', () => {
    for (const line of quotedPrintable('é'.repeat(100)).split('=\r\n')) {
      expect(line).to.match(/^(=C3=A9)*$/);
    }
  });

  it('gives the same whatever was encoded before', () => {
    const first = quotedPrintable('Préfecture');
    for (let index = 0; index < 5_000; index += 1) quotedPrintable(`ligne ${index}`);
    expect(quotedPrintable('Préfecture')).to.equal(first);
  });
});
