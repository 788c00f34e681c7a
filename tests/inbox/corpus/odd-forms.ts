import { deliveryReport, mail, type CorpusMessage, type Expected } from './corpus-message.ts';

const address = 'jean.exemple@prefecture.example';
const daemon = 'MAILER-DAEMON@relais.example';
type Odd = [Pick<CorpusMessage, 'server' | 'language' | 'name' | 'kind'>, Buffer, Expected[]?];

const text = (from: string, subject: string, body: string, more: Record<string, string> = {}) =>
  mail({ From: from, Subject: subject, 'Content-Type': 'text/plain; charset=utf-8', ...more }, body);
const status = `Reporting-MTA: dns; relais.example\n\nFinal-Recipient: rfc822; ${address}\nAction: failed\nStatus: 5.1.1\n`;

/** What the first forms of each server do not show: several recipients, names instead of addresses, gateways. */
const odd: Odd[] = [
  [
    { server: 'qmail', language: 'en', name: 'two recipients, each with its own reason', kind: 'failure' },
    text(
      daemon,
      'failure notice',
      `Hi. This is the qmail-send program at relais.example.\n\n<${address}>:\nNo mailbox of that name. (#5.1.1)\n\n<autre@prefecture.example>:\nuser is over quota\n`,
    ),
    [
      [address, 'failed', '5.1.1', true],
      ['autre@prefecture.example', 'failed', null, false],
    ],
  ],
  [
    {
      server: 'Exchange 2003',
      language: 'en',
      name: 'a name for a recipient: the address is beside the code',
      kind: 'failure',
    },
    text(
      'System Administrator <postmaster@exchange.example>',
      'Undeliverable: Instruction',
      `Your message did not reach some or all of the intended recipients.\n\nThe following recipient(s) could not be reached:\n\n      'Jean Exemple' on 07/12/2026 10:00\n            No such account.\n            <exchange.example #5.1.1 smtp;550 5.1.1 <${address}>... User unknown>\n`,
    ),
    [[address, 'failed', '5.1.1', true]],
  ],
  [
    {
      server: 'Exchange 2010',
      language: 'en',
      name: 'whom to write to for help is no recipient',
      kind: 'failure',
    },
    text(
      'postmaster@exchange.example',
      'Undeliverable: Instruction',
      `Delivery has failed to these recipients or groups:\n\n${address}\n550 5.1.1 not found\n\nFor help, write to:\n\nhelpdesk@exchange.example\n`,
    ),
    [[address, 'failed', '5.1.1', true]],
  ],
  [
    { server: 'Courier', language: 'en', name: 'a delay, signed by nobody', kind: 'delay' },
    text(
      '"Courier mail server at relais.example" <@>',
      'WARNING: delayed mail',
      `running the Courier mail server.\n\n   DELAYED MAIL\n\nIt has not been delivered yet:\n\n<${address}>:\n     mx.example [192.0.2.1]:\n>>> RCPT TO:<${address}>\n<<< 450 busy\n`,
    ),
    [[address, 'delayed', null, false]],
  ],
  [
    { server: 'GroupWise', language: 'en', name: 'a reason in brackets', kind: 'failure' },
    text(
      'Mailer-Daemon@groupwise.example',
      'Mail System Error - Returned Mail',
      `The message that you sent was undeliverable to the following:\n\t${address} (user unknown)\n`,
    ),
    [[address, 'failed', null, true]],
  ],
  [
    { server: 'Barracuda', language: 'en', name: 'a filter, with no code at all', kind: 'failure' },
    text(
      'postmaster@filtre.example',
      'Message you sent blocked by our bulk email filter',
      `Your message to: ${address}\nwas blocked by our Spam Firewall.\n`,
    ),
    [[address, 'failed', null, true]],
  ],
  [
    { server: 'a relay', language: 'en', name: "a report whose machine's part became text", kind: 'failure' },
    text(daemon, 'Undelivered Mail', `A report follows.\n\n${status}`),
    [[address, 'failed', '5.1.1', true]],
  ],
  [
    { server: 'a relay', language: 'fr', name: 'un rapport en base64', kind: 'failure' },
    Buffer.from(
      deliveryReport({ From: daemon, Subject: 'Non remis' }, { note: 'Voir la suite.', groups: ['REPORT'] })
        .toString()
        .replace(
          'message/delivery-status\r\n',
          'message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n',
        )
        .replace('REPORT', Buffer.from(status).toString('base64')),
    ),
    [[address, 'failed', '5.1.1', true]],
  ],
  [
    {
      server: 'Outlook',
      language: 'fr',
      name: 'un accusé de lecture sans partie pour les machines',
      kind: 'read-receipt',
    },
    text(
      `Jean Exemple <${address}>`,
      'Lu : Instruction',
      'Votre message a été lu le lundi 7 décembre 2026.\n',
    ),
    [[address, 'displayed', null, false]],
  ],
  [
    {
      server: 'a filter',
      language: 'fr',
      name: 'une demande d’authentification : une personne doit agir',
      kind: 'unclassified',
    },
    text(
      `Jean Exemple <${address}>`,
      'Instruction',
      'Bonjour,\n\nMerci de vous authentifier par le lien qui suit afin que votre message soit remis.\n',
      {
        'Auto-Submitted': 'auto-replied',
      },
    ),
  ],
];

export const oddForms: CorpusMessage[] = odd.map(([about, source, recipients]) => ({
  ...about,
  source,
  ...(recipients === undefined ? {} : { recipients }),
}));
