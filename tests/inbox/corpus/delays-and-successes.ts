import {
  deliveryReport,
  mail,
  original,
  returnPath,
  type CorpusMessage,
  type Expected,
} from './corpus-message.ts';

const address = 'cabinet@prefecture.example';
const from = 'MAILER-DAEMON@relais.example';

function report(
  about: Pick<CorpusMessage, 'server' | 'language' | 'name' | 'kind'>,
  groups: string[],
  recipients: Expected[],
): CorpusMessage {
  const fields = { From: from, Subject: 'Delivery Status Notification', 'Auto-Submitted': 'auto-replied' };
  const source = deliveryReport(fields, {
    note: 'Voir la suite.',
    groups: ['Reporting-MTA: dns; relais.example', ...groups],
  });
  return { ...about, source, recipients };
}

const group = (action: string, status: string, more = '', to = address) =>
  `Final-Recipient: rfc822; ${to}\nAction: ${action}\nStatus: ${status}${more}`;

const reports: CorpusMessage[] = [
  report(
    { server: 'Postfix', language: 'en', name: 'a delay', kind: 'delay' },
    [
      group(
        'delayed',
        '4.4.1',
        '\nDiagnostic-Code: X-Postfix; connect to mx.example[192.0.2.1]:25: timed out\nWill-Retry-Until: Sat, 12 Dec 2026 09:00:00 +0100',
      ),
    ],
    [[address, 'delayed', '4.4.1', false]],
  ),
  report(
    { server: 'Exchange', language: 'fr', name: 'une remise retardée', kind: 'delay' },
    [group('delayed', '4.4.7', '\nDiagnostic-Code: smtp;400 4.4.7 La remise du message est retardée')],
    [[address, 'delayed', '4.4.7', false]],
  ),
  report(
    { server: 'Exim', language: 'en', name: 'a full mailbox that is tried again', kind: 'delay' },
    [group('delayed', '4.2.2', '\nDiagnostic-Code: smtp; 452 4.2.2 mailbox full')],
    [[address, 'delayed', '4.2.2', false]],
  ),
  report(
    { server: 'Exchange', language: 'en', name: 'an expiry', kind: 'failure' },
    [group('failed', '5.4.7', '\nDiagnostic-Code: smtp;550 5.4.7 QUEUE.Expired; message expired')],
    [[address, 'failed', '5.4.7', true]],
  ),
  report(
    { server: 'Postfix', language: 'en', name: 'a success', kind: 'success' },
    [group('delivered', '2.0.0', '\nDiagnostic-Code: X-Postfix; delivery via dovecot service')],
    [[address, 'delivered', '2.0.0', false]],
  ),
  report(
    { server: 'Postfix', language: 'en', name: 'a relay', kind: 'success' },
    [group('relayed', '2.0.0', '\nDiagnostic-Code: smtp; 250 2.0.0 Ok: queued as 1')],
    [[address, 'relayed', '2.0.0', false]],
  ),
  report(
    { server: 'Sendmail', language: 'en', name: 'a list', kind: 'success' },
    [group('expanded (to multi-recipient alias)', '2.0.0')],
    [[address, 'expanded', '2.0.0', false]],
  ),
  report(
    { server: 'Exchange', language: 'fr', name: 'un message distribué', kind: 'success' },
    [group('Delivered', '2.1.5')],
    [[address, 'delivered', '2.1.5', false]],
  ),
  report(
    { server: 'Sendmail', language: 'en', name: 'one failed, one delivered, one delayed', kind: 'failure' },
    [
      group('delivered', '2.1.5', '', 'a@p.example'),
      group('failed', '5.1.1', '', 'b@p.example'),
      group('delayed', '4.0.0', '', 'c@p.example'),
    ],
    [
      ['a@p.example', 'delivered', '2.1.5', false],
      ['b@p.example', 'failed', '5.1.1', true],
      ['c@p.example', 'delayed', '4.0.0', false],
    ],
  ),
  report(
    { server: 'Postfix', language: 'fr', name: 'une redirection : à qui nous avions écrit', kind: 'failure' },
    [
      `Original-Recipient: rfc822;${address}\n${group('failed', '5.1.1', '', 'ancien.agent@ailleurs.example')}`,
    ],
    [[address, 'failed', '5.1.1', true]],
  ),
  report(
    {
      server: 'Domino',
      language: 'en',
      name: 'a status that says little: its class is believed',
      kind: 'failure',
    },
    [group('failed', '5.0.0', '\nDiagnostic-Code: X-Notes; the mailbox is full, quota exceeded')],
    [[address, 'failed', '5.0.0', true]],
  ),
  report(
    { server: 'GroupWise', language: 'en', name: 'no action, no status', kind: 'failure' },
    [`Final-Recipient: rfc822; ${address}\nDiagnostic-Code: smtp; 550 no such user`],
    [[address, 'failed', null, true]],
  ),
];

