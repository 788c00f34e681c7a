// The checks that are not tests: `npm run check`, or some of them: `npm run check -- types lint`.
// Ends with one line, `N passed, N failed`.
import { checkBoundaries } from './check/boundaries.mjs';
import { checkLicences } from './check/licences.mjs';
import { runTool } from './check/program.mjs';

/** @type {Record<string, () => Promise<import('./check/program.mjs').CheckResult> | import('./check/program.mjs').CheckResult>} */
const checks = {
  types: () => runTool('typescript/bin/tsc', ['--noEmit', '--pretty', 'false']),
  'browser-types': () =>
    runTool('typescript/bin/tsc', ['--noEmit', '--pretty', 'false', '-p', 'tsconfig.browser.json']),
  lint: () => runTool('eslint/bin/eslint.js', ['.', '--max-warnings=0']),
  format: () => runTool('prettier/bin/prettier.cjs', ['--check', '.', '--log-level=warn']),
  boundaries: checkBoundaries,
  'dead-code': () => runTool('knip/bin/knip.js', ['--no-progress']),
  licences: checkLicences,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`no such check: ${unknown.join(', ')}; there are: ${Object.keys(checks).join(', ')}`);
  process.exit(2);
}

let failed = 0;
const chosen = Object.entries(checks).filter(([name]) => asked.length === 0 || asked.includes(name));
for (const [name, check] of chosen) {
  const started = Date.now();
  const { ok, output } = await check();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? '✔' : '✖'} ${name} (${seconds} s)`);
  if (!ok) {
    failed += 1;
    console.log(output.trimEnd().replace(/^/gm, '    '));
  }
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
