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
import { TemplateError } from './template-error.ts';

/** A « bordereau de diffusion », every text in it ready to be printed. */
export interface StatementInput {
  title: string;
  facts: { label: string; value: string; isHash?: boolean }[];
  terms: { count: string; label: string }[];
  total: string;
  acknowledged: string;
  offices: {
    code: string;
    name: string;
    role: string;
    region?: string;
    standing: string;
    mails: {
      title: string;
      messageId: string;
      contactHash?: string;
      attempts: { at: string; outcome: string; reply: string }[];
    }[];
    acknowledgement?: {
      at: string;
      id: string;
      personHash: string;
      /** How strong it is, and how it came. */
      worth: string;
      declaredFrom?: string;
      scan?: string;
    };
  }[];
  /** What the statement is printed from, as JSON: it travels inside of the PDF. */
  data: Uint8Array;
  demonstration: boolean;
  verificationUrl: string;
}

const lang = 'fr';
const model = readModel({
  issuer: 'text',
  title: 'text',
  facts: [{ label: 'text', value: 'text', 'isHash?': 'flag' }],
  terms: [{ count: 'text', label: 'text' }],
  total: 'text',
  acknowledged: 'text',
  offices: [
    {
      code: 'text',
      name: 'text',
      role: 'text',
      'region?': 'text',
      standing: 'text',
      mails: [
        {
          title: 'text',
          messageId: 'text',
          'contactHash?': 'text',
          attempts: [{ at: 'text', outcome: 'text', reply: 'text' }],
        },
      ],
      'acknowledgement?': {
        ...{ at: 'text', id: 'text', personHash: 'text', worth: 'text' },
        ...{ 'declaredFrom?': 'text', 'scan?': 'text' },
      },
    },
  ],
  verification: { address: 'text', 'qr?': 'html' },
});

/** Prints statements with the one browser. `folder` holds their body and style: a broken one throws a TemplateError. */
export function createStatementPrint(deps: { browser: Browser; folder: string; messages: Messages }) {
  const { browser, folder, messages } = deps;
  const css = readFileSync(join(folder, 'style.css'), 'utf8');
  const compiled = compileAgainst(readFileSync(join(folder, 'body.hbs'), 'utf8'), model, 'body.hbs');
  if ('faults' in compiled) throw new TemplateError(folder, compiled.faults);
  const { fill } = compiled;
  const fonts = loadFonts();

  return {
    /** A conformant PDF, ready to be sealed. Throws `unavailable` when nothing can be printed. */
    async renderStatement(input: StatementInput): Promise<{ pdf: Uint8Array; pages: number }> {
      const { data, demonstration, verificationUrl: address, ...said } = input;
      const qr = toQrSvg(address, messages('render.qr', { address }));
      const html = toPrintPage({
        lang,
        title: input.title,
        body: fill({ ...said, issuer: messages('render.author'), verification: { address, qr } }),
        css,
        furniture: {
          header: input.title,
          page: messages('render.page'),
          of: messages('render.page-of'),
          ...(demonstration ? { notice: messages('render.demonstration') } : {}),
        },
      });
      const { pdf, pages } = await finishPdf(await browser.print({ html, assets: fonts }), {
        lang,
        title: input.title,
        author: messages('render.author'),
        files: [
          {
            name: 'bordereau.json',
            mediaType: 'application/json',
            description: messages('render.files.statement'),
            bytes: data,
          },
        ],
        destinations: new Map(),
        sayNote: () => '',
      });
      return { pdf, pages };
    },
  };
}

export type StatementPrint = ReturnType<typeof createStatementPrint>;