/** Addresses that are not ASCII (RFC 6533). */
const international: CorpusMessage = {
  server: 'Postfix',
  language: 'fr',
  name: 'une adresse qui n’est pas en ASCII',
  kind: 'failure',
  source: Buffer.from(
    deliveryReport(
      { From: from, Subject: 'Undelivered' },
      {
        note: '',
        groups: [
          'Reporting-MTA: dns; r.example',
          'Final-Recipient: utf-8; pr\\x{E9}fet@pr\\x{E9}fecture.example\nAction: failed\nStatus: 5.6.7',
        ],
      },
    )
      .toString('utf8')
      .replace('message/delivery-status', 'message/global-delivery-status'),
  ),
  recipients: [['préfet@préfecture.example', 'failed', '5.6.7', true]],
};

const warnings: [server: string, language: 'fr' | 'en', subject: string, text: string][] = [
  [
    'Exim 3',
    'en',
    'Warning: message 1rB delayed 24 hours',
    `This message was created automatically by mail delivery software.\nIt has not yet been delivered to one of its recipients.\n\n  ${address}\n    Delay reason: connection timed out\n\nNothing is to be done. Delivery attempts will continue for some time.\n`,
  ],
  [
    'Exim 4',
    'en',
    'Warning: message 1rB delayed 48 hours',
    `This message was created automatically by mail delivery software.\nIt has not yet been delivered to one of its recipients.\n\n  ${address}\n    Delay reason: connection timed out\n\nIt is tried again for some days. In the end the software will give up and return it to you.\n`,
  ],
  [
    'Postfix without a report',
    'en',
    'Delayed Mail (still being retried)',
    `This is the mail system at host relais.example.\n\n# THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n\n<${address}>: connect to mx.example[192.0.2.2]:25: Connection timed out\n`,
  ],
  [
    'Sendmail 8',
    'en',
    'Warning: could not send message for past 4 hours',
    `    ** THIS IS A WARNING MESSAGE ONLY **\n\n   ----- The following addresses had transient non-fatal errors -----\n<${address}>\n\n   ----- Transcript of session follows -----\n<${address}>... Deferred: Connection refused by mx.example.\n`,
  ],
  [
    'Gmail',
    'en',
    'Delivery Status Notification (Delay)',
    `There was a temporary problem delivering your message to ${address}. Gmail will retry for 46 more hours.\n`,
  ],
  [
    'Exchange 2010',
    'en',
    'Delivery delayed: Instruction',
    `Delivery is delayed to these recipients or groups:\n\n${address}\n\nThe server will keep trying for two days.\n\n${original(address)}`,
  ],
  [
    'Exchange 2010',
    'fr',
    'Remise retardée : Instruction',
    `La remise à ces destinataires est retardée :\n\n${address}\n\nLe serveur continue d'essayer ; il est inutile de renvoyer le message.\n`,
  ],
  [
    'Orange without a report',
    'fr',
    'Message retardé',
    `Votre message n'a pas encore été remis à :\n\n<${address}>: 450 4.2.0 boîte momentanément inaccessible\n\nD'autres tentatives auront lieu pendant quatre jours.\n`,
  ],
];

export const delaysAndSuccesses: CorpusMessage[] = [
  ...reports,
  international,
  ...warnings.map(([server, language, subject, text]): CorpusMessage => {
    const status = text.includes('4.2.0') ? '4.2.0' : null;
    const source = mail(
      {
        From: `Mail Delivery System <${from}>`,
        Subject: subject,
        'Return-Path': '<>',
        'Delivered-To': returnPath,
      },
      text,
    );
    return {
      server,
      language,
      name: subject,
      kind: 'delay',
      source,
      recipients: [[address, 'delayed', status, false]],
    };
  }),
];
