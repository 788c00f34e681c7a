import Handlebars from 'handlebars';
import { oncePerText } from '../kernel/once-per-text.ts';
import {
  checkTemplate,
  readModel,
  splitFrontMatter,
  type Fault,
  type Model,
} from '../kernel/template-model.ts';
import { pageHelperSpecs } from './page-helpers.ts';

type Ast = Parameters<typeof checkTemplate>[0];

/** The text of every template, by its name without `.hbs`. */
export interface ViewSources {
  partials: Record<string, string>;
  pages: Record<string, string>;
}

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
 * Checks and compiles pages and partials; the helpers are given at each render. Throws TemplateFaults when one
 * of them reads what its front matter does not declare. The same sources are compiled once in a process.
 */
export const compileViews = (sources: ViewSources) => compileOnce(JSON.stringify(sources));

const compileOnce = oncePerText((json) => {
  const sources = JSON.parse(json) as ViewSources;
  const engine = Handlebars.create();
  const partials = readAll('partials', sources.partials);
  const pages = readAll('pages', sources.pages);
  const partialModels = Object.fromEntries([...partials].map(([name, { model }]) => [name, model]));
  const faults: Fault[] = [];
  const compiled = new Map<string, { model: Model; render: Handlebars.TemplateDelegate }>();

  function admit(file: string, template: ReturnType<typeof splitFrontMatter>, partial: boolean) {
    const { body, firstLine, model } = template;
    const ast = Handlebars.parse(body);
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
    // The indent of a partial is not its lines': it would go into what a person typed on several.
    return engine.compile(ast, { explicitPartialContext: true, preventIndent: true });
  }
  for (const [name, template] of partials)
    engine.registerPartial(name, admit(`partials/${name}.hbs`, template, true));
  for (const [name, template] of pages)
    compiled.set(name, { model: template.model, render: admit(`pages/${name}.hbs`, template, false) });
  if (faults.length > 0) throw new TemplateFaults(faults);
  return compiled;
});

const readAll = (folder: string, sources: Record<string, string>) =>
  new Map(
    Object.entries(sources).map(([name, source]) => [
      name,
      splitFrontMatter(source, `${folder}/${name}.hbs`),
    ]),
  );
