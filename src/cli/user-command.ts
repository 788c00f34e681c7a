import { text } from 'node:stream/consumers';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { isRole, roles, type Role } from '../accounts/accounts.ts';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import { frenchCommand } from './french-command.ts';
import { printJson, printLine } from './output.ts';

interface AddOptions {
  login: string;
  givenName: string;
  familyName: string;
  function: string;
  email: string;
  role: Role[];
  json?: boolean;
}

function collect(value: string, previous: Role[] = []): Role[] {
  if (isRole(value)) return [...previous, value];
  throw new InvalidArgumentError(`'${value}'`);
}

/** `estafette user add`: how the first administrator of a production comes to be. The password is read, never given as an argument. */
export function userCommand(messages: Messages): Command {
  const add = frenchCommand('add', 'Crée un compte. Le mot de passe est lu sur l’entrée standard.')
    .requiredOption('--login <identifiant>', 'identifiant de connexion')
    .requiredOption('--given-name <prénom>', 'prénom')
    .requiredOption('--family-name <nom>', 'nom')
    .requiredOption('--function <fonction>', 'fonction')
    .option('--email <adresse>', 'adresse électronique', '')
    .addOption(
      new Option('--role <rôle>', `rôle, à répéter s’il y en a plusieurs : ${roles.join(', ')}`)
        .argParser(collect)
        .makeOptionMandatory(),
    )
    .option('--json', 'rend un objet JSON sur la sortie standard')
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
        const { role, json, ...person } = options;
        const created = await data.accounts.createUser('system', {
          ...person,
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
  return frenchCommand('user', 'Les comptes.').addCommand(add);
}
