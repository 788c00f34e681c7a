import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Messages } from '../kernel/messages.ts';
import { checkValue } from '../kernel/template-model.ts';
import { compileViews } from './compiled-views.ts';
import { createPageHelpers, type PageData } from './page-helpers.ts';

/**
 * Reads, checks and compiles every page (`folder/pages/**`) and partial (`folder/partials/*`).
 * Throws TemplateFaults when one of them reads what its front matter does not declare.
 */
export function createViews(options: { folder: string; messages: Messages }) {
  const helpers = createPageHelpers(options.messages);
  const compiled = compileViews({
    partials: readSources(join(options.folder, 'partials')),
    pages: readSources(join(options.folder, 'pages')),
  });

  return {
    /** The HTML of a page. Throws when the value lacks a declared key or carries another. */
    render(name: string, value: Record<string, unknown>, data: PageData): string {
      const view = compiled.get(name);
      if (view === undefined) throw new Error(`no such page: ${name}`);
      checkValue(value, view.model, `pages/${name}.hbs`);
      return view.render(value, { data, helpers });
    },
  };
}

export type Views = ReturnType<typeof createViews>;

function readSources(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.name.endsWith('.hbs'),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(folder, path).slice(0, -'.hbs'.length).split(sep).join('/');
      return [name, readFileSync(path, 'utf8')];
    }),
  );
}
