// SQLite's native module: its authors' binary where the network allows, compiled here otherwise.
import { join } from 'node:path';
import { findHeaders } from './node.mjs';
import { run, SetupError, step, tail } from './steps.mjs';

/**
 * @param {string} root the project's folder
 * @param {string} node the Node that will load it
 * @param {() => Promise<void>} ensureCompiler called only when there is no way round compiling
 */
export async function ensureSqlite(root, node, ensureCompiler) {
  if (await loads(root, node)) return;
  const folder = join(root, 'node_modules/sqlite3');
  const downloaded = await step('téléchargement du module SQLite', async () => {
    const tool = join(root, 'node_modules/prebuild-install/bin.js');
    const { ok } = await run(node, [tool, '-r', 'napi'], { cwd: folder, deadlineMs: 120_000 });
    return ok && (await loads(root, node));
  });
  if (downloaded) return;
  await ensureCompiler();
  await step(
    'le téléchargement n’a pas abouti ; compilation du module SQLite (environ 3 min, une seule fois)',
    async () => {
      const headers = findHeaders(root);
      const { ok, output } = await run(
        node,
        [
          join(root, 'node_modules/node-gyp/bin/node-gyp.js'),
          'rebuild',
          '--jobs=max',
          ...(headers === undefined ? [] : [`--nodedir=${headers}`]),
        ],
        { cwd: folder },
      );
      if (!ok || !(await loads(root, node))) {
        throw new SetupError(
          `le module SQLite n’a pas pu être compilé. Voici la fin de ce que dit le compilateur :\n${tail(output)}`,
        );
      }
    },
  );
}

/**
 * @param {string} root
 * @param {string} node
 */
async function loads(root, node) {
  const { ok } = await run(node, ['-e', "require('sqlite3')"], { cwd: root, deadlineMs: 30_000 });
  return ok;
}
