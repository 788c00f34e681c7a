import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TLSSocket, createSecureContext, type SecureContextOptions } from 'node:tls';

export type SmtpStage = 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot';

/**
 * What the server does instead of the usual: a reply of its own, or one of the ways to leave a client alone.
 * « slow »: the usual reply, one byte after the other. « endless »: a reply whose last line never comes.
 */
export type SmtpAct = { reply: string } | 'silence' | 'close' | 'reset' | 'stop-reading' | 'slow' | 'endless';

export interface SmtpMoment {
  stage: SmtpStage;
  /** The recipient, from RCPT on. */
  recipient: string;
  /** 0 for the first connection that the server got, and so on. */
  connection: number;
  /** The client's end of it. */
  clientPort: number;
}

export interface ReceivedMessage {
  recipient: string;
  sender: string;
  messageId: string;
  /** The MAIL and RCPT commands as they came. */
  commands: string[];
  /** Every byte as it came, the final dot included. */
  wire: Buffer;
  /** The message itself: dot-stuffing undone, without the final dot. */
  raw(): Buffer;
  connection: number;
}

export interface FaultySmtpOptions {
  /** Asked at every stage; undefined lets the stage pass. */
  script?: (moment: SmtpMoment) => SmtpAct | undefined;
  extensions?: string[];
  tls?: SecureContextOptions;
}

