import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import type { ReadMessage } from '../inbox/message-reading.ts';
import { formatBytes, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printFacts, printJson, printLine } from './output.ts';
import { readNamedMessage } from './read-message.ts';

/** `estafette inbox explain FILE.eml`: how a message that came back is read. Nothing is stored. */
export function inboxCommand(messages: Messages): Command {
  const explain = frenchCommand(messages, 'explain', 'inbox-explain')
    .argument('<message.eml>', messages('cli.help.message-file'))
    .option('--json', messages('cli.help.json'))
    .action(async (path: string, options: { json?: boolean }) => {
      const source = await readNamedMessage(path, messages('cli.inbox.standard-input'));
      const { explainInLedger } = await import('../compose-tying.ts');
      const { read, delivery } = await explainInLedger(readConfig(), source);
      if (options.json === true) printJson({ kind: read.kind, recipients: read.recipients, delivery });
      else printReading(read, delivery, messages);
    });
  return frenchCommand(messages, 'inbox').addCommand(explain);
}

const mostText = 1500;
/** Actions that have a word (`cli.inbox.action.…`). */
const knownActions = new Set([
  'failed',
  'delayed',
  'delivered',
  'relayed',
  'expanded',
  'displayed',
  'deleted',
]);

function printReading(read: ReadMessage, delivery: string | null, messages: Messages): void {
  const label = (key: string, params?: Record<string, string | number>) =>
    messages(`cli.inbox.${key}`, params);
  const { from, sentAt } = read;
  printLine(label(`kind.${read.kind}`));
  printLine();
  printFacts([
    [label('rule'), read.why],
    [
      label('from'),
      from === undefined ? label('nobody') : printable(`${from.name} <${from.address}>`).trim(),
    ],
    [label('subject'), printable(read.subject)],
    [label('sent-at'), sentAt === undefined ? label('no-date') : formatLongInstant(sentAt)],
    [label('delivery'), delivery ?? label('no-delivery')],
  ]);
  for (const { address, action, status, permanent, diagnostic } of read.recipients) {
    const told = label(`action.${knownActions.has(action) ? action : 'other'}`);
    const lasting = action === 'failed' ? label(permanent ? 'permanent' : 'passing') : '';
    const words = [told, status ?? '', lasting];
    printLine(`\n${printable(address)}\u00a0: ${words.filter(Boolean).join(', ')}`);
    if (diagnostic !== '') printLine(`  ${printable(diagnostic)}`);
  }
  if (read.attachments.length > 0) printLine();
  for (const { name, type, bytes } of read.attachments) {
    printLine(`${label('attachment', { name: printable(name || type), size: formatBytes(bytes) })}`);
  }
  for (const limit of read.limits) printLine(`\n${label(`limit.${limit}`)}`);
  const text = read.text.slice(0, mostText);
  if (text !== '') printLine(`\n${text.split('\n').map(printable).join('\n')}`);
}

/** What a stranger wrote must not drive the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}
