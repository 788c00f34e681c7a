import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Messages } from '../kernel/messages.ts';
import { readModel } from '../kernel/template-model.ts';
import type { Browser } from './browser.ts';
import { finishPdf } from './conformance.ts';
import { compileAgainst } from './document-engine.ts';
import { issuerOn } from './document-value.ts';
import type { FigureAmounts } from './figures.ts';
import { loadFonts } from './fonts.ts';
import { compileTemplate } from './load-template.ts';
import { toPrintPage, type Furniture } from './print-page.ts';
import { toQrSvg } from './qr-code.ts';
import { splitPrint } from './split-print.ts';
import type { InstructionTemplate } from './template.ts';
import { TemplateError } from './template-error.ts';

/** A notification of credits: what one office, or one region, is granted by an act. */
export interface NotificationInput {
  /** Of the act: under whose name it was written. */
  template: InstructionTemplate;
  /** The day that the act bears or, without one, that of its signature. */
  actDay: string;
  /** « Notification de crédits – Ain ». */
  title: string;
  /** « préfecture de l’Ain ». */
  addressee: string;
  act: {
    title: string;
    sha256: string;
    signedOn: string;
    signatory?: string;
    byHand: boolean;
    sealed: boolean;
    reference?: string;
    nor?: string;
  };
  /** The territories, each with its amounts; a part is a department within the region above it. */
  lines: (FigureAmounts & { territory: string; name: string; isPart: boolean })[];
  /** The region of which a department's amount is a part. */
  regionName?: string;
  demonstration: boolean;
  verificationUrl: string;
}

export interface RenderedNotification {
  pdf: Uint8Array;
  pages: number;
}

const lang = 'fr';
const model = readModel({
  title: 'text',
  addressee: 'text',
  'issuer?': { heading: 'text', mission: [{ line: 'text' }] },
  act: {
    title: 'text',
    sha256: 'text',
    signedOn: 'text',
    'signatory?': 'text',
    byHand: 'flag',
    sealed: 'flag',
    'reference?': 'text',
    'nor?': 'text',
  },
  hasParts: 'flag',
  'regionName?': 'text',
  lines: [{ name: 'text', isPart: 'flag', commitmentAuthority: 'text', paymentAppropriation: 'text' }],
  'verification?': { address: 'text', 'qr?': 'html' },
});

/**
 * Prints notifications with the one browser. `folder` holds their body and style, read and checked here: a
 * broken one throws a TemplateError.
 */
export function createNotifications(deps: { browser: Browser; folder: string; messages: Messages }) {
  const { browser, folder, messages } = deps;
  const css = readFileSync(join(folder, 'style.css'), 'utf8');
  const compiled = compileAgainst(readFileSync(join(folder, 'body.hbs'), 'utf8'), model, 'body.hbs');
  if ('faults' in compiled) throw new TemplateError(folder, compiled.faults);
  const { fill } = compiled;
  const fonts = loadFonts();
  // The QR code of a whole batch is the same.
  let lastQr = { address: '', qr: '' };

  function qrOf(address: string): string {
    if (lastQr.address !== address)
      lastQr = { address, qr: toQrSvg(address, messages('render.qr', { address })) };
    return lastQr.qr;
  }

  function bodyOf(input: NotificationInput): string {
    const { title, addressee, act, lines, regionName, verificationUrl: address } = input;
    const issuer = issuerOn(compileTemplate(input.template.source, 'act').manifest, input.actDay);
    const body = fill({
      title,
      addressee,
      act,
      hasParts: lines.some(({ isPart }) => isPart),
      lines: lines.map(({ territory: _territory, ...line }) => line),
      ...(regionName === undefined ? {} : { regionName }),
      ...(issuer === undefined ? {} : { issuer }),
      verification: { address, qr: qrOf(address) },
    });
    return `<section class="notification">${body}</section>`;
  }

  function pageOf(inputs: readonly NotificationInput[], furniture: Partial<Furniture>): string {
    const { title = '', demonstration = false } = inputs[0] ?? {};
    const notice = demonstration ? { notice: messages('render.demonstration') } : {};
    const body = inputs.map(bodyOf).join('');
    return toPrintPage({ lang, title, body, css, furniture: { ...notice, ...furniture } });
  }

  async function finish(printed: Uint8Array, input: NotificationInput): Promise<RenderedNotification> {
    const about = {
      lang,
      title: input.title,
      author: messages('render.author'),
      files: [dataOf(input, messages)],
      destinations: new Map(),
      // It has no notes.
      sayNote: () => '',
    };
    const { pdf, pages } = await finishPdf(printed, about);
    return { pdf, pages };
  }

  return {
    /**
     * Prints notifications together, each as a document of its own, conformant and ready to be sealed, in
     * the order given. One that takes several pages is printed again alone, to number them. Throws
     * `unavailable`.
     */
    async renderNotifications(inputs: readonly NotificationInput[]): Promise<RenderedNotification[]> {
      if (inputs.length === 0) return [];
      const printed = await browser.print({ html: pageOf(inputs, {}), assets: fonts });
      const parts = await splitPrint(printed, inputs.length);
      const rendered: RenderedNotification[] = [];
      for (const [index, input] of inputs.entries()) {
        const part = parts[index];
        if (part === undefined) throw new Error('fewer documents than were printed');
        const whole = part.pages === 1 ? part.pdf : await printAlone(input);
        rendered.push(await finish(whole, input));
      }
      return rendered;
    },
  };

  function printAlone(input: NotificationInput): Promise<Uint8Array> {
    const numbered = { header: input.title, page: messages('render.page'), of: messages('render.page-of') };
    return browser.print({ html: pageOf([input], numbered), assets: fonts });
  }
}

/** What a prefecture's tools read instead of the page; amounts in cents. */
function dataOf({ title, act, lines, demonstration }: NotificationInput, messages: Messages) {
  const { title: actTitle, sha256, signedOn } = act;
  const data = {
    format: 'estafette-notification/1',
    title,
    demonstration,
    act: { title: actTitle, sha256, signedOn },
    unit: 'EUR-cent',
    lines: lines.map(({ territory, name, commitmentAuthority, paymentAppropriation }) => {
      return { territory, name, commitmentAuthority, paymentAppropriation };
    }),
  };
  return {
    name: 'notification.json',
    mediaType: 'application/json',
    description: messages('render.files.notification'),
    bytes: new TextEncoder().encode(`${JSON.stringify(data, null, 2)}\n`),
  };
}

export type Notifications = ReturnType<typeof createNotifications>;
