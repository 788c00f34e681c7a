import { deliveryReport, original, type CorpusMessage, type Situation } from './corpus-message.ts';
import { english, french } from './situations.ts';

interface Reporter {
  server: string;
  language: 'fr' | 'en';
  fields: Record<string, string>;
  note: (address: string, said: Situation) => string;
  /** The group about the recipient, with this server's ways of writing fields. */
  group: (address: string, said: Situation) => string;
  head?: string;
  noteType?: string;
  returned?: (address: string) => [type: string, content: string];
}

const plain = (address: string, said: Situation) =>
  `Final-Recipient: rfc822; ${address}\nAction: ${said.action}\nStatus: ${said.status}\nDiagnostic-Code: smtp; ${said.reply}`;
const daemon = (host: string) => `Mail Delivery System <MAILER-DAEMON@${host}>`;

const reporters: Reporter[] = [
  {
    server: 'Postfix',
    language: 'en',
    fields: {
      From: daemon('mx.prefecture.example'),
      Subject: 'Undelivered Mail Returned to Sender',
      'Auto-Submitted': 'auto-replied',
    },
    head: 'Reporting-MTA: dns; mx.prefecture.example\nX-Postfix-Queue-ID: 4Qz1\nX-Postfix-Sender: rfc822; x@ministere.example',
    note: (address, { reply }) =>
      `This is the mail system at host mx.prefecture.example.\n\n<${address}>: host store.prefecture.example[192.0.2.7] said:\n    ${reply} (in reply to RCPT TO command)\n`,
    group: (address, { action, status, reply }) =>
      `Final-Recipient: rfc822; ${address}\nOriginal-Recipient: rfc822;${address}\nAction: ${action}\nStatus: ${status}\nRemote-MTA: dns; store.prefecture.example\nDiagnostic-Code: smtp; ${reply.slice(0, 9)}\n    ${reply.slice(10)}`,
  },
  {
    server: 'Exim',
    language: 'en',
    fields: {
      From: daemon('relay.example'),
      Subject: 'Mail delivery failed: returning message to sender',
      'X-Failed-Recipients': 'agent@prefecture.example',
    },
    head: 'Reporting-MTA: dns; relay.example',
    note: (address, { reply }) =>
      `This message was created automatically by mail delivery software.\n\nThe following address(es) failed:\n\n  ${address}\n    ${reply}\n`,
    group: (address, { action, status, reply }) =>
      `Action: ${action}\nFinal-Recipient: rfc822;${address}\nStatus: ${status}\nRemote-MTA: dns; mx.example\nDiagnostic-Code: smtp; ${reply}`,
    returned: (address) => ['message/rfc822', `${original(address)}\nBonjour.`],
  },
  {
    server: 'Sendmail',
    language: 'en',
    fields: {
      From: 'Mail Delivery Subsystem <MAILER-DAEMON@relay.example>',
      Subject: 'Returned mail: see transcript for details',
    },
    head: 'Reporting-MTA: dns; relay.example\nReceived-From-MTA: DNS; out.ministere.example\nArrival-Date: Mon, 7 Dec 2026 09:00:00 +0100',
    note: (address, { reply }) =>
      `The original message was received at Mon, 7 Dec 2026 09:00:00 +0100\n\n   ----- The following addresses had permanent fatal errors -----\n<${address}>\n    (reason: ${reply})\n`,
    group: (address, { action, status, reply }) =>
      `Final-Recipient: RFC822; ${address}\nAction: ${action}\nStatus: ${status}\nRemote-MTA: DNS; mx.example\nDiagnostic-Code: SMTP; ${reply}\nLast-Attempt-Date: Mon, 7 Dec 2026 09:12:00 +0100`,
    returned: (address) => ['text/rfc822-headers', original(address)],
  },
  {
    server: 'Exchange',
    language: 'en',
    fields: {
      From: 'Microsoft Outlook <postmaster@prefecture.example>',
      Subject: 'Undeliverable: Instruction',
      'X-MS-Exchange-Message-Is-Ndr': '',
    },
    head: 'Reporting-MTA: dns;EX01.prefecture.example\nReceived-From-MTA: dns;mx.ministere.example',
    noteType: 'text/html; charset=utf-8',
    note: (address, { reply }) =>
      `<html><body><b>Delivery has failed to these recipients or groups:</b><p><a href="mailto:${address}">${address}</a></p><p>Diagnostic information for administrators:</p><p>Remote Server returned '${reply}'</p></body></html>`,
    group: (address, { action, status, reply }) =>
      `Original-Recipient: rfc822;${address}\nFinal-Recipient: rfc822;${address}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp;${reply}\nX-Display-Name: Agent`,
  },
  {
    server: 'Microsoft 365',
    language: 'fr',
    fields: {
      From: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@prefecture.example>',
      Subject: 'Non remis : Instruction',
      'Auto-Submitted': 'auto-replied',
    },
    head: 'Reporting-MTA: dns;PR0P264.prod.example\nReceived-From-MTA: dns;out.ministere.example\nArrival-Date: Mon, 7 Dec 2026 08:12:41 +0000',
    noteType: 'text/html; charset=utf-8',
    note: (address, { reply }) =>
      `<html><body><h1>Votre message à ${address} n’a pas pu être remis.</h1><p>${reply}</p></body></html>`,
    group: (address, { action, status, reply }) =>
      `Final-Recipient: rfc822;${address}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp;${reply} [PR0P264.PROD]`,
    returned: (address) => ['message/rfc822', `${original(address)}\nBonjour.`],
  },
  {
    server: 'Gmail',
    language: 'fr',
    fields: {
      From: 'Mail Delivery Subsystem <mailer-daemon@courrier.example>',
      Subject: 'Delivery Status Notification (Failure)',
      'Auto-Submitted': 'auto-replied',
    },
    head: 'Reporting-MTA: dns; courrier.example\nArrival-Date: Mon, 07 Dec 2026 00:12:43 -0800 (PST)\nX-Original-Message-ID: <k7h2m9@ministere.example>',
    note: (address, { reply }) =>
      `** Adresse introuvable **\n\nVotre message n'a pas été distribué à ${address}.\n\nRéponse du serveur distant :\n${reply}\n`,
    group: (address, { action, status, reply }) =>
      `Final-Recipient: rfc822; ${address}\nAction: ${action}\nStatus: ${status}\nRemote-MTA: dns; mx.example. (192.0.2.9, the server for the domain.)\nDiagnostic-Code: smtp; ${reply}\nLast-Attempt-Date: Mon, 07 Dec 2026 00:12:44 -0800 (PST)`,
  },
  {
    server: 'Domino',
    language: 'en',
    fields: {
      From: 'postmaster@notes.example',
      Subject: 'DELIVERY FAILURE: user not listed in the directory',
    },
    head: 'Reporting-MTA: dns;notes.example',
    note: (address, { reply }) =>
      `Your message\n\n  Subject: Instruction\n\nwas not delivered to:\n\n  ${address}\n\nbecause:\n\n  ${reply}\n`,
    group: (address, { action, status, reply }) =>
      `Final-Recipient: rfc822;${address}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: X-Notes; ${reply}`,
  },
  {
    server: 'Zimbra',
    language: 'fr',
    fields: {
      From: daemon('zimbra.collectivite.example'),
      Subject: 'Undelivered Mail Returned to Sender',
      'Auto-Submitted': 'auto-replied',
    },
    head: 'Reporting-MTA: dns; zimbra.collectivite.example\nX-Postfix-Queue-ID: 8A1',
    note: (address, { reply }) =>
      `<${address}>: host 127.0.0.1[127.0.0.1] said: ${reply} (in reply to end of DATA command)`,
    group: (address, { action, status, reply }) =>
      `Final-Recipient: rfc822; ${address}\nOriginal-Recipient: rfc822;${address}\nAction: ${action}\nStatus: ${status}\nRemote-MTA: dns; 127.0.0.1\nDiagnostic-Code: smtp; ${reply}`,
  },
  {
    server: 'GroupWise',
    language: 'en',
    fields: { From: 'Mailer-Daemon@groupwise.example', Subject: 'Message status - undeliverable' },
    head: 'Reporting-MTA: dns; groupwise.example',
    note: (address) =>
      `The message that you sent was undeliverable to the following:\n\t${address} (not delivered)\n`,
    group: (address, { action, status, reply }) =>
      `Final-recipient: rfc822; ${address}\nAction: ${action}\nStatus: ${status}\nDiagnostic-code: smtp; ${reply}`,
  },
  {
    server: 'Oracle Communications Messaging Server',
    language: 'en',
    fields: {
      From: 'Internet Mail Delivery <postmaster@sun.example>',
      Subject: 'Delivery Notification: Delivery has failed',
    },
    head: 'Original-envelope-id: k7h2m9\nReporting-MTA: dns;sun.example (tcp_local-daemon)',
    note: (address, { reply }) =>
      `This report relates to a message you sent.\n\n  Recipient address: ${address}\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;${reply}\n`,
    group: (address, { action, status, reply }) =>
      `Original-recipient: rfc822;${address}\nFinal-recipient: rfc822;${address}\nAction: ${action}\nStatus: ${status} (told by the remote server)\nRemote-MTA: dns;mx.example\nDiagnostic-code: smtp;${reply}`,
  },
  {
    server: 'CommuniGate Pro',
    language: 'en',
    fields: { From: 'MAILER-DAEMON@cgp.example', Subject: 'Undeliverable mail: Instruction' },
    head: 'Reporting-MTA: dns; cgp.example',
    note: (address, { reply }) =>
      `Failed to deliver to '${address}'\nSMTP module(domain prefecture.example) reports:\n host mx.example says:\n ${reply}\n`,
    group: (address, { action, status, reply }) =>
      `Original-Recipient: rfc822;<${address}>\nFinal-Recipient: system;<${address}>\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; ${reply}`,
  },
  {
    server: 'Courier',
    language: 'en',
    fields: {
      From: '"Courier mail server at courier.example" <@>',
      Subject: 'NOTICE: mail delivery status.',
    },
    head: 'Reporting-MTA: dns; courier.example\nArrival-Date: Mon, 07 Dec 2026 09:12:41 +0100',
    note: (address, { reply }) =>
      `This is a delivery status notification from courier.example,\nrunning the Courier mail server.\n\n<${address}>:\n    mx.example [192.0.2.4]:\n<<< ${reply}\n`,
    group: (address, { action, status, reply }) =>
      `Final-Recipient: rfc822; ${address}\nAction: ${action}\nStatus: ${status}\nRemote-MTA: dns; mx.example [192.0.2.4]\nDiagnostic-Code: smtp; ${reply}`,
  },
  ...['Orange', 'La Poste', 'Free', 'OVH', 'SFR', 'BlueMind'].map((server): Reporter => {
    const host = `smtp.${server.toLowerCase().replace(' ', '')}.example`;
    return {
      server,
      language: 'fr',
      fields: { From: daemon(host), Subject: 'Message non distribué', 'Auto-Submitted': 'auto-replied' },
      head: `Reporting-MTA: dns; ${host}`,
      note: (address, { reply }) => `Votre message n’a pas pu être distribué à ${address} :\n${reply}\n`,
      group: plain,
    };
  }),
  ...[
    'iCloud',
    'Yahoo',
    'Mimecast',
    'Proofpoint',
    'Kerio Connect',
    'MDaemon',
    'Amazon SES',
    'Dovecot LMTP',
  ].map((server): Reporter => {
    const host = `${server.toLowerCase().replaceAll(' ', '-')}.example`;
    return {
      server,
      language: 'en',
      fields: { From: `postmaster@${host}`, Subject: 'Delivery Status Notification (Failure)' },
      head: `Reporting-MTA: dns; ${host}`,
      note: (address, { reply }) => `Your message to ${address} was not delivered.\n${reply}\n`,
      group: plain,
    };
  }),
];

export const deliveryReports: CorpusMessage[] = reporters.flatMap((reporter) => {
  const situations = reporter.language === 'fr' ? french : english;
  const address =
    reporter.server === 'Exim' ? 'agent@prefecture.example' : 'referent.ville@prefecture.example';
  // Every server tells the first two; the rest goes round, so that each situation is told by several.
  return situations
    .filter((_, index) => index < 2 || index % 2 === reporter.server.length % 2)
    .map((said): CorpusMessage => {
      const { server, language, fields, head = '', note, noteType, group, returned } = reporter;
      const source = deliveryReport(fields, {
        note: note(address, said),
        groups: [head, group(address, said)],
        ...(noteType === undefined ? {} : { noteType }),
        ...(returned === undefined ? {} : { returned: returned(address) }),
      });
      const { action, status, permanent } = said;
      return {
        server,
        language,
        name: said.name,
        source,
        kind: 'failure',
        recipients: [[address, action, status, permanent]],
      };
    });
});
