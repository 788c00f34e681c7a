import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { AppError } from '../kernel/errors.ts';
import { formatBytes, formatDay, formatLongInstant, formatShortDay } from '../kernel/french-format.ts';
import { oncePerText } from '../kernel/once-per-text.ts';
import type { TemplateNode } from '../kernel/template-ast.ts';
import { checkTemplate, checkValue, splitFrontMatter, type HelperSpec } from '../kernel/template-model.ts';

/** What a mail template may call; each takes exactly one value. */
const helpers = {
  day: (day: string) => formatDay(day),
  shortDay: (day: string) => formatShortDay(day),
  instant: (instant: string) => formatLongInstant(instant),
  bytes: (bytes: number) => formatBytes(bytes),
};

const helperSpecs: Record<string, HelperSpec> = Object.fromEntries(
  Object.keys(helpers).map((name) => [name, { min: 1, max: 1 }]),
);

/**
 * The third Handlebars engine, after those of documents and of pages: mails have plain-text templates,
 * where nothing is escaped, and none of the pages' helpers. Every `*.hbs` of the folder is checked
 * against the model of its front matter when the engine is made: one fault throws, all faults listed.
 */
export function createMailEngine(options: { folder: string }) {
  const files = readdirSync(options.folder).filter((name) => name.endsWith('.hbs'));
  const sources = files.map((file) => [file, readFileSync(join(options.folder, file), 'utf8')]);
  const templates = compileOnce(JSON.stringify(sources));
  return {
    /** `instruction.subject` prints `instruction.subject.hbs`. Throws unless the value is exactly the declared model. */
    print(name: string, value: Record<string, unknown>): string {
      const template = templates.get(name);
      if (template === undefined) throw new AppError('internal', `there is no mail template ${name}`);
      return template(value);
    },
  };
}

const compileOnce = oncePerText((json) => {
  const engine = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers))
    engine.registerHelper(name, helper as Handlebars.HelperDelegate);
  const templates = new Map<string, (value: unknown) => string>();
  const faults: string[] = [];

  for (const [file, source] of JSON.parse(json) as [string, string][]) {
    const { model, body, firstLine } = splitFrontMatter(source, file);
    const ast = engine.parse(body);
    const found = checkTemplate(ast as unknown as TemplateNode, model, {
      file,
      helpers: helperSpecs,
      partials: {},
      firstLine,
    });
    faults.push(...found.map(({ line, reason }) => `${file}:${line}: ${reason}`));
    const isHtml = file.endsWith('.html.hbs');
    const print = engine.compile(ast, { noEscape: !isHtml, preventIndent: true });
    templates.set(file.slice(0, -'.hbs'.length), (value) => {
      checkValue(value, model, file);
      return print(value);
    });
  }
  if (faults.length > 0)
    throw new AppError('internal', `mail templates are not sound:\n${faults.join('\n')}`);
  return templates;
});
