// The mail server of the dispatch benchmark, in a process of its own so that its work is nobody's figure: it
// takes everything, counts it, and keeps only what it is told to keep.
import { createServer, type AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SinkOrder, SinkWord } from './smtp-sink.ts';

const finalDot = Buffer.from('\r\n.\r\n');
let received = 0;
let expected = Infinity;
let keeping = false;
let kept: Buffer[] = [];

const server = createServer((socket) => {
  let body: Buffer[] | undefined;
  let tail: Buffer = Buffer.alloc(0);
  const say = (line: string) => socket.write(`${line}\r\n`);

  function hearBody(chunk: Buffer): void {
    if (keeping) body?.push(chunk);
    tail = chunk.length >= 5 ? chunk.subarray(-5) : Buffer.concat([tail, chunk]).subarray(-5);
    if (!tail.equals(finalDot)) return;
    if (keeping && body !== undefined) kept.push(Buffer.concat(body));
    body = undefined;
    received += 1;
    say(`250 2.0.0 queued as ${received}`);
    if (received >= expected) tell({ said: 'received' });
  }

  function hearCommand(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') say('250-sink.example\r\n250-PIPELINING\r\n250-DSN\r\n250 SIZE 50000000');
    else if (verb === 'DATA') {
      body = [];
      tail = Buffer.alloc(0);
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('250 2.0.0 ok');
  }

  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    if (body !== undefined) return hearBody(chunk);
    // Both clients wait for the answer to DATA: no byte of a body comes with a command.
    for (const line of chunk.toString('latin1').split('\r\n')) if (line !== '') hearCommand(line);
  });
  say('220 sink.example ready');
});

await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;

process.on('message', (order: SinkOrder) => {
  if (order.do === 'expect') {
    received = 0;
    kept = [];
    expected = order.count;
    keeping = order.keeping;
    tell({ said: 'ready', url });
  } else {
    // As it came, without its final dot; no line of these mails begins with a dot.
    const files = kept.map((mail, index) =>
      writeFile(join(order.folder, `${index}.eml`), mail.subarray(0, -3)),
    );
    void Promise.all(files).then(() => tell({ said: 'kept' }));
  }
});
process.on('disconnect', () => process.exit(0));
tell({ said: 'ready', url });

function tell(word: SinkWord): void {
  process.send?.(word);
}
