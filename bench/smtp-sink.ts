import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type SinkOrder = { do: 'expect'; count: number; keeping: boolean } | { do: 'keep'; folder: string };
export type SinkWord = { said: 'ready'; url: string } | { said: 'received' } | { said: 'kept' };

/** A real SMTP server that accepts everything and delivers nothing, in another process. */
export async function startSmtpSink() {
  const child = fork(join(import.meta.dirname, 'smtp-sink-child.ts'));
  const exited = once(child, 'exit');
  const early = exited.then(() => Promise.reject(new Error('the mail sink ended')));
  early.catch(() => undefined);

  function heard<Said extends SinkWord['said']>(said: Said): Promise<Extract<SinkWord, { said: Said }>> {
    const word = new Promise<Extract<SinkWord, { said: Said }>>((resolve) => {
      child.on('message', function listen(message: SinkWord) {
        if (message.said !== said) return;
        child.off('message', listen);
        resolve(message as Extract<SinkWord, { said: Said }>);
      });
    });
    return Promise.race([word, early]);
  }

  const { url } = await heard('ready');
  return {
    url,

    /** Forgets what came; the promise inside resolves when `count` messages have arrived whole. */
    async expect(count: number, how = { keeping: false }): Promise<{ received: Promise<unknown> }> {
      const received = heard('received');
      const ready = heard('ready');
      child.send({ do: 'expect', count, ...how } satisfies SinkOrder);
      await ready;
      return { received };
    },

    /** Writes the messages that came, when it was keeping them, into a folder, one `.eml` file each. */
    async keep(folder: string): Promise<void> {
      const kept = heard('kept');
      child.send({ do: 'keep', folder } satisfies SinkOrder);
      await kept;
    },

    async close(): Promise<void> {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

export type SmtpSink = Awaited<ReturnType<typeof startSmtpSink>>;
