import type { Messages } from '../kernel/messages.ts';
import { amendmentCss, announceAmendment } from './amendment-notice.ts';
import type { DocumentValue } from './document-engine.ts';
import { toDocumentValue } from './document-value.ts';
import { figuresCss, toFiguresAnnex, type Figures } from './figures.ts';
import type { CompiledTemplate } from './load-template.ts';
import type { Furniture, PrintedPage } from './print-page.ts';
import { placeReferences } from './references.ts';
import type { DocumentInput } from './render.ts';

/** What is printed of an instruction: its template filled with its fields and texts, and what stands around. */
export function createInstructionPage({ messages }: { messages: Messages }) {
  function furnitureOf(title: string, input: DocumentInput): Furniture {
    return {
      header: title,
      page: messages('render.page'),
      of: messages('render.page-of'),
      ...(input.demonstration ? { notice: messages('render.demonstration') } : {}),
      ...(input.mark === 'preview' ? { watermark: messages('render.draft') } : {}),
    };
  }

  function withFigures(value: DocumentValue, figures: Figures | undefined): DocumentValue {
    if (figures === undefined) return value;
    const annex = toFiguresAnnex(figures, value.annexes.length + 1, messages);
    return { ...value, annexes: [...value.annexes, annex] };
  }

  function bodyOf({ fill }: CompiledTemplate, value: DocumentValue, { amendment }: DocumentInput): string {
    const body = fill(value);
    return amendment === undefined ? body : announceAmendment(body, amendment, messages);
  }

  return {
    bodyOf,

    /** What the template is filled with. Throws `invalid` when a frozen document lacks something required. */
    valueOf({ manifest }: CompiledTemplate, input: DocumentInput): DocumentValue {
      const titled = { ...input, title: input.amendment?.title ?? input.title };
      return placeReferences(withFigures(toDocumentValue(manifest, titled, messages), input.figures));
    },

    pageOf(compiled: CompiledTemplate, value: DocumentValue, input: DocumentInput): PrintedPage {
      const { css, manifest } = compiled;
      const style = [
        css,
        ...(input.figures === undefined ? [] : [figuresCss]),
        ...(input.amendment === undefined ? [] : [amendmentCss]),
      ].join('\n');
      const { title } = value;
      return {
        lang: manifest.lang,
        title,
        body: bodyOf(compiled, value, input),
        css: style,
        furniture: furnitureOf(title, input),
      };
    },
  };
}
