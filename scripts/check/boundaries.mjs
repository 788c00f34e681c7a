// The import rules, and the proof that they were applied: a cruiser that reads nothing finds no fault.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool } from './program.mjs';

const folders = ['src', 'db', 'tests', 'bench', 'scripts', 'bin'];

/** @typedef {{ source: string }} CruisedModule */
/** @typedef {{ from: string, to: string, rule: { name: string }, comment?: string }} Violation */

/** @returns {Promise<import('./program.mjs').CheckResult>} */
export async function checkBoundaries() {
  const { output } = await runTool('dependency-cruiser/bin/dependency-cruise.mjs', [
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'json',
    ...folders,
  ]);
  /** @type {{ modules: CruisedModule[], summary: { violations: Violation[] } }} */
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return { ok: false, output };
  }
  const seen = new Set(report.modules.map((module) => module.source));
  const unseen = listSources().filter((path) => !seen.has(path));
  const faults = report.summary.violations.map(
    ({ rule, from, to, comment }) =>
      `${rule.name}: ${from} → ${to}${comment === undefined ? '' : ` (${comment})`}`,
  );
  faults.push(...unseen.map((path) => `not seen, so not checked: ${path}`));
  if (seen.size === 0) faults.push('no module was seen');
  return { ok: faults.length === 0, output: `${faults.join('\n')}\n${seen.size} modules seen` };
}

function listSources() {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /[.](ts|mjs)$/.test(name) && !name.endsWith('.d.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
}