/** A real SMTP server on a real socket that misbehaves on demand and keeps every byte of every message. */
export async function startFaultySmtpServer(options: FaultySmtpOptions = {}) {
  const { script = () => undefined, extensions = ['PIPELINING', 'DSN', 'SIZE 50000000'] } = options;
  const messages: ReceivedMessage[] = [];
  const unfinished = new Map<number, Body>();
  const sockets = new Set<Socket>();
  let connections = 0;
  let mostConnections = 0;
  let bytesOfBodies = 0;

  const server = createServer((plain) => {
    const connection = connections++;
    let socket: Socket = plain;
    let command = '';
    let body: Body | undefined;
    let recipient = '';
    let commands: string[] = [];
    let deaf = false;
    let isSlow = false;
    let isEndless = false;
    let spoken = silent;
    sockets.add(plain);
    mostConnections = Math.max(mostConnections, sockets.size);
    plain.setNoDelay(true);
    plain.on('close', () => sockets.delete(plain));

    /** True when the stage passes as usual. */
    function passes(stage: SmtpStage): boolean {
      const act = script({ stage, recipient, connection, clientPort: plain.remotePort ?? 0 });
      if (act === undefined) return true;
      if (typeof act === 'object') say(act.reply);
      if (act === 'silence') deaf = true;
      if (act === 'close') socket.end();
      if (act === 'reset') plain.resetAndDestroy();
      if (act === 'endless') goOn();
      if (act === 'slow') isSlow = true;
      if (act === 'stop-reading') socket.pause();
      return act === 'stop-reading' || act === 'slow';
    }

    function say(...lines: string[]): void {
      const bytes = Buffer.from(lines.map((line) => `${line}\r\n`).join(''));
      if (isEndless || socket.destroyed) return;
      if (isSlow) spoken = spoken.then(() => drip(bytes));
      else if (spoken === silent) socket.write(bytes);
      else spoken = spoken.then(() => void (socket.destroyed || socket.write(bytes)));
      isSlow = false;
    }

    async function drip(bytes: Buffer): Promise<void> {
      for (const byte of bytes) {
        if (!socket.destroyed) socket.write(Buffer.of(byte));
        await delay(1);
      }
    }

    function goOn(): void {
      isEndless = true;
      if (socket.destroyed) return;
      socket.write('250-please hold the line\r\n');
      setTimeout(goOn, 10);
    }

    function listen(): void {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        if (deaf) return;
        if (body !== undefined) return hearBody(chunk);
        command += chunk.toString('latin1');
        for (
          let end = command.indexOf('\r\n');
          end >= 0 && body === undefined;
          end = command.indexOf('\r\n')
        ) {
          const line = command.slice(0, end);
          command = command.slice(end + 2);
          if (!deaf) hearCommand(line);
        }
      });
    }

    function hearCommand(line: string): void {
      const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
      if (verb === 'EHLO' && passes('ehlo')) say(...ehloLines());
      else if (verb === 'HELO' && passes('ehlo')) say('250 faulty.example');
      else if (verb === 'STARTTLS' && passes('starttls')) void startTls();
      else if (verb === 'AUTH' && passes('auth')) say('235 2.7.0 come in');
      else if (verb === 'MAIL') {
        commands = [line];
        recipient = '';
        if (passes('mail')) say('250 2.1.0 sender ok');
      } else if (verb === 'RCPT') {
        commands.push(line);
        recipient = /<([^>]*)>/.exec(line)?.[1] ?? '';
        if (passes('rcpt')) say('250 2.1.5 recipient ok');
        else recipient = '';
      } else if (verb === 'DATA' && recipient === '') say('503 5.5.1 no valid recipient');
      else if (verb === 'DATA' && passes('data')) {
        body = createBody();
        unfinished.set(connection, body);
        say('354 go on');
      } else if (verb === 'RSET') say('250 reset');
      else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      }
    }

    function hearBody(chunk: Buffer): void {
      const open = body;
      if (open === undefined) return;
      const isFirst = open.size === 0;
      open.add(chunk);
      bytesOfBodies += chunk.length;
      if (isFirst && !open.isWhole() && !passes('body')) return;
      if (!open.isWhole()) return;
      body = undefined;
      unfinished.delete(connection);
      const wire = open.wire();
      const messageId =
        /^Message-ID:\s*(<[^>]+>)/im.exec(wire.subarray(0, 8192).toString('latin1'))?.[1] ?? '';
      const sender = /<([^>]*)>/.exec(commands[0] ?? '')?.[1] ?? '';
      messages.push({ recipient, sender, messageId, commands, wire, raw: () => unstuffed(wire), connection });
      if (passes('dot')) say(`250 2.0.0 queued as ${messages.length}`);
    }

    function ehloLines(): string[] {
      const offered = [...extensions];
      if (options.tls !== undefined && !(socket instanceof TLSSocket)) offered.push('STARTTLS');
      return ['faulty.example', ...offered].map(
        (word, index) => `250${index < offered.length ? '-' : ' '}${word}`,
      );
    }

    async function startTls(): Promise<void> {
      say('220 ready');
      await spoken;
      plain.removeAllListeners('data');
      socket = new TLSSocket(plain, {
        isServer: true,
        secureContext: createSecureContext({ ...options.tls }),
      });
      listen();
    }

    listen();
    if (passes('greeting')) say('220 faulty.example ready');
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    /** Every message whose final dot arrived, in the order of arrival, answered or not. */
    messages,
    /** What arrived of messages whose final dot did not. */
    unfinished: () => [...unfinished.values()].map((body) => body.wire()),
    connections: () => connections,
    mostConnections: () => mostConnections,
    openConnections: () => sockets.size,
    bytesOfBodies: () => bytesOfBodies,
    copiesFor: (recipient: string) => messages.filter((message) => message.recipient === recipient).length,
    resumeReading() {
      for (const socket of sockets) socket.resume();
    },
    /** Closes every open connection, as a server that restarts. */
    hangUp() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FaultySmtpServer = Awaited<ReturnType<typeof startFaultySmtpServer>>;

// What a connection has to wait for that has said nothing slowly.
const silent = Promise.resolve();

type Body = ReturnType<typeof createBody>;

function createBody() {
  const chunks: Buffer[] = [];
  let tail = '\r\n';
  return {
    size: 0,
    add(chunk: Buffer) {
      chunks.push(chunk);
      this.size += chunk.length;
      tail = (tail + chunk.subarray(-5).toString('latin1')).slice(-5);
    },
    isWhole: () => tail === '\r\n.\r\n',
    wire: () => Buffer.concat(chunks),
  };
}

function unstuffed(wire: Buffer): Buffer {
  const text = wire.toString('latin1').replace(/\r\n\.\r\n$/, '\r\n');
  return Buffer.from(text.replace(/\r\n\.\./g, '\r\n.'), 'latin1');
}
