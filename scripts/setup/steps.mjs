// What the set-up says, on standard error: standard output belongs to the command that follows.
import { spawn } from 'node:child_process';

/** A fault that the person can repair: the sentence is all they need, a stack would only hide it. */
export class SetupError extends Error {}

/**
 * Announces a step before it starts and says how long it took.
 *
 * @template Result
 * @param {string} label
 * @param {() => Promise<Result> | Result} work
 * @returns {Promise<Result>}
 */
export async function step(label, work) {
  const started = Date.now();
  process.stderr.write(`estafette : ${label}… `);
  try {
    const result = await work();
    process.stderr.write(`fait en ${frenchSeconds(Date.now() - started)}\n`);
    return result;
  } catch (error) {
    process.stderr.write('échec\n');
    throw error;
  }
}

/** @param {string} sentence */
export function say(sentence) {
  process.stderr.write(`estafette : ${sentence}\n`);
}

/**
 * « 0,4 s », « 172 s »: a tenth matters only under ten seconds.
 *
 * @param {number} milliseconds
 */
export function frenchSeconds(milliseconds) {
  const seconds = milliseconds / 1000;
  return `${seconds < 10 ? seconds.toFixed(1).replace('.', ',') : Math.round(seconds)} s`;
}

/**
 * Runs a program to its end and gives what it wrote; nothing is shown unless the caller shows it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, deadlineMs?: number }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} `ok` when it exited 0; `output` is both streams
 */
export function run(command, args, options = {}) {
  const { deadlineMs, ...spawnOptions } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = deadlineMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), deadlineMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ok: false, output: String(error) });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, output });
    });
  });
}

/**
 * The last lines of a program's output, which is where it says why it failed.
 *
 * @param {string} output
 */
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * The first lines: npm says what is wrong, then prints its whole usage.
 *
 * @param {string} output
 */
export function head(output, lines = 20) {
  return output.trimEnd().split('\n').slice(0, lines).join('\n');
}
