import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { sha256Hex } from '../src/kernel/hash.ts';

/** Mails that were received (`.eml` files), as one would give them to nodemailer; the attachment is shared. */
export async function readMails(folder: string): Promise<SendMailOptions[]> {
  const files = new Map<string, Buffer>();
  const mails: SendMailOptions[] = [];
  for (const name of await readdir(folder)) {
    const mail = await simpleParser(await readFile(join(folder, name)));
    const [recipient] = [mail.to ?? []].flat().flatMap(({ value }) => value);
    const [sender] = mail.from?.value ?? [];
    if (recipient?.address === undefined || sender?.address === undefined || mail.html === false) {
      throw new Error('a mail has no sender, no recipient or no HTML part');
    }
    mails.push({
      from: { name: sender.name, address: sender.address },
      to: { name: recipient.name, address: recipient.address },
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html,
      attachments: mail.attachments.map(({ filename, contentType, content }) => {
        const sha256 = sha256Hex(content);
        const shared = files.get(sha256) ?? content;
        files.set(sha256, shared);
        return { filename: filename ?? '', contentType, content: shared };
      }),
    });
  }
  return mails;
}

/** What one writes with nodemailer alone: a pool of as many connections as ours, and every mail given to it. */
export async function sendAll(
  mails: SendMailOptions[],
  server: { url: string; connections: number },
): Promise<void> {
  const { hostname: host, port } = new URL(server.url);
  const transport = nodemailer.createTransport({
    ...{ host, port: Number(port), secure: false, ignoreTLS: true },
    ...{ pool: true, maxConnections: server.connections },
  });
  try {
    await Promise.all(mails.map((mail) => transport.sendMail(mail)));
  } finally {
    transport.close();
  }
}
