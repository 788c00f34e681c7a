import { Command, CommanderError } from 'commander';
import type { Messages } from '../kernel/messages.ts';

/** Wrong use of the command line: exit code 2, whatever went wrong. */
const wrongUse = 2;

/** Commander's codes that have a sentence of their own (`cli.wrong-use.…`). */
const toldFaults = new Set([
  'unknownCommand',
  'unknownOption',
  'missingArgument',
  'excessArguments',
  'optionMissingArgument',
  'missingMandatoryOptionValue',
  'invalidArgument',
]);

/** Commander's headings, and the key of ours (`cli.help-heading.…`). */
const headings: Record<string, string> = {
  'Usage:': 'usage',
  'Arguments:': 'arguments',
  'Options:': 'options',
  'Commands:': 'commands',
  'Global Options:': 'global',
};

/** A command whose help and whose refusals are French; `about` names its description (`cli.help.…`). */
export function frenchCommand(messages: Messages, name: string, about = name): Command {
  const titled = (title: string) => {
    const heading = headings[title];
    return heading === undefined ? title : messages(`cli.help-heading.${heading}`);
  };
  return new Command(name)
    .description(messages(`cli.help.${about}`))
    .helpOption('-h, --help', messages('cli.help.help'))
    .helpCommand(false)
    .configureHelp({
      styleTitle: titled,
      styleUsage: (usage) => usage.replace('[command]', messages('cli.help.command')),
    })
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
}

/**
 * Runs the program and gives its exit code: 0 done, 1 the thing checked is not right, 2 wrong use.
 * `fail` prints what went wrong otherwise.
 */
export async function runProgram(
  messages: Messages,
  program: Command,
  argv: string[],
  fail: (error: unknown) => number,
): Promise<number> {
  try {
    await program.parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof CommanderError)) return fail(error);
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return wrongUse;
    const fault = error.code.replace('commander.', '');
    const sentence = messages(`cli.wrong-use.${toldFaults.has(fault) ? fault : 'other'}`);
    const detail = /'([^']+)'/.exec(error.message)?.[1];
    process.stderr.write(`${sentence}${detail === undefined ? '' : ` (${detail})`}\n`);
    process.stderr.write(`${messages('cli.wrong-use.way-out')}\n`);
    return wrongUse;
  }
}
