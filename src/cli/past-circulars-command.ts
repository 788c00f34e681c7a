import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import type { FileEnd } from '../past-circulars/importing.ts';
import type { ImportProblem } from '../past-circulars/known-file.ts';
import type { PastCirculars } from '../past-circulars/past-circulars.ts';
import { frenchCommand } from './french-command.ts';
import { printJson, printLine } from './output.ts';
import { readNamedFile } from './read-file.ts';
import { readFolder } from './read-folder.ts';

type Report = Awaited<ReturnType<PastCirculars['importFolder']>>;

/**
 * `estafette past-circulars import FOLDER --csv FILE`, which may be stopped and run again, and `… recognise`.
 * Exit code 1 when the CSV is refused, or something that it names is missing or is no PDF.
 */
export function pastCircularsCommand(messages: Messages): Command {
  const importCommand = frenchCommand(messages, 'import', 'past-circulars-import')
    .argument('<dossier>', messages('cli.help.past-circulars-folder'))
    .requiredOption('--csv <fichier.csv>', messages('cli.help.past-circulars-csv'))
    .option('--json', messages('cli.help.json'))
    .action(async (folder: string, options: { csv: string; json?: boolean }) => {
      const csv = await readNamedFile(options.csv);
      const source = await readFolder(folder, options.csv);
      const inWords = options.json !== true;
      await withRoom(async (room) => {
        const report = await room.importFolder('system', {
          ...{ csv, folder: source },
          told: (end) => inWords && printLine(sentenceOf(end, messages)),
        });
        if (inWords) printReport(report, messages);
        else printJson(countsOf(report));
        const { plan, ends } = report;
        const isWhole = plan.linesWithoutFile.length === 0 && ends.every(({ end }) => end !== 'refused');
        process.exitCode = plan.problems.length === 0 && isWhole ? 0 : 1;
        const scanned = ends.some((end) => end.end === 'imported' && end.textless > 0);
        if (inWords && scanned) await recognise(room, messages);
      });
    });
  const recogniseCommand = frenchCommand(messages, 'recognise', 'past-circulars-recognise').action(() =>
    withRoom((room) => recognise(room, messages)),
  );
  return frenchCommand(messages, 'past-circulars').addCommand(importCommand).addCommand(recogniseCommand);
}

async function withRoom(work: (room: PastCirculars) => Promise<void>): Promise<void> {
  const { openData } = await import('../compose-data.ts');
  const { createExtraction } = await import('../extraction/extraction.ts');
  const { createPastCirculars } = await import('../past-circulars/past-circulars.ts');
  const config = readConfig();
  const data = await openData(config, { clock: systemClock });
  try {
    await work(createPastCirculars({ ...data, extraction: createExtraction({ path: config.programsPath }) }));
  } finally {
    await data.close();
  }
}

async function recognise(room: PastCirculars, messages: Messages): Promise<void> {
  const report = await room.recogniseDue('system', ({ title }, pages) =>
    printLine(messages('cli.past-circulars.recognising', { title, pages })),
  );
  const { able, pages, recognised, failed } = report;
  const told = able ? 'recognised' : 'no-tesseract';
  printLine(messages(`cli.past-circulars.${told}`, { pages, recognised, failed }));
}

function sentenceOf(end: FileEnd, messages: Messages): string {
  switch (end.end) {
    case 'imported': {
      const key = end.textless * 2 > end.pages ? 'imported-scan' : 'imported';
      return messages(`cli.past-circulars.${key}`, { name: end.name, pages: end.pages });
    }
    case 'already':
      return messages('cli.past-circulars.already', { name: end.name, title: end.title });
    default: {
      const reason = messages(
        end.reason === 'unreachable' ? 'cli.past-circulars.unreachable' : `extraction.reason.${end.reason}`,
      );
      return messages(`cli.past-circulars.${end.end}`, { name: end.name, reason });
    }
  }
}

function printReport({ plan, ends }: Report, messages: Messages): void {
  const say = (key: string, params: Record<string, string | number>) =>
    printLine(messages(`cli.past-circulars.${key}`, params));
  const placed = ({ line, column, value, key, params }: ImportProblem) =>
    say(column === '' ? 'at-line' : 'at-cell', {
      ...{ line, column, value, wrong: messages(`past-circulars.problem.${key}`, params) },
      expected: messages(`past-circulars.expected.${key}`, params),
    });
  if (plan.problems.length > 0) {
    say('refused-whole', { count: plan.problems.length });
    plan.problems.forEach(placed);
    return;
  }
  plan.warnings.forEach(placed);
  for (const { line, file } of plan.linesWithoutFile) say('line-without-file', { line, file });
  for (const name of plan.filesWithoutLine) say('file-without-line', { name });
  const { imported, unreadable, already, refused } = countsOf({ plan, ends });
  say('done', { imported, unreadable, already, refused });
}

function countsOf({ plan, ends }: Report) {
  const count = (end: FileEnd['end']) => ends.filter((each) => each.end === end).length;
  return {
    ...{ imported: count('imported'), unreadable: count('unreadable') },
    ...{ already: count('already'), refused: count('refused') },
    problems: plan.problems,
    warnings: plan.warnings,
    linesWithoutFile: plan.linesWithoutFile.map(({ line, file }) => ({ line, file })),
    filesWithoutLine: plan.filesWithoutLine,
    files: ends,
  };
}
