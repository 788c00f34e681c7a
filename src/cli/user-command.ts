import { text } from 'node:stream/consumers';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { isRole, roles, type Role } from '../accounts/accounts.ts';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printJson, printLine } from './output.ts';
import { resetFactorCommand } from './reset-factor-command.ts';

interface AddOptions {
  login: string;
  givenName: string;
  familyName: string;
  function: string;
  email?: string;
  role: Role[];
  json?: boolean;
}

function collect(value: string, previous: Role[] = []): Role[] {
  if (isRole(value)) return [...previous, value];
  throw new InvalidArgumentError(`'${value}'`);
}

/** `estafette user add`: how the first administrator of a production comes to be. The password is read, never given as an argument. */
export function userCommand(messages: Messages): Command {
  const add = frenchCommand(messages, 'add', 'user-add')
    .requiredOption('--login <identifiant>', messages('cli.help.login'))
    .requiredOption('--given-name <prénom>', messages('cli.help.given-name'))
    .requiredOption('--family-name <nom>', messages('cli.help.family-name'))
    .requiredOption('--function <fonction>', messages('cli.help.function'))
    .option('--email <adresse>', messages('cli.help.email'))
    .addOption(
      new Option('--role <rôle>', messages('cli.help.role', { roles: roles.join(', ') }))
        .argParser(collect)
        .makeOptionMandatory(),
    )
    .option('--json', messages('cli.help.json'))
    .action(async (options: AddOptions) => {
      const password = (await text(process.stdin)).trim();
      if (password.length < 12) {
        throw new AppError('invalid', 'no password', {
          messageKey: password === '' ? 'cli.user.password-needed' : 'accounts.password.too-short',
        });
      }
      const { openData } = await import('../compose-data.ts');
      const data = await openData(readConfig(), { clock: systemClock });
      try {
        const { role, json, email = '', ...person } = options;
        const created = await data.accounts.createUser('system', {
          ...person,
          email,
          login: person.login.toLowerCase(),
          password,
          roles: role,
        });
        if (!created.ok) {
          const reasons = created.errors.map(({ key, params }) => messages(key, params));
          if (json === true) printJson({ created: false, reasons });
          else printLine([messages('cli.user.refused'), ...reasons].join('\n  '));
          process.exitCode = 1;
          return;
        }
        if (json === true) printJson({ created: true, id: created.value.id, login: person.login });
        else printLine(messages('cli.user.created', { login: person.login }));
      } finally {
        await data.close();
      }
    });
  return frenchCommand(messages, 'user').addCommand(add).addCommand(resetFactorCommand(messages));
}
