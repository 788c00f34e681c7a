import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Log } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Browser } from './browser.ts';
import type { AmendmentNotice } from './amendment-notice.ts';
import { toAssociatedFiles } from './associated-files.ts';
import { finisher, finishPdf } from './conformance.ts';
import { findPlaces, isLikelyLong, mostPagesWithoutContents, toContents, type Places } from './contents.ts';
import type { DocumentValue } from './document-engine.ts';
import type { SectionHtml } from './document-value.ts';
import type { Figures } from './figures.ts';
import { loadFonts } from './fonts.ts';
import { compileTemplate, loadTemplates, type CompiledTemplate } from './load-template.ts';
import { createInstructionPage } from './instruction-page.ts';
import { createPreviewPrint, type PreviewedDocument } from './preview.ts';
import { toPrintPage, toUnpaintedPage } from './print-page.ts';
import { lowerHeadings } from './section-html.ts';
import type { InstructionTemplate } from './template.ts';

export { createBrowser } from './browser.ts';
export { findBrowserPath, mayUseSandbox } from './browser-path.ts';
export { createStatementPrint, type StatementPrint } from './statement.ts';
export type { FieldSpec, InstructionTemplate, SectionSpec, StartDocument, StartNode } from './template.ts';
export type { SafeHtml, SectionHtml } from './document-value.ts';
export type { Figures } from './figures.ts';
export type { PreviewedDocument } from './preview.ts';
export type { AmendmentNotice } from './amendment-notice.ts';
export { createReceiptPrint, type ReceiptInput, type ReceiptPrint } from './receipt.ts';
export { createNotifications, type NotificationInput, type Notifications } from './notification.ts';

export interface DocumentInput {
  template: InstructionTemplate;
  /** In the place of the template's: of an instruction that is not the first of its year, of a rectificatif. */
  title?: string;
  /** Field's key → its stored text (see kernel/typed-field.ts). */
  fields: Record<string, string>;
  sections: SectionHtml[];
  /** A preview bears « PROJET » and tells what is missing; a frozen document has to be complete. */
  mark: 'preview' | 'frozen';
  /** Says « démonstration, sans valeur » on every page. */
  demonstration: boolean;
  /** Where the printed document can be checked: an address, printed with its QR code. */
  verificationUrl?: string;
  /** The figures of the instruction, as CSV, to travel inside of the PDF. */
  creditsCsv?: string;
  /** The same figures, printed as the last annex and told in the data that travel inside of the PDF. */
  figures?: Figures;
  /** Of a document that corrects another one. */
  amendment?: AmendmentNotice;
}

export interface RenderedDocument {
  pdf: Uint8Array;
  /** The same text as accessible HTML, a fragment whose headings begin at level 2. */
  html: string;
  pages: number;
  /** Of `pdf`. */
  sha256: string;
  madeWith: MadeWith;
}

/** What the same input has to be printed with to give the same bytes. */
export interface MadeWith {
  /** Name and version of the browser. */
  browser: string;
  /** Of all the font files. */
  fontsSha256: string;
  /** Name and version of the library that finishes the file. */
  finisher: string;
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
  const fontsSha256 = sha256Hex([...fonts.values()].map(({ bytes }) => sha256Hex(bytes)).join());

  function compiledFrom(source: string): CompiledTemplate {
    const sha256 = sha256Hex(source);
    const compiled = bySource.get(sha256) ?? compileTemplate(source, `template ${sha256.slice(0, 12)}`);
    bySource.set(sha256, compiled);
    return compiled;
  }

  const { valueOf, bodyOf, pageOf } = createInstructionPage({ messages });
  const preview = createPreviewPrint({ browser, fonts, pageOf });

  /** A long document has a table of contents, whose pages a first print tells. */
  async function printWhole(compiled: CompiledTemplate, value: DocumentValue, input: DocumentInput) {
    if (!isLikelyLong(value)) {
      const short = await printShort(compiled, value, input);
      if (short.places.pages <= mostPagesWithoutContents) return short;
    }
    return (await printLong(compiled, value, input)) ?? printShort(compiled, value, input);
  }

  async function printShort(compiled: CompiledTemplate, value: DocumentValue, input: DocumentInput) {
    const html = toPrintPage(pageOf(compiled, value, input));
    return finish(await browser.print({ html, assets: fonts }), compiled, value, input);
  }

  /** Nothing when the document is short after all. */
  async function printLong(compiled: CompiledTemplate, value: DocumentValue, input: DocumentInput) {
    const contents = toContents(value);
    const html = toUnpaintedPage(pageOf(compiled, { ...value, contents }, input));
    let measured: Places | undefined;
    async function numbers(unpainted: Uint8Array) {
      measured = await findPlaces(unpainted);
      if (measured.pages <= mostPagesWithoutContents) return undefined;
      const { byId } = measured;
      return new Map(contents.map(({ id }) => [id, pageOfEntry(byId, id)]));
    }
    const printed = await browser.print({ html, assets: fonts, numbers });
    if (measured === undefined || measured.pages <= mostPagesWithoutContents) return undefined;
    const long = await finish(printed, compiled, value, input);
    requireSamePlaces(measured, long.places);
    return long;
  }

  async function finish(
    printed: Uint8Array,
    compiled: CompiledTemplate,
    value: DocumentValue,
    input: DocumentInput,
  ) {
    const { lang } = compiled.manifest;
    const files = toAssociatedFiles({ ...input, value, lang }, messages);
    const destinations = new Map(
      [...value.sections, ...value.annexes].map(({ id, title }) => [
        id,
        messages('render.link-to', { title }),
      ]),
    );
    const sayNote = (isCall: boolean, number: string) =>
      messages(isCall ? 'render.link-to-call' : 'render.link-to-note', { number });
    const { title } = value;
    return finishPdf(printed, {
      lang,
      title,
      author: messages('render.author'),
      files,
      destinations,
      sayNote,
    });
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
      const value = valueOf(compiled, input);
      const { pdf, pages } = await printWhole(compiled, value, input);
      const sha256 = sha256Hex(pdf);
      log.info({ sha256, pages, ms: Math.round(performance.now() - startedAt) }, 'document rendered');
      const madeWith = { browser: await browser.version(), fontsSha256, finisher };
      return { pdf, html: lowerHeadings(bodyOf(compiled, value, input), 1), pages, sha256, madeWith };
    },

    /**
     * The pages as they would be printed, to be looked at: neither conformant nor kept. `before` is what the
     * last preview of the same text told of its places, which are then rarely measured again. Throws
     * `unavailable` when no PDF can be printed.
     */
    previewInstruction(input: DocumentInput, before?: PreviewedDocument): Promise<PreviewedDocument> {
      const compiled = compiledFrom(input.template.source);
      return preview(compiled, { value: valueOf(compiled, input), input, before });
    },

    /** Ends the browser. */
    close: (): Promise<void> => browser.close(),
  };
}

function pageOfEntry(byId: ReadonlyMap<string, number>, id: string): number {
  const page = byId.get(id);
  if (page === undefined) throw new AppError('internal', `the table of contents leads nowhere: ${id}`);
  return page;
}

/** A table of contents tells true pages, or there is no document. */
function requireSamePlaces(measured: Places, printed: Places): void {
  const moved = [...measured.byId].some(([id, page]) => printed.byId.get(id) !== page);
  if (measured.pages !== printed.pages || moved)
    throw new AppError('internal', 'the second print does not have the pages of the first');
}
