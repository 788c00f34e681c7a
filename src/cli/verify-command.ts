import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import { silentLog } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printFacts, printJson, printLine } from './output.ts';
import { readNamedFile } from './read-file.ts';

/** `estafette verify FILE.pdf`: exit code 1 when the file is not one that was signed or sealed and left unchanged. */
export function verifyCommand(messages: Messages): Command {
  return frenchCommand('verify', 'Vérifie les signatures et les cachets d’un PDF.')
    .argument('<fichier.pdf>', 'le fichier à vérifier')
    .option('--trust <racine.pem>', 'l’autorité à reconnaître, au lieu de celle de cette installation')
    .option('--json', 'rend un objet JSON sur la sortie standard')
    .action(async (path: string, options: { trust?: string; json?: boolean }) => {
      const pdf = await readNamedFile(path);
      const { openTrust } = await import('../compose-keys.ts');
      const { createVerifier } = await import('../signing/signing.ts');
      const rootsPem =
        options.trust === undefined
          ? await openTrust(readConfig())
          : (await readNamedFile(options.trust)).toString('utf8');
      const report = await createVerifier({ rootsPem, clock: systemClock, log: silentLog }).verify(pdf);
      process.exitCode = report.valid ? 0 : 1;
      if (options.json === true) return printJson(report);
      printLine(messages(report.valid ? 'cli.verify.valid' : 'cli.verify.invalid'));
      printFacts([['SHA-256', report.sha256]]);
      for (const signature of report.signatures) {
        printFacts([
          [messages(`signing.mark.${signature.mark}`), signature.signerName],
          [messages('cli.verify.level'), messages(`signing.level.${signature.level}`)],
        ]);
      }
      for (const key of [...report.problems, ...report.signatures.flatMap(({ problems }) => problems)])
        printLine(`  ${messages(key)}`);
      for (const key of report.notChecked) printLine(`  ${messages(key)}`);
      return undefined;
    });
}
