import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printJson, printLine } from './output.ts';
import { readNamedFile } from './read-file.ts';

interface Options {
  since?: string;
  anchors?: string;
  head?: string[];
  trust?: string;
  json?: boolean;
}

/**
 * `estafette journal verify`: chain, anchors, and every row that the journal tells; exit code 1 when anything is wrong.
 * With `--json`, one object: the report, each finding with its French `sentence`.
 */
export function journalCommand(messages: Messages): Command {
  const verify = frenchCommand(messages, 'verify', 'journal-verify')
    .option('--since <ligne|jour>', messages('cli.help.since'))
    .option('--anchors <dossier>', messages('cli.help.anchors'))
    .option('--head <ligne:empreinte>', messages('cli.help.head'), (head, heads: string[] = []) => [
      ...heads,
      head,
    ])
    .option('--trust <racine.pem>', messages('cli.help.trust'))
    .option('--json', messages('cli.help.json'))
    .action((options: Options) => verifyJournal(options, messages));
  return frenchCommand(messages, 'journal').addCommand(verify);
}

async function verifyJournal(options: Options, messages: Messages): Promise<void> {
  const { readHeadsFolder, readTypedHead } = await import('./kept-heads-reading.ts');
  const heads = [
    ...(options.head ?? []).map(readTypedHead),
    ...(options.anchors === undefined ? [] : await readHeadsFolder(options.anchors)),
  ];
  const rootsPem =
    options.trust === undefined ? undefined : (await readNamedFile(options.trust)).toString('utf8');
  const { openProofReading } = await import('../compose-proof.ts');
  const { findingInWords, reportInWords } = await import('../proof/proof.ts');
  const config = readConfig();
  const proof = await openProofReading(config, {
    clock: systemClock,
    ...(rootsPem === undefined ? {} : { rootsPem }),
  });
  try {
    const since = options.since === undefined ? undefined : await lineOf(options.since, proof);
    const report = await proof.verify({ heads, ...(since === undefined ? {} : { since }) });
    process.exitCode = report.valid ? 0 : 1;
    const findings = report.findings.map((each) => ({ ...each, sentence: findingInWords(each, messages) }));
    if (options.json === true) return printJson({ ...report, findings });
    const { summary, facts, warnings } = reportInWords(report, messages, config.nature === 'demonstration');
    printLine(summary);
    for (const { sentence } of findings) printLine(`  ${sentence}`);
    for (const text of [...facts, ...warnings]) printLine(text);
  } finally {
    await proof.close();
  }
}

/** A line's number, or the first line of a day in Paris. */
async function lineOf(
  typed: string,
  proof: { firstLineOf(day: string): Promise<number | undefined> },
): Promise<number> {
  if (/^\d{1,15}$/.test(typed)) return Math.max(1, Number(typed));
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(Date.parse(typed));
  const line = isDay ? await proof.firstLineOf(typed) : undefined;
  if (line !== undefined) return line;
  throw new AppError('invalid', 'no such line or day', {
    messageKey: isDay ? 'proof.question.nothing-since' : 'proof.question.since',
    params: { typed },
  });
}
