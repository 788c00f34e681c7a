import { Readable } from 'node:stream';
import { simpleParser, type AddressObject } from 'mailparser';
import { newId } from '../kernel/ids.ts';
import { createCaughtFiles } from './caught-files.ts';

export interface CaughtMailSummary {
  id: string;
  /** ISO UTC. */
  receivedAt: string;
  /** The envelope's: who it was really for. */
  recipients: string[];
  from: string;
  to: string;
  subject: string;
}

export interface CaughtAttachment {
  name: string;
  type: string;
  size: number;
  bytes: Buffer;
}

export interface CaughtMail extends CaughtMailSummary {
  sender: string;
  messageId: string;
  /** The Date header, ISO UTC. */
  date: string;
  text: string;
  /** As it was sent: not to be trusted as HTML of ours. */
  html: string | undefined;
  attachments: CaughtAttachment[];
  /** The addresses written in the text, each once, in order. */
  links: string[];
}

/** Reads what the catch-all server keeps. A message never changes: its summary is read once. */
export function createCaughtMails(options: { folder: string }) {
  const files = createCaughtFiles(options);
  const summaries = new Map<string, CaughtMailSummary>();
  /** Mails to others, by the thousand: their envelope is read once. */
  const notOurs = new Set<string>();

  async function getSummary(id: string): Promise<CaughtMailSummary> {
    const known = summaries.get(id);
    if (known !== undefined) return known;
    const [envelope, header] = await Promise.all([files.getEnvelope(id), files.getHeader(id)]);
    const mail = await simpleParser(header);
    const summary = {
      id,
      receivedAt: envelope.receivedAt,
      recipients: envelope.recipients,
      ...headlineOf(mail),
    };
    summaries.set(id, summary);
    return summary;
  }

  async function deliveredAs(id: string): Promise<Buffer | undefined> {
    const found = await files.find(id);
    if (found === undefined) return undefined;
    const { sender, recipients } = found.envelope;
    const top = [`Return-Path: <${sender}>`, ...recipients.map((address) => `Delivered-To: ${address}`)];
    return Buffer.concat([Buffer.from(`${top.join('\r\n')}\r\n`), found.source]);
  }

  return {
    /** Newest first. `words` are looked for in recipients and subject, accents and case ignored; pages count from 1. */
    async list(query: { words?: string; page?: number; perPage?: number } = {}) {
      const { words = '', page = 1, perPage = 50 } = query;
      const all = await Promise.all((await files.listIds()).map(getSummary));
      const wanted = plain(words).split(/\s+/).filter(Boolean);
      const found = all.filter((mail) => {
        const text = plain([mail.to, ...mail.recipients, mail.subject].join(' '));
        return wanted.every((word) => text.includes(word));
      });
      const pages = Math.max(1, Math.ceil(found.length / perPage));
      const shown = Math.min(Math.max(1, page), pages);
      return {
        mails: found.slice((shown - 1) * perPage, shown * perPage),
        total: found.length,
        page: shown,
        pages,
      };
    },

    /** Undefined when there is no such message. */
    async read(id: string): Promise<CaughtMail | undefined> {
      const found = await files.find(id);
      if (found === undefined) return undefined;
      const { source, envelope } = found;
      const mail = await simpleParser(source, {
        skipTextToHtml: true,
        skipHtmlToText: true,
        skipImageLinks: true,
      });
      const text = mail.text ?? '';
      return {
        id,
        receivedAt: envelope.receivedAt,
        recipients: envelope.recipients,
        ...headlineOf(mail),
        sender: envelope.sender,
        messageId: mail.messageId ?? '',
        date: (mail.date ?? new Date(envelope.receivedAt)).toISOString(),
        text,
        html: typeof mail.html === 'string' ? mail.html : undefined,
        attachments: mail.attachments.map(({ filename, contentType, content }, index) => ({
          name: filename ?? `piece-${index + 1}`,
          type: contentType,
          size: content.length,
          bytes: content,
        })),
        links: [...new Set(text.match(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g) ?? [])],
      };
    },

    /** Those of which a recipient is one of ours, oldest first. */
    async listFor(isOurs: (address: string) => boolean) {
      const listed = [];
      for (const id of (await files.listIds()).toReversed()) {
        if (notOurs.has(id)) continue;
        const { receivedAt, recipients } = await files.getEnvelope(id);
        const own = recipients.filter(isOurs);
        if (own.length === 0) notOurs.add(id);
        else listed.push({ id, receivedAt });
      }
      return listed;
    },

    /** A message as a mailbox holds it: where it came from and where it went on top (RFC 5321, 4.4). */
    delivered: deliveredAs,

    /** Puts a message among the caught ones, as if it had been sent to this server. */
    async drop(
      envelope: { sender: string; recipients: string[] },
      source: Uint8Array,
      at: Date,
    ): Promise<void> {
      const receivedAt = at.toISOString();
      const id = `${receivedAt.replace(/[-:.]/g, '')}-${newId()}`;
      await files.keep(id, { receivedAt, ...envelope }, Readable.from([source]));
    },

    /** The message's bytes, exactly as they came. */
    async source(id: string): Promise<Buffer | undefined> {
      return (await files.find(id))?.source;
    },
  };
}

export type CaughtMails = ReturnType<typeof createCaughtMails>;

function headlineOf(mail: {
  from?: AddressObject | undefined;
  to?: AddressObject | AddressObject[] | undefined;
  subject?: string | undefined;
}) {
  const mailboxes = (header: AddressObject | AddressObject[] | undefined) =>
    [header ?? []]
      .flat()
      .flatMap(({ value }) => value)
      .map(({ name, address = '' }) => (name === '' ? address : `${name} <${address}>`))
      .join(', ');
  return { from: mailboxes(mail.from), to: mailboxes(mail.to), subject: mail.subject ?? '' };
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
}
