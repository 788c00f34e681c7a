// Installing system parts: as root without a question, with a question on a terminal, otherwise never.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { findPackageManager, installCommands, missingSentence } from './package-managers.mjs';
import { listMissing, parts } from './system-parts.mjs';
import { run, say, SetupError, step, tail } from './steps.mjs';

/** @typedef {import('./system-parts.mjs').Part} Part */
/** @typedef {import('./package-managers.mjs').PackageManager} PackageManager */

/**
 * @param {Part[]} missing
 * @param {{ root: boolean, terminal: boolean, path: string }} person
 */
export async function installParts(missing, person) {
  if (missing.length === 0) return;
  const manager = findPackageManager(person.path);
  const sentence = missingSentence(manager, missing, person);
  const commands = manager === undefined ? [] : installCommands(manager, missing);
  // Homebrew refuses to run as root, and none of the others runs otherwise.
  const allowed = person.root && manager !== 'brew';
  if (manager === undefined || commands.length === 0) throw new SetupError(sentence);
  const names = missing.map((part) => parts[part].label).join(', ');
  if (allowed) {
    await step(`installation de ${names}`, () => runAll(commands));
  } else {
    if (!person.terminal || person.root) throw new SetupError(sentence);
    say(sentence);
    if (!(await agrees('Faut-il la lancer maintenant ? (o/N) '))) {
      throw new SetupError('rien n’a été installé.');
    }
    const prefix = manager === 'brew' ? [] : ['sudo'];
    for (const command of commands) await runInSight([...prefix, ...command]);
  }
  const still = listMissing(
    missing.filter((part) => part !== 'chromium'),
    { path: person.path, platform: process.platform },
  );
  if (still.length > 0) throw new SetupError(missingSentence(manager, still, person));
}

/** @param {string[][]} commands */
async function runAll(commands) {
  for (const [command, ...args] of commands) {
    const { ok, output } = await run(/** @type {string} */ (command), args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    });
    if (!ok) throw new SetupError(`« ${[command, ...args].join(' ')} » a échoué :\n${tail(output)}`);
  }
}

/**
 * sudo asks for its password on the terminal, so the person sees everything.
 *
 * @param {string[]} words
 * @returns {Promise<void>}
 */
function runInSight([command, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(/** @type {string} */ (command), args, { stdio: ['inherit', 2, 2] });
    child.on('error', (error) => reject(new SetupError(String(error))));
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new SetupError(`« ${[command, ...args].join(' ')} » a échoué.`)),
    );
  });
}

/**
 * @param {string} question
 * @returns {Promise<boolean>}
 */
function agrees(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    terminal.on('close', () => resolve(false));
    terminal.question(question, (answer) => {
      resolve(/^(o|oui|y|yes)$/i.test(answer.trim()));
      terminal.close();
    });
  });
}
