import { multipart, sentId, type CorpusMessage, type Expected } from './corpus-message.ts';

const reader = 'camille.exemple@prefecture.example';

type Receipt = [
  server: string,
  language: 'fr' | 'en',
  subject: string,
  note: string,
  fields: string,
  read: Expected,
];

const receipts: Receipt[] = [
  [
    'Thunderbird',
    'fr',
    'Confirmation de lecture - Instruction',
    'Le message a été affiché.',
    'Disposition: manual-action/MDN-sent-manually; displayed',
    [reader, 'displayed', null, false],
  ],
  [
    'Thunderbird',
    'en',
    'Return Receipt (displayed) - Instruction',
    'The message was displayed.',
    'Disposition: manual-action/MDN-sent-automatically; displayed',
    [reader, 'displayed', null, false],
  ],
  [
    'Outlook',
    'fr',
    'Lu : Instruction',
    'Votre message a été lu le 7 décembre.',
    'Disposition: automatic-action/MDN-sent-automatically; displayed',
    [reader, 'displayed', null, false],
  ],
  [
    'Outlook',
    'fr',
    'Non lu : Instruction',
    'Votre message a été supprimé sans être lu.',
    'Disposition: automatic-action/MDN-sent-automatically; deleted',
    [reader, 'deleted', null, false],
  ],
  [
    'Outlook',
    'en',
    'Read: Instruction',
    'Your message was read.',
    'X-MSExch-Correlation-Key: abc\nDisposition: automatic-action/MDN-sent-automatically; displayed',
    [reader, 'displayed', null, false],
  ],
  [
    'Apple Mail',
    'en',
    'Read Receipt',
    'Read.',
    'Original-Recipient: rfc822;camille.exemple@prefecture.example\nDisposition: manual-action/MDN-sent-manually; Displayed',
    [reader, 'displayed', null, false],
  ],
  [
    'Domino',
    'fr',
    'Accusé de lecture',
    'Lu.',
    'Disposition: manual-action/MDN-sent-automatically; displayed',
    [reader, 'displayed', null, false],
  ],
  [
    'Zimbra',
    'fr',
    'Accusé de lecture : Instruction',
    'Le message a été lu.',
    'Disposition: manual-action/MDN-sent-manually;displayed',
    [reader, 'displayed', null, false],
  ],
  [
    'Roundcube',
    'fr',
    'Accusé de réception (lu)',
    'Ceci dit que le message a été affiché.',
    'Disposition: manual-action/MDN-sent-manually; displayed',
    [reader, 'displayed', null, false],
  ],
  [
    'GroupWise',
    'en',
    'Message Status - Opened',
    'Opened.',
    'Disposition: automatic-action/MDN-sent-automatically; processed/error',
    [reader, 'processed', null, false],
  ],
  [
    'Mutt',
    'en',
    'Disposition',
    'Dispatched to another.',
    'Disposition: manual-action; dispatched (forwarded)',
    [reader, 'dispatched', null, false],
  ],
];

const receipt = (subject: string, note: string, fields: string) =>
  multipart('multipart/report; report-type=disposition-notification', { From: reader, Subject: subject }, [
    ['text/plain; charset=utf-8', note],
    [
      'message/disposition-notification',
      `Reporting-UA: prefecture.example; lecteur\nFinal-Recipient: rfc822;${reader}\nOriginal-Message-ID: <${sentId}>\n${fields}`,
    ],
  ]);

export const receiptsCorpus: CorpusMessage[] = [
  ...receipts.map(([server, language, subject, note, fields, read]): CorpusMessage => ({
    server,
    language,
    name: subject,
    kind: 'read-receipt',
    source: receipt(subject, note, fields),
    recipients: [read],
  })),
  // A filter's refusal by a receipt (RFC 5429, 2.1.1): nobody has read it.
  ...(
    [
      ['Rejected: Instruction', 'The message was rejected: not for this mailbox.', true],
      [
        'Automatically rejected mail',
        'The message was rejected: Quota exceeded (mailbox for user is full)',
        false,
      ],
    ] as const
  ).map(([subject, note, permanent]): CorpusMessage => ({
    server: 'Dovecot Pigeonhole',
    language: 'en',
    name: subject,
    kind: 'failure',
    source: receipt(subject, note, 'Disposition: automatic-action/MDN-sent-automatically; deleted'),
    recipients: [[reader, 'failed', null, permanent]],
  })),
];
