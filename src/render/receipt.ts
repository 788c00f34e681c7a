import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Messages } from '../kernel/messages.ts';
import { readModel } from '../kernel/template-model.ts';
import type { Browser } from './browser.ts';
import { finishPdf } from './conformance.ts';
import { compileAgainst } from './document-engine.ts';
import { loadFonts } from './fonts.ts';
import { toPrintPage } from './print-page.ts';
import { toQrSvg } from './qr-code.ts';
import { splitPrint } from './split-print.ts';
import { TemplateError } from './template-error.ts';

/** The receipt of an acknowledgement, every text in it ready to be printed. */
export interface ReceiptInput {
  title: string;
  facts: { label: string; value: string; isHash?: boolean }[];
  sentence: string;
  /** What it proves, and what it does not. */
  worth: { text: string }[];
  check: { text: string }[];
  /** What the receipt is printed from, as JSON: it travels inside of the PDF. */
  data: Uint8Array;
}

const lang = 'fr';
const model = readModel({
  issuer: 'text',
  title: 'text',
  facts: [{ label: 'text', value: 'text', 'isHash?': 'flag' }],
  sentence: 'text',
  worth: [{ text: 'text' }],
  check: [{ text: 'text' }],
  verification: { address: 'text', qr: 'html' },
});

export type ReceiptPrint = ReturnType<typeof createReceiptPrint>;

/** Prints receipts with the one browser. `folder` holds their body and style: a broken one throws a TemplateError. */
export function createReceiptPrint(deps: { browser: Browser; folder: string; messages: Messages }) {
  const { browser, folder, messages } = deps;
  const css = readFileSync(join(folder, 'style.css'), 'utf8');
  const compiled = compileAgainst(readFileSync(join(folder, 'body.hbs'), 'utf8'), model, 'body.hbs');
  if ('faults' in compiled) throw new TemplateError(folder, compiled.faults);
  const { fill } = compiled;
  const fonts = loadFonts();
  const issuer = messages('render.author');

  return {
    /**
     * Prints receipts together, each as a document of its own, conformant and ready to be sealed, in the
     * order given: a whole campaign acknowledges within minutes. Throws `unavailable`.
     */
    async renderReceipts(
      inputs: readonly ReceiptInput[],
      about: { demonstration: boolean; verificationUrl: string },
    ): Promise<Uint8Array[]> {
      const [first] = inputs;
      if (first === undefined) return [];
      const address = about.verificationUrl;
      const verification = { address, qr: toQrSvg(address, messages('render.qr', { address })) };
      const bodies = inputs.map(({ title, facts, sentence, worth, check }) => {
        const said = { title, facts, sentence, worth, check };
        return `<section class="receipt">${fill({ ...said, issuer, verification })}</section>`;
      });
      const html = toPrintPage({
        lang,
        title: first.title,
        body: bodies.join(''),
        css,
        furniture: about.demonstration ? { notice: messages('render.demonstration') } : {},
      });
      const parts = await splitPrint(await browser.print({ html, assets: fonts }), inputs.length);
      const finished: Uint8Array[] = [];
      for (const [index, { title, data }] of inputs.entries()) {
        const part = parts[index];
        if (part === undefined) throw new Error('fewer receipts than were printed');
        const description = messages('render.files.receipt');
        const file = { name: 'accuse.json', mediaType: 'application/json', description, bytes: data };
        const said = { lang, title, author: issuer, files: [file], destinations: new Map() };
        finished.push((await finishPdf(part.pdf, { ...said, sayNote: () => '' })).pdf);
      }
      return finished;
    },
  };
}
