import { readFile } from 'node:fs/promises';
import type { Config } from './config.ts';
import {
  createAnswers,
  createCaughtMailbox,
  createImapMailbox,
  createInbox,
  createOwnAddresses,
  readImapUrl,
  wholeUpTo,
  type AnswersDeps,
  type InboxDeps,
  type MailSource,
} from './inbox/inbox.ts';
import { AppError } from './kernel/errors.ts';
import { createReturnPaths, type CaughtMails } from './mail/mail.ts';

/** The addresses at which messages come back, and the tokens in them. `secret`: the installation's own. */
export function ownAddressesOf(
  config: Config,
  sender: { from: { address: string }; replyTo: { address: string } | undefined },
  secret: Uint8Array,
) {
  const { mailReturnPath: pattern } = config;
  return createOwnAddresses({
    returnPaths: pattern === undefined ? undefined : createReturnPaths({ pattern, secret }),
    pattern,
    written: [sender.from.address, ...(sender.replyTo === undefined ? [] : [sender.replyTo.address])],
  });
}

/** What comes back: from the mailbox of the configuration, or from the embedded server of a demonstration. */
export async function openInbox(
  config: Config,
  deps: Omit<InboxDeps, 'source' | 'answers'> &
    Omit<AnswersDeps, 'wake'> & { caughtMails: CaughtMails | undefined },
) {
  const answers = createAnswers(deps);
  return createInbox({ ...deps, answers, source: await openSource(config, deps) });
}

async function openSource(
  config: Config,
  deps: Pick<InboxDeps, 'ownAddresses'> & { caughtMails: CaughtMails | undefined },
): Promise<MailSource | undefined> {
  const { caughtMails, ownAddresses } = deps;
  if (config.imapUrl !== undefined) {
    const file = config.imapTrustFile;
    return createImapMailbox({
      address: readImapUrl(config.imapUrl),
      maximumBytes: wholeUpTo,
      ...(file === undefined ? {} : { trustedRoots: await readOrRefuse(file) }),
    });
  }
  return caughtMails && createCaughtMailbox({ caughtMails, isOurs: ownAddresses.has });
}

async function readOrRefuse(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('unavailable', `${file} cannot be read`, {
      cause,
      messageKey: 'inbox.fault.no-trust',
      params: { file },
    });
  });
}
