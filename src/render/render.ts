import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Log } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Browser } from './browser.ts';
import { finishPdf } from './conformance.ts';
import { toDocumentValue, type SectionHtml } from './document-value.ts';
import { loadFonts } from './fonts.ts';
import { compileTemplate, loadTemplates, type CompiledTemplate } from './load-template.ts';
import { toPrintPage, type Furniture } from './print-page.ts';
import { lowerHeadings } from './section-html.ts';
import type { InstructionTemplate } from './template.ts';

export { createBrowser } from './browser.ts';
export { findBrowserPath, mayUseSandbox } from './browser-path.ts';
export type { FieldSpec, InstructionTemplate, SectionSpec } from './template.ts';
export type { SafeHtml, SectionHtml } from './document-value.ts';

export interface DocumentInput {
  template: InstructionTemplate;
  fields: Record<string, string>;
  sections: SectionHtml[];
  /** A preview bears « PROJET » and tells what is missing; a frozen document has to be complete. */
  mark: 'preview' | 'frozen';
  /** Says « démonstration, sans valeur » on every page. */
  demonstration: boolean;
}

export interface RenderedDocument {
  pdf: Uint8Array;
  /** The same text as accessible HTML, a fragment whose headings begin at level 2. */
  html: string;
  pages: number;
  /** Of `pdf`. */
  sha256: string;
}

export type Render = ReturnType<typeof createRender>;

/**
 * Turns an instruction's fields and texts into its PDF and its HTML twin. `templates` is the folder
 * of the instruction templates, all read and checked here: a broken one throws a TemplateError.
 */
export function createRender(deps: { browser: Browser; templates: string; messages: Messages; log: Log }) {
  const { browser, messages, log } = deps;
  const installed = new Map(
    loadTemplates(deps.templates).map((compiled) => [compiled.template.name, compiled]),
  );
  const bySource = new Map([...installed.values()].map((compiled) => [compiled.template.sha256, compiled]));
  const fonts = loadFonts();

  function compiledFrom(source: string): CompiledTemplate {
    const sha256 = sha256Hex(source);
    const compiled = bySource.get(sha256) ?? compileTemplate(source, `template ${sha256.slice(0, 12)}`);
    bySource.set(sha256, compiled);
    return compiled;
  }

  function furnitureOf(title: string, input: DocumentInput): Furniture {
    return {
      header: title,
      page: messages('render.page'),
      of: messages('render.page-of'),
      ...(input.demonstration ? { notice: messages('render.demonstration') } : {}),
      ...(input.mark === 'preview' ? { watermark: messages('render.draft') } : {}),
    };
  }

  return {
    /** The templates that a new instruction may be written from. */
    listTemplates: (): InstructionTemplate[] => [...installed.values()].map(({ template }) => template),

    /** Throws `not-found`. */
    getTemplate(name: string): InstructionTemplate {
      const compiled = installed.get(name);
      if (compiled === undefined)
        throw new AppError('not-found', `no template ${name}`, { messageKey: 'render.no-template' });
      return compiled.template;
    },

    /** The template that an instruction pinned, from its stored `source`. */
    templateFromSource: (source: string): InstructionTemplate => compiledFrom(source).template,

    /**
     * The same input gives the same bytes. Throws `invalid` when a frozen document lacks a required
     * field or section, `unavailable` when no PDF can be printed.
     */
    async renderInstruction(input: DocumentInput): Promise<RenderedDocument> {
      const startedAt = performance.now();
      const compiled = compiledFrom(input.template.source);
      const value = toDocumentValue(compiled.manifest, input, messages);
      const body = compiled.fill(value);
      const { lang } = compiled.manifest;
      const { title } = value;
      const html = toPrintPage({
        lang,
        title,
        body,
        css: compiled.css,
        furniture: furnitureOf(title, input),
      });
      const printed = await browser.print({ html, assets: fonts });
      const { pdf, pages } = await finishPdf(printed, { lang, title, author: messages('render.author') });
      const sha256 = sha256Hex(pdf);
      log.info({ sha256, pages, ms: Math.round(performance.now() - startedAt) }, 'document rendered');
      return { pdf, html: lowerHeadings(body, 1), pages, sha256 };
    },

    /** Ends the browser. */
    close: (): Promise<void> => browser.close(),
  };
}
