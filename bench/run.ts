// npm run -s bench -- [NAME…] [--json] [--rounds N]: see docs/benchmarks.md.
import { benchmarks } from './benchmarks.ts';
import { runBenches } from './command.ts';

process.exitCode = await runBenches(process.argv.slice(2), {
  benchmarks,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
});
