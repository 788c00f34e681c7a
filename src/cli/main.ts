import { ConfigError } from '../config.ts';
import { NatureMismatch } from '../installation/installation.ts';
import { AppError } from '../kernel/errors.ts';
import { loadMessages } from '../kernel/messages.ts';
import { demoCommand } from './demo-command.ts';
import { documentsCommand } from './documents-command.ts';
import { frenchCommand, runProgram } from './french-command.ts';
import { inboxCommand } from './inbox-command.ts';
import { journalCommand } from './journal-command.ts';
import { migrateCommand } from './migrate-command.ts';
import { officesCommand } from './offices-command.ts';
import { letReadersLeave } from './output.ts';
import { pastCircularsCommand } from './past-circulars-command.ts';
import { renderCommand } from './render-command.ts';
import { startCommand } from './start-command.ts';
import { userCommand } from './user-command.ts';
import { verifyCommand } from './verify-command.ts';

letReadersLeave();
const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);

const program = frenchCommand(messages, 'estafette');
for (const make of [
  startCommand,
  demoCommand,
  verifyCommand,
  renderCommand,
  journalCommand,
  documentsCommand,
  officesCommand,
  pastCircularsCommand,
  inboxCommand,
  userCommand,
  migrateCommand,
]) {
  program.addCommand(make(messages));
}
process.exitCode = await runProgram(messages, program, process.argv.slice(2), (error) => {
  process.stderr.write(`${explain(error)}\n`);
  return error instanceof ConfigError || error instanceof NatureMismatch ? 2 : 1;
});

/** What, why and what to do, for the person at the terminal. */
function explain(error: unknown): string {
  if (error instanceof ConfigError)
    return `${messages('cli.configuration')}\n${error.faults.map((fault) => `  ${fault}`).join('\n')}`;
  if (error instanceof NatureMismatch)
    return messages('cli.nature', { born: error.born, wanted: error.wanted });
  if (error instanceof Error && error.name === 'TemplateFaults')
    return `${messages('cli.templates')}\n${error.message}`;
  if (error instanceof AppError && error.messageKey !== undefined)
    return messages(error.messageKey, error.params);
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return messages('cli.port-in-use');
  return messages('cli.unexpected', {
    detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
