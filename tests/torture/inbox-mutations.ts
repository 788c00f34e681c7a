type Random = () => number;

const words = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\0',
    '--',
    '--b',
    '\r\n\r\n',
    ': ',
    ';',
    '"',
    '<',
    '>',
    '@',
    '=?utf-8?B?/?=',
    '=',
    ' ',
    '\t',
  ],
  ...[
    'Content-Type: multipart/report; boundary=b\r\n',
    'Content-Type: message/rfc822\r\n\r\n',
    'boundary="',
    'charset=',
  ],
  ...[
    'Content-Transfer-Encoding: base64\r\n',
    'Content-Transfer-Encoding: quoted-printable\r\n',
    'Status: 5.1.1\r\n',
  ],
  ...[
    'Final-Recipient: rfc822; ',
    'Action: delayed\r\n',
    'Auto-Submitted: auto-replied\r\n',
    '550 5.1.1 ',
    '\\x{110000}',
    '&#x0;',
  ],
];
const charsets = [
  'utf-8',
  'utf-16',
  'utf-7',
  'iso-2022-jp',
  'gb18030',
  'x-none',
  'windows-1252',
  'us-ascii',
  '',
  '"',
];

/** A message hurt in one to four places, each in a way drawn by lot: flipped, cut, spliced, nested, its boundaries swapped. */
export function mutateMessage(base: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let changed = base;
  const below = (limit: number) => Math.floor(random() * limit);
  const other = () => others[below(others.length)]!;
  for (let times = 1 + below(4); times > 0; times--) {
    const at = below(changed.length + 1);
    const length = 1 + below(80);
    const put = (piece: Buffer | string, drop: number) =>
      Buffer.concat([
        changed.subarray(0, at),
        typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece,
        changed.subarray(at + drop),
      ]);
    const ways: (() => Buffer)[] = [
      () => put(Buffer.from([(changed[at] ?? 0) ^ (1 << below(8))]), 1),
      () => put(Buffer.from([below(256)]), 1),
      () => put(words[below(words.length)]!, below(2) * length),
      () => put(words[below(words.length)]!.repeat(1 + below(2000)), 0),
      () => put('', length),
      () => changed.subarray(0, at),
      () => changed.subarray(at),
      () => Buffer.concat([changed.subarray(0, at), other().subarray(below(other().length))]),
      () => put(other(), 0),
      () => Buffer.concat([changed, changed.subarray(at)]),
      () => nest(changed, 1 + below(300), below(2) === 0),
      () =>
        swapped(
          changed,
          /boundary="?[^"\r\n;]{1,70}"?/gi,
          ['boundary=b', 'boundary="--"', 'boundary=" "', 'boundary='][below(4)]!,
        ),
      () => swapped(changed, /charset=[^\r\n;]{1,40}/gi, `charset=${charsets[below(charsets.length)]!}`),
      () => swapped(changed, /\r\n/g, ['\n', '\r', '\r\n \r\n', '\n\r'][below(4)]!),
      () =>
        swapped(
          changed,
          /multipart\/[a-z]+/gi,
          ['multipart/digest', 'multipart/related', 'message/rfc822', 'text/html'][below(4)]!,
        ),
    ];
    changed = ways[below(ways.length)]!();
  }
  return changed.subarray(0, 2_000_000);
}

function nest(message: Buffer, depth: number, inMessages: boolean): Buffer {
  const open = (level: number) =>
    inMessages
      ? 'Content-Type: message/rfc822\r\n\r\n'
      : `Content-Type: multipart/mixed; boundary=n${level}\r\n\r\n--n${level}\r\n`;
  return Buffer.concat([
    Buffer.from(Array.from({ length: depth }, (_, level) => open(level)).join('')),
    message,
  ]);
}

function swapped(message: Buffer, pattern: RegExp, by: string): Buffer {
  return Buffer.from(
    message.toString('latin1').replace(pattern, () => by),
    'latin1',
  );
}
