import { Command, CommanderError } from 'commander';

/** Wrong use of the command line: exit code 2, whatever went wrong. */
const wrongUse = 2;

const sentences: Record<string, string> = {
  'commander.unknownCommand': 'Cette commande n’existe pas.',
  'commander.unknownOption': 'Cette option n’existe pas.',
  'commander.missingArgument': 'Il manque un argument.',
  'commander.excessArguments': 'Il y a trop d’arguments.',
  'commander.optionMissingArgument': 'Il manque la valeur d’une option.',
  'commander.missingMandatoryOptionValue': 'Il manque une option obligatoire.',
  'commander.invalidArgument': 'Une valeur ne convient pas.',
};

/** A command whose help and whose refusals are French. */
export function frenchCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .helpOption('-h, --help', 'affiche cette aide')
    .helpCommand(false)
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
}

const titles: Record<string, string> = {
  'Usage:': 'Emploi :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Commands:': 'Commandes :',
  'Global Options:': 'Options générales :',
};

/**
 * Runs the program and gives its exit code: 0 done, 1 the thing checked is not right, 2 wrong use.
 * `fail` prints what went wrong otherwise.
 */
export async function runProgram(
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
    const detail = /'([^']+)'/.exec(error.message)?.[1];
    process.stderr.write(
      `${sentences[error.code] ?? 'La commande est mal formée.'}${detail === undefined ? '' : ` (${detail})`}\n`,
    );
    process.stderr.write('Pour voir ce qui est possible : estafette --help\n');
    return wrongUse;
  }
}
