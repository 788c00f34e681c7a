import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hold } from './compose-lifetime.ts';
import type { Config } from './config.ts';
import { AppError } from './kernel/errors.ts';
import type { Clock } from './kernel/clock.ts';
import type { Log } from './kernel/log.ts';
import {
  createCaughtMails,
  createDkimSigner,
  createReturnPaths,
  createSmtpMailer,
  readAddress,
  readMailbox,
  readSmtpUrl,
  startCatchAll,
  type CatchAllOptions,
  type MailAddress,
  type Mailer,
} from './mail/mail.ts';

/** The way out: the server of the configuration, or an embedded one whose mails can be read. */
export async function openMail(
  config: Config,
  deps: {
    hold: Hold;
    secret: Uint8Array;
    clock: Clock;
    log: Log;
    catchAll?: Pick<CatchAllOptions, 'refuse' | 'vanish'>;
  },
) {
  const { hold, clock, log } = deps;
  const folder = join(config.dataDir, 'mailbox');
  const { smtpUrl = await openCatchAll() } = config;
  const mailer = await hold(openMailer(config, { ...deps, smtpUrl }), (opened) => opened.close());
  return { mailer, caughtMails: config.smtpUrl === undefined ? createCaughtMails({ folder }) : undefined };

  async function openCatchAll(): Promise<string> {
    const starting = startCatchAll({ folder, host: '127.0.0.1', port: 0, clock, log, ...deps.catchAll });
    return (await hold(starting, (server) => server.close())).url;
  }
}

/**
 * The mailer of the configuration, or of the embedded server at `smtpUrl`. Throws AppError `unavailable` or
 * `invalid`, with a sentence, on a key or an address that is not fit. `secret`: the installation's own.
 */
async function openMailer(
  config: Config,
  deps: { smtpUrl: string; secret: Uint8Array; clock: Clock; log: Log },
) {
  const { mailReturnPath: pattern, smtpTrustFile, dkim, publicUrl } = config;
  const name = publicUrl === undefined ? undefined : new URL(publicUrl).hostname;
  const mailer = createSmtpMailer({
    server: readSmtpUrl(deps.smtpUrl, config.smtpTls),
    clock: deps.clock,
    log: deps.log,
    connections: config.mailConnections,
    // The name by which a server may look us up; an IP address is not one.
    ...(name !== undefined && /[a-z]$/i.test(name) ? { name } : {}),
    ...(smtpTrustFile === undefined
      ? {}
      : { trustedRoots: await readOrRefuse(smtpTrustFile, 'mail.server.no-trust') }),
    ...(pattern === undefined ? {} : { returnPaths: createReturnPaths({ pattern, secret: deps.secret }) }),
    ...(dkim === undefined
      ? {}
      : {
          dkim: createDkimSigner({
            domain: dkim.domain,
            keys: await Promise.all(
              dkim.keys.map(async ({ selector, file }) => ({
                selector,
                pem: await readOrRefuse(file, 'mail.dkim.file'),
              })),
            ),
          }),
        }),
  });
  if (config.smtpUrl !== undefined) void sayIfNotReady(mailer, deps.log);
  return mailer;
}

/** It may be away for a while: that is said now, and again before each campaign. */
async function sayIfNotReady(mailer: Mailer, log: Log): Promise<void> {
  const { outcome, ...rest } = await mailer.check();
  if (outcome !== 'ready') log.warn({ outcome, ...rest }, 'the mail server is not ready');
}

/**
 * Who writes, whom a person's answer reaches, and the domain of our Message-IDs (ASCII). Throws AppError
 * `invalid` on an address that is not one.
 */
export function senderOf(config: Config): {
  from: MailAddress;
  replyTo: MailAddress | undefined;
  domain: string;
} {
  const { domain, ...from } = mailboxOf(config.mailFrom);
  if (config.mailReplyTo === undefined) return { from, replyTo: undefined, domain };
  const { domain: _domain, ...replyTo } = mailboxOf(config.mailReplyTo);
  return { from, replyTo, domain };
}

function mailboxOf(text: string): MailAddress & { domain: string } {
  const mailbox = readMailbox(text) ?? { address: text };
  const read = readAddress(mailbox.address);
  if (!read.ok) {
    throw new AppError('invalid', 'MAIL_FROM or MAIL_REPLY_TO is not an address', {
      messageKey: read.errors[0]?.key ?? 'mail.address.invalid',
    });
  }
  return { ...mailbox, address: read.value.address, domain: read.value.domain };
}

async function readOrRefuse(file: string, messageKey: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('unavailable', `${file} cannot be read`, { cause, messageKey, params: { file } });
  });
}
