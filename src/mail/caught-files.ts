import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What the SMTP conversation said of a message, kept beside it: the header may say otherwise. */
export interface CaughtEnvelope {
  /** ISO UTC. */
  receivedAt: string;
  sender: string;
  recipients: string[];
  envid?: string;
}

/** An instant and an identifier, so that names sort by time; nothing else may come near a path. */
const idShape = /^\d{8}T\d{9}Z-[0-9a-f-]{36}$/;

/** The folder of the caught messages: `ID.eml` holds the bytes, `ID.json` the envelope. */
export function createCaughtFiles(options: { folder: string }) {
  const pathOf = (id: string, extension: string) => join(options.folder, `${id}.${extension}`);

  return {
    /** Resolves once the message would survive a power cut. A file that has its name is whole. */
    async keep(id: string, envelope: CaughtEnvelope, message: Readable): Promise<void> {
      const partial = pathOf(id, 'part');
      try {
        await writeFile(pathOf(id, 'json'), JSON.stringify(envelope), { mode: 0o600, flush: true });
        await pipeline(message, createWriteStream(partial, { mode: 0o600, flush: true }));
        await rename(partial, pathOf(id, 'eml'));
        await flushFolder(options.folder);
      } catch (error) {
        await Promise.all([partial, pathOf(id, 'json')].map((left) => rm(left, { force: true })));
        throw error;
      }
    },

    makeFolder: () => mkdir(options.folder, { recursive: true, mode: 0o700 }),

    /** Every message that is whole, newest first. */
    async listIds(): Promise<string[]> {
      const names = await readdir(options.folder).catch(() => []);
      const ids = names.filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -'.eml'.length));
      return ids
        .filter((id) => idShape.test(id))
        .sort()
        .reverse();
    },

    /** The message's bytes and its envelope, or undefined when there is none of this id. */
    async find(id: string): Promise<{ source: Buffer; envelope: CaughtEnvelope } | undefined> {
      if (!idShape.test(id)) return undefined;
      const source = await readFile(pathOf(id, 'eml')).catch(() => undefined);
      if (source === undefined) return undefined;
      return { source, envelope: await this.getEnvelope(id) };
    },

    async getEnvelope(id: string): Promise<CaughtEnvelope> {
      return JSON.parse(await readFile(pathOf(id, 'json'), 'utf8')) as CaughtEnvelope;
    },

    /** The header block alone: lists never read whole messages. */
    async getHeader(id: string): Promise<Buffer> {
      const file = await open(pathOf(id, 'eml'));
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
        const start = buffer.subarray(0, bytesRead);
        const end = start.indexOf('\r\n\r\n');
        return end < 0 ? start : start.subarray(0, end + 4);
      } finally {
        await file.close();
      }
    },
  };
}

/** A rename is durable only once its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
