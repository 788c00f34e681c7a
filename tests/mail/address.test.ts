import { expect } from 'chai';
import { readAddress } from '../../src/mail/mail.ts';
import { loadMessages } from '../../src/kernel/messages.ts';

/** The normal form, or the key of the refusal. */
function told(text: string): string {
  const read = readAddress(text);
  return read.ok ? read.value.address : (read.errors[0]?.key ?? '');
}

describe('an electronic address', () => {
  const taken: [written: string, kept: string][] = [
    ['circulaires@ain.example', 'circulaires@ain.example'],
    ["o'neil+mildeca_1@Ain.Example", "o'neil+mildeca_1@ain.example"],
    ['Circulaires@AIN.example', 'Circulaires@ain.example'],
    // Punycode from an implementation of its own: Python's 'idna' codec.
    ['contact@préfecture-réunion.example', 'contact@xn--prfecture-runion-cqbj.example'],
    ['contact@PRÉFECTURE-RÉUNION.example', 'contact@xn--prfecture-runion-cqbj.example'],
    ['contact@pre\u0301fecture-re\u0301union.example', 'contact@xn--prfecture-runion-cqbj.example'],
    ['préfet@ain.example', 'préfet@ain.example'],
    ['pre\u0301fet@ain.example', 'préfet@ain.example'],
    [`${'x'.repeat(64)}@ain.example`, `${'x'.repeat(64)}@ain.example`],
  ];
  for (const [written, kept] of taken) {
    it(`« ${written} » is kept as ${kept}`, () => expect(told(written)).to.equal(kept));
  }

  const refusals: Record<string, string[]> = {
    'mail.address.control-characters': [
      ...['a@b.example\r\nBcc: x@evil.example', 'a@b.example\n', 'a\0@b.example', 'a@b\u2028.example'],
      'a@b.example\t',
    ],
    'mail.address.comment': ['a(le préfet)@b.example', 'a@b.example (Ain)', '(a@b.example'],
    'mail.address.not-alone': [
      ...['Ain <a@b.example>', '<a@b.example>', 'a@b.example, c@d.example', 'a@b.example;c@d.example'],
      ...['mailto:a@b.example', 'a@b.example>'],
    ],
    'mail.address.quoted': ['"a b"@c.example', '"a"@c.example'],
    'mail.address.domain': [
      ...['a@', 'a@localhost', 'a@b..example', 'a@-b.example', 'a@b-.example', 'a@b_c.example'],
      ...['a@[192.0.2.1]', 'a@192.0.2.1', 'a@b.example.', `a@${'b'.repeat(64)}.example`, 'a@b c.example'],
      ...['a@b\u00ad.example', 'a@b%2e.example', 'a@xn--\u00e9.example'],
    ],
    'mail.address.invalid': [
      ...[
        '',
        'ain.example',
        '@b.example',
        'a b@c.example',
        ' a@b.example',
        'a@b@c.example',
        'a..b@c.example',
      ],
      ...['.a@c.example', 'a.@c.example', 'a\u200b@c.example', 'a\u202e@c.example', 'a\u00a0b@c.example'],
      ...['\ud800@c.example', 'a\\b@c.example'],
    ],
    'mail.address.too-long': [
      `${'x'.repeat(65)}@ain.example`,
      `${'é'.repeat(33)}@ain.example`,
      `abc@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.example`,
    ],
  };
  for (const [key, texts] of Object.entries(refusals)) {
    for (const text of texts) {
      it(`${JSON.stringify(text).slice(0, 60)} is refused: ${key}`, () => expect(told(text)).to.equal(key));
    }
  }

  it('each refusal has its sentence', () => {
    const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);
    for (const key of Object.keys(refusals)) expect(messages(key), key).to.match(/\. .+\.$|\u202f; .+\.$/);
  });

  it('needs SMTPUTF8 for letters before the @ only', () => {
    const needs = (text: string) => {
      const read = readAddress(text);
      return read.ok && read.value.needsSmtpUtf8;
    };
    expect(needs('préfet@ain.example')).to.equal(true);
    expect(needs('prefet@préfecture.example')).to.equal(false);
  });

  it('is the same mailbox however its capitals and its domain are written', () => {
    const mailbox = (text: string) => {
      const read = readAddress(text);
      return read.ok ? read.value.mailbox : undefined;
    };
    expect(mailbox('Contact@préfecture.example')).to.equal(mailbox('contact@XN--PRFECTURE-C4A.example'));
    expect(mailbox('contact@prefecture.example')).to.not.equal(mailbox('contact@préfecture.example'));
  });
});
