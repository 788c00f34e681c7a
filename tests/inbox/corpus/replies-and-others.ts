import { mail, multipart, ours, sentId, type CorpusMessage } from './corpus-message.ts';

const from = 'Dominique Exemple <dominique.exemple@prefecture.example>';
const answering = { 'In-Reply-To': `<${sentId}>`, References: `<${sentId}>` };
const received = 'Bonjour,\n\nBien reçu, merci.\n\nDominique Exemple\n';
type Message = [
  kind: 'reply' | 'unclassified',
  program: string,
  language: 'fr' | 'en',
  name: string,
  source: Buffer,
];

const text = (fields: Record<string, string>, body: string) =>
  mail({ From: from, 'Content-Type': 'text/plain; charset=utf-8', ...fields }, body);

const messages: Message[] = [
  ['reply', 'Outlook', 'fr', 'bien reçu', text({ Subject: 'RE: Instruction', ...answering }, received)],
  [
    'reply',
    'Outlook',
    'fr',
    'un administrateur de messagerie est aussi une personne',
    text(
      { From: 'postmaster@prefecture.example', Subject: 'RE: Instruction', ...answering },
      'Bonjour,\n\nL’adresse ancienne@prefecture.example n’existe plus. Bien reçu ici.\n',
    ),
  ],
  ['reply', 'Outlook', 'fr', 'sans en-tête de réponse', text({ Subject: 'RE : Instruction' }, received)],
  [
    'reply',
    'Thunderbird',
    'fr',
    'une citation',
    text(
      { Subject: 'Instruction' },
      `${received}\nLe 07/12/2026 à 09:00, Bureau national a écrit :\n> Madame, Monsieur,\n`,
    ),
  ],
  [
    'reply',
    'Thunderbird',
    'en',
    'an answer',
    text({ Subject: 'Re: Instruction', ...answering, 'Auto-Submitted': 'no' }, 'Well received, thank you.\n'),
  ],
  [
    'reply',
    'Zimbra',
    'fr',
    'une liste d’adresses en copie',
    text({ Subject: 'Re: Instruction', Cc: 'a@p.example, b@p.example', ...answering }, received),
  ],
  ['reply', 'Domino', 'fr', 'Réf. :', text({ Subject: 'Réf : Instruction' }, received)],
  [
    'reply',
    'Gmail',
    'en',
    'HTML alone',
    mail(
      { From: from, Subject: 'Re: Instruction', 'Content-Type': 'text/html; charset=utf-8', ...answering },
      '<p>Received.</p>',
    ),
  ],
  [
    'reply',
    'iPhone',
    'fr',
    'base64',
    mail(
      {
        From: from,
        Subject: 'Re: Instruction',
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Transfer-Encoding': 'base64',
        ...answering,
      },
      Buffer.from(received).toString('base64'),
    ),
  ],
  [
    'reply',
    'Outlook',
    'fr',
    'une pièce jointe',
    multipart('multipart/mixed', { From: from, Subject: 'RE: Instruction', ...answering }, [
      ['text/plain', 'Ci-joint.'],
      [
        'application/pdf; name="accuse.pdf"\nContent-Disposition: attachment; filename="accuse.pdf"',
        '%PDF-1.7',
      ],
    ]),
  ],
  [
    'reply',
    'Outlook',
    'fr',
    'une pièce jointe sans un mot',
    multipart('multipart/mixed', { From: from, Subject: 'RE: Instruction', ...answering }, [
      ['application/pdf; name="accuse.pdf"', '%PDF-1.7'],
    ]),
  ],
  [
    'reply',
    'Thunderbird',
    'fr',
    'une personne qui cite un avis d’échec',
    text(
      { Subject: 'Re: Undelivered Mail Returned to Sender', ...answering },
      'Bonjour, voici ce que je reçois :\n\n> This is the mail system at host relais.example.\n> <x@prefecture.example>: 550 5.1.1 user unknown\n',
    ),
  ],
  [
    'reply',
    'Outlook',
    'fr',
    'une personne qui transmet un avis en pièce jointe',
    multipart('multipart/mixed', { From: from, Subject: 'TR: Non remis', ...answering }, [
      ['text/plain', 'Pour information.'],
      [
        'message/rfc822',
        'From: MAILER-DAEMON@x.example\nSubject: Undelivered\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n',
      ],
    ]),
  ],
  [
    'reply',
    'Outlook',
    'fr',
    'une personne qui parle d’absence',
    text(
      { Subject: 'RE: Absence de référent dans le département', ...answering },
      'Le référent sera nommé en janvier.\n',
    ),
  ],
  [
    'reply',
    'Zendesk',
    'fr',
    'une réponse par un outil qui se tait',
    text({ Subject: 'Re: Instruction', 'X-Auto-Response-Suppress': 'All', ...answering }, received),
  ],
  [
    'reply',
    'Outlook',
    'en',
    'an answer in Windows-1252',
    mail(
      {
        From: from,
        Subject: 'RE: Instruction',
        'Content-Type': 'text/plain; charset=windows-1252',
        ...answering,
      },
      'Re\u0000u',
    ),
  ],
  [
    'unclassified',
    'a newsletter',
    'fr',
    'une lettre d’information',
    text({ Subject: 'Actualités', 'List-Id': '<lettre.example>', Precedence: 'bulk' }, 'À la une.\n'),
  ],
  [
    'unclassified',
    'someone',
    'fr',
    'un message qui ne répond à rien',
    text({ Subject: 'Offre' }, 'Bonjour, connaissez-vous notre produit ?\n'),
  ],
  [
    'unclassified',
    'a feedback loop',
    'en',
    'a complaint',
    multipart(
      'multipart/report; report-type=feedback-report',
      { From: 'fbl@isp.example', Subject: 'complaint' },
      [
        ['text/plain', 'An abuse report.'],
        ['message/feedback-report', 'Feedback-Type: abuse\nVersion: 1\nUser-Agent: fbl'],
        ['message/rfc822', `From: ${ours}\n\nx`],
      ],
    ),
  ],
  [
    'unclassified',
    'a loop',
    'en',
    'our own mail, sixty servers later',
    Buffer.concat([
      Buffer.from('Received: from a by b; Mon, 7 Dec 2026 09:00:00 +0100\r\n'.repeat(60)),
      text({ Subject: 'Instruction' }, 'Madame, Monsieur,\n'),
    ]),
  ],
  [
    'unclassified',
    'a loop',
    'fr',
    'X-Loop',
    text({ Subject: 'Instruction', 'X-Loop': ours }, 'Madame, Monsieur,\n'),
  ],
  [
    'unclassified',
    'a mail system',
    'en',
    'a notice that says nothing',
    mail({ From: 'postmaster@x.example', Subject: 'Report' }, 'Nothing to report today.\n'),
  ],
  [
    'unclassified',
    'a report without its part',
    'en',
    'a report cut in the middle',
    Buffer.from(
      'From: MAILER-DAEMON@x.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.example\r\n',
    ),
  ],
  ['unclassified', 'nobody', 'fr', 'sans en-tête', Buffer.from('Bonjour.\r\n')],
  ['unclassified', 'nobody', 'en', 'empty', Buffer.alloc(0)],
];

export const repliesAndOthers: CorpusMessage[] = messages.map(([kind, server, language, name, source]) => ({
  kind,
  server,
  language,
  name,
  source,
}));
