import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import { silentLog } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Known, VerificationReport } from '../signing/signing.ts';
import { frenchCommand } from './french-command.ts';
import { printFacts, printJson, printLine } from './output.ts';
import { readNamedFile } from './read-file.ts';

/** `estafette verify FILE.pdf`: exit code 0 when the file may be relied on, 1 when not or when it cannot be told. */
export function verifyCommand(messages: Messages): Command {
  return frenchCommand(messages, 'verify')
    .argument('<fichier.pdf>', messages('cli.help.verified-file'))
    .option('--trust <racine.pem>', messages('cli.help.trust'))
    .option('--json', messages('cli.help.json'))
    .action(async (path: string, options: { trust?: string; json?: boolean }) => {
      const pdf = await readNamedFile(path);
      const config = readConfig();
      const { openTrust } = await import('../compose-keys.ts');
      const { recogniseInArchive } = await import('../compose-recognition.ts');
      const { createVerifier, verificationJson } = await import('../signing/signing.ts');
      const rootsPem =
        options.trust === undefined
          ? await openTrust(config)
          : (await readNamedFile(options.trust)).toString('utf8');
      const report = await createVerifier({ rootsPem, clock: systemClock, log: silentLog }).verify(pdf);
      const known = await recogniseInArchive(config, report.revisions);
      process.exitCode = report.valid ? 0 : 1;
      if (options.json === true) printJson(verificationJson(report, known));
      else printReport(report, known, messages);
    });
}

function printReport(report: VerificationReport, known: Known | null, messages: Messages): void {
  const label = (key: string) => messages(`cli.verify.${key}`);
  printLine(label(report.verdict));
  printFacts([['SHA-256', report.sha256]]);
  for (const key of report.problems) printLine(`  ${messages(key)}`);
  for (const { kind, signer, level, at, revocation, additions, reasons, remarks } of report.signatures) {
    const added = [...new Set(additions)].map((addition) => messages(`signing.addition.${addition}`));
    printLine();
    printFacts([
      [messages(`signing.mark.${kind}`), signer],
      ...(kind === 'timestamp' ? [] : [fact(label('level'), messages(`signing.level.${level ?? 'none'}`))]),
      [label('time'), at ?? messages('signing.time.absent')],
      [label('revocation'), messages(`signing.revocation.${revocation}`)],
      ...(added.length === 0 ? [] : [fact(label('additions'), added.join(', '))]),
    ]);
    for (const key of [...reasons, ...remarks]) printLine(`  ${messages(key)}`);
  }
  if (known !== null) {
    const document = messages(`signing.known.${known.document}-${known.whole ? 'whole' : 'beginning'}`);
    printLine();
    printLine(
      `${label('known')}\u00a0: ${document} ${known.title} (${known.year}), /instructions/${known.instruction}`,
    );
  }
  if (report.notChecked.length > 0) printLine(`\n${label('not-checked')}`);
  for (const key of report.notChecked) printLine(`  ${messages(key)}`);
}

function fact(label: string, value: string): [string, string] {
  return [label, value];
}
