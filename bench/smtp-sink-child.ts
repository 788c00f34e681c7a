// The mail server of the dispatch benchmark, in a process of its own so that its work is nobody's figure.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startFaultySmtpServer } from '../tests/fakes/faulty-smtp-server.ts';
import type { SinkOrder, SinkWord } from './smtp-sink.ts';

let expected = Infinity;
const server = await startFaultySmtpServer({
  script({ stage }) {
    if (stage === 'dot' && server.messages.length >= expected) say({ said: 'received' });
    return undefined;
  },
});

process.on('message', (order: SinkOrder) => {
  if (order.do === 'expect') {
    server.messages.length = 0;
    expected = order.count;
    say({ said: 'ready', url: server.url });
  } else {
    void Promise.all(
      server.messages.map((message, index) => writeFile(join(order.folder, `${index}.eml`), message.raw())),
    ).then(() => say({ said: 'kept' }));
  }
});
process.on('disconnect', () => process.exit(0));
say({ said: 'ready', url: server.url });

function say(word: SinkWord): void {
  process.send?.(word);
}
