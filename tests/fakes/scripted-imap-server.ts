import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What the server does instead of the usual answer to a command. */
export type ImapAct = { say: string } | 'silence' | 'close' | 'drip';

/** The verb (`LOGIN`, `EXAMINE`, `UID SEARCH`, `UID FETCH`…; `greeting` for the first word) and the whole line. */
export type ImapScript = (verb: string, line: string) => ImapAct | undefined;

/**
 * A small IMAP server on a real socket: one folder, the messages given, and whatever the script does
 * otherwise. « cut »: half of a message, then nothing more.
 */
export async function startScriptedImapServer(options: {
  messages: Buffer[];
  script?: ImapScript;
  uidValidity?: number;
}) {
  const { messages, script = () => undefined, uidValidity = 1 } = options;
  const sockets = new Set<Socket>();
  const commands: string[] = [];

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let heard = '';
    let deaf = false;

    /** True when the command is answered as usual. */
    function passes(verb: string, line: string): boolean {
      const act = script(verb, line);
      if (act === undefined) return true;
      if (typeof act === 'object') socket.write(act.say);
      if (act === 'silence') deaf = true;
      if (act === 'close') socket.destroy();
      if (act === 'drip') drip();
      return false;
    }

    // Never quiet for long, and never ending: what bounds silence alone would wait for ever.
    function drip(): void {
      if (socket.destroyed) return;
      socket.write('* OK still here\r\n');
      setTimeout(drip, 20);
    }

    function answer(tag: string, rest: string): void {
      const verb = /^(UID \w+|\w+)/i.exec(rest)?.[1]?.toUpperCase() ?? '';
      commands.push(rest);
      if (!passes(verb, rest)) return;
      const ok = (...lines: string[]) => socket.write([...lines, `${tag} OK done`, ''].join('\r\n'));
      if (verb === 'CAPABILITY') return void ok('* CAPABILITY IMAP4rev1');
      if (verb === 'EXAMINE' || verb === 'SELECT') {
        return void ok(
          '* FLAGS (\\Seen)',
          `* ${messages.length} EXISTS`,
          `* OK [UIDVALIDITY ${uidValidity}] .`,
          `* OK [UIDNEXT ${messages.length + 1}] .`,
        );
      }
      if (verb === 'LIST') return void ok('* LIST () "/" INBOX');
      if (verb === 'UID SEARCH')
        return void ok(`* SEARCH ${messages.map((_message, index) => index + 1).join(' ')}`);
      if (verb === 'UID FETCH') return fetch(tag, rest);
      ok();
    }

    function fetch(tag: string, rest: string): void {
      const [, range = ''] = /^UID FETCH (\S+)/i.exec(rest) ?? [];
      const [first = 0, last = first] = range.split(':').map(Number);
      const maximum = Number(/<0\.(\d+)>/.exec(rest)?.[1] ?? Infinity);
      messages.forEach((message, index) => {
        const uid = index + 1;
        const isAsked = range.includes(',')
          ? range.split(',').includes(String(uid))
          : uid >= first && uid <= last;
        if (!isAsked) return;
        const body = message.subarray(0, maximum);
        const size = `RFC822.SIZE ${message.length} INTERNALDATE "07-Dec-2026 14:00:00 +0000"`;
        socket.write(`* ${uid} FETCH (UID ${uid} ${size}`);
        if (/BODY/i.test(rest)) {
          socket.write(` BODY[]<0> {${body.length}}\r\n`);
          socket.write(body);
        }
        socket.write(')\r\n');
      });
      socket.write(`${tag} OK done\r\n`);
    }

    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      for (let end = heard.indexOf('\r\n'); end >= 0 && !deaf; end = heard.indexOf('\r\n')) {
        const line = heard.slice(0, end);
        heard = heard.slice(end + 2);
        const [tag = '', ...rest] = line.split(' ');
        answer(tag, rest.join(' '));
      }
    });
    if (passes('greeting', '')) socket.write('* OK ready\r\n');
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    commands,
    connections: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
