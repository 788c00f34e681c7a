/*
 * Runs of what the patterns of the reading begin with or repeat. A pattern that goes back over its steps takes minutes
 * on one of them; none has a limit of its own here but the tests'.
 */
const runs = [
  ...[
    'a',
    '@',
    '<',
    '>',
    ' ',
    '\t',
    '-',
    '_',
    '=_',
    '.',
    '5',
    '5.1.1',
    '5.',
    '550 ',
    '4.',
    '>> ',
    '(',
    "'",
    '"',
    '\u00e9',
  ],
  ...[
    'to ',
    'delivery to ',
    'your message to ',
    'votre message \u00e0 ',
    'over a ',
    'exceeds a ',
    'bo\u00eete ',
    'bo\u00eete aux lettres ',
    'quota a ',
  ],
  ...[
    'a@b',
    'a@b ',
    '<a@b',
    'to: <a',
    `${'a'.repeat(64)}@`,
    'Alice ',
    'Alice (a@b',
    'le a \u00e9crit',
    'on x',
    '---- ',
    'Message-ID:',
    'for <',
  ],
  ...[
    'absence ',
    'r\u00e9ponse ',
    '[',
    '[a] ',
    'message de',
    'rfc822;',
    '\\x{',
    '+3D',
    '=?utf-8?q?',
    '&#',
    '<!--',
    '<a href="x',
    '<div>',
    '<ul><li>',
  ],
];
const fill = (run: string, length: number) => run.repeat(Math.ceil(length / run.length));
const from = 'From: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\n';

/** Whole messages that hold such runs, by where these stand. */
export const hostileTexts: Record<string, string[]> = {
  'in one line': runs.map((run) => `${from}\r\n${fill(run, 30_000)}`),
  'in many lines': runs.map((run) => `${from}\r\n${`${fill(run, 900)}\n`.repeat(60)}`),
  'in a subject and a sender': runs.map(
    (run) => `From: ${fill(run, 10_000)}\r\nSubject: ${fill(run, 10_000)}\r\n\r\n${fill(run, 500)}`,
  ),
  'in every header': runs.map((run) =>
    [
      'To',
      'Received',
      'References',
      'Delivered-To',
      'Return-Path',
      'Date',
      'Content-Type',
      'Precedence',
      'X-Failed-Recipients',
    ]
      .map((name) => `${name}: ${fill(run, 5_000)}\r\n`)
      .concat(`\r\n${fill(run, 100)}`)
      .join(''),
  ),
  'in a notice': runs.map((run) => {
    const value = fill(run, 5_000);
    return `${from}Content-Type: message/delivery-status\r\n\r\nOriginal-Envelope-Id: ${value}\r\n\r\nFinal-Recipient: utf-8; ${value}\r\nAction: ${value}\r\nStatus: ${value}\r\nDiagnostic-Code: ${value}\r\n`;
  }),
  'in a receipt': runs.map((run) => {
    const value = fill(run, 5_000);
    return `${from}Content-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; ${value}\r\nDisposition: ${value}; ${value}\r\nOriginal-Message-ID: ${value}\r\n`;
  }),
  'in HTML': runs.map((run) => `From: a@b.example\r\nContent-Type: text/html\r\n\r\n${fill(run, 30_000)}`),
};
