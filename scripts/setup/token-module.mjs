// The module that speaks to signing tokens (PKCS#11): compiled only where a token is configured or tested.
import { join } from 'node:path';
import { findHeaders } from './node.mjs';
import { run, SetupError, step, tail } from './steps.mjs';

/** @param {NodeJS.ProcessEnv} environment */
export function usesToken(environment) {
  return ['SIGNATORY_TOKEN', 'SEAL_TOKEN'].some((name) => (environment[name] ?? '') !== '');
}

/** @param {string} root the project's folder */
export function tokenBinding(root) {
  return join(root, 'node_modules/pkcs11js/build/Release/pkcs11.node');
}

/**
 * @param {string} root the project's folder
 * @param {string} node the Node that will load it
 * @param {() => Promise<void>} ensureCompiler called only when it has to be compiled
 */
export async function ensureTokenModule(root, node, ensureCompiler) {
  if (await loads(root, node)) return;
  await ensureCompiler();
  await step('compilation du module des cartes et jetons de signature (quelques secondes)', async () => {
    const headers = findHeaders(root);
    const { ok, output } = await run(
      node,
      [
        join(root, 'node_modules/node-gyp/bin/node-gyp.js'),
        'rebuild',
        ...(headers === undefined ? [] : [`--nodedir=${headers}`]),
      ],
      { cwd: join(root, 'node_modules/pkcs11js') },
    );
    if (!ok || !(await loads(root, node))) {
      throw new SetupError(
        `le module des cartes et jetons de signature (pkcs11js) n’a pas pu être compilé. Voici la fin de ce que dit le compilateur :\n${tail(output)}`,
      );
    }
  });
}

/**
 * @param {string} root
 * @param {string} node
 */
async function loads(root, node) {
  const { ok } = await run(node, ['-e', "require('pkcs11js')"], { cwd: root, deadlineMs: 30_000 });
  return ok;
}
