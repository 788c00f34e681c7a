import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Handlebars from 'handlebars';
import type { Messages } from '../kernel/messages.ts';
import {
  checkTemplate,
  checkValue,
  readModel,
  splitFrontMatter,
  type Fault,
  type Model,
} from '../kernel/template-model.ts';
import { createPageHelpers, pageHelperSpecs, type PageData } from './page-helpers.ts';

type Ast = Parameters<typeof checkTemplate>[0];

/** What every page may read beside its own model, as `@name`. */
const pageData = readModel({ formToken: 'text' }, 'page data');

/** The templates of pages are not right: every fault, with file and line. It stops the start. */
export class TemplateFaults extends Error {
  readonly faults: Fault[];
  constructor(faults: Fault[]) {
    super(faults.map((fault) => `${fault.file}:${fault.line}: ${fault.reason}`).join('\n'));
    this.name = 'TemplateFaults';
    this.faults = faults;
  }
}

/**
 * Reads, checks and compiles every page (`folder/pages/**`) and partial (`folder/partials/*`).
 * Throws TemplateFaults when one of them reads what its front matter does not declare.
 */
export function createViews(options: { folder: string; messages: Messages }) {
  const engine = Handlebars.create();
  for (const [name, helper] of Object.entries(createPageHelpers(options.messages))) {
    engine.registerHelper(name, helper as Handlebars.HelperDelegate);
  }
  const partials = readTemplates(join(options.folder, 'partials'));
  const pages = readTemplates(join(options.folder, 'pages'));
  const partialModels = Object.fromEntries([...partials].map(([name, { model }]) => [name, model]));
  const faults: Fault[] = [];
  const compiled = new Map<string, { model: Model; render: Handlebars.TemplateDelegate }>();

  function admit(name: string, template: ReadTemplate, partial: boolean): void {
    const file = `${partial ? 'partials' : 'pages'}/${name}.hbs`;
    const ast = Handlebars.parse(template.body);
    const { firstLine, model } = template;
    faults.push(
      ...checkTemplate(ast as unknown as Ast, model, {
        file,
        firstLine,
        partial,
        partials: partialModels,
        helpers: pageHelperSpecs,
        data: pageData,
      }),
    );
    if (partial) engine.registerPartial(name, template.body);
    // The indent of a partial is not its lines': it would go into what a person typed on several.
    else
      compiled.set(name, {
        model,
        render: engine.compile(ast, { explicitPartialContext: true, preventIndent: true }),
      });
  }
  for (const [name, template] of partials) admit(name, template, true);
  for (const [name, template] of pages) admit(name, template, false);
  if (faults.length > 0) throw new TemplateFaults(faults);

  return {
    /** The HTML of a page. Throws when the value lacks a declared key or carries another. */
    render(name: string, value: Record<string, unknown>, data: PageData): string {
      const view = compiled.get(name);
      if (view === undefined) throw new Error(`no such page: ${name}`);
      checkValue(value, view.model, `pages/${name}.hbs`);
      return view.render(value, { data });
    },
  };
}

export type Views = ReturnType<typeof createViews>;

type ReadTemplate = ReturnType<typeof splitFrontMatter>;

function readTemplates(folder: string): Map<string, ReadTemplate> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.name.endsWith('.hbs'),
  );
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(folder, path).slice(0, -'.hbs'.length).split(sep).join('/');
      return [name, splitFrontMatter(readFileSync(path, 'utf8'), path)];
    }),
  );
}
