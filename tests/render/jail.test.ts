import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toHtml } from '../../src/drafts/section-html.ts';
import { parseSectionText } from '../../src/drafts/section-text.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Browser } from '../../src/render/browser.ts';
import { memoryOfFamily } from '../../src/render/process-memory.ts';
import { createRender } from '../../src/render/render.ts';
import { chefsDeProjets } from './chefs-de-projets.ts';
import { textOfPages } from './pdf-tools.ts';
import { createRealBrowser } from './real-browser.ts';

const assets = new Map<string, never>();
const page = (body: string, head = '') =>
  `<!doctype html><html lang="fr"><head><title>x</title>${head}</head><body><p>intact</p>${body}</body></html>`;
const bomb = `<!DOCTYPE svg [<!ENTITY a "${'x'.repeat(1000)}">${'bcdef'
  .split('')
  .map((name, index) => `<!ENTITY ${name} "${`&${'abcde'[index]};`.repeat(20)}">`)
  .join('')}]><svg xmlns="http://www.w3.org/2000/svg"><text>&f;</text></svg>`;

describe('the renderer’s jail', function () {
  this.timeout(120_000);
  let server: Server;
  let asked: string[];
  let address: string;
  let browser: Browser;

  before(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('stolen');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = createRealBrowser();
  });
  after(async () => {
    await browser.close();
    server.close();
  });
  afterEach(() => expect(asked).to.deep.equal([]));

  const hostile = (): [name: string, body: string, head?: string][] => [
    ['an image of the network', `<img src="${address}/image">`],
    ['a file in a frame', '<iframe src="file:///etc/passwd" width="900" height="900"></iframe>'],
    ['a file in an object', '<object data="file:///etc/passwd" type="text/plain"></object>'],
    [
      'a style sheet of the network',
      '',
      `<style>@import url("${address}/a.css"); @import "file:///etc/passwd";</style>`,
    ],
    [
      'a style that points outside',
      '<p class="x">y</p>',
      `<style>.x { background: url("${address}/b"); list-style-image: url("file:///etc/passwd"); cursor: url(${address}/c), auto } .x::after { content: url("${address}/d") }</style>`,
    ],
    [
      'a drawing with a script',
      `<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("${address}/e")</script><image href="${address}/f"/><foreignObject><iframe src="${address}/g"></iframe></foreignObject></svg>`,
    ],
    ['a refresh to the network', '', `<meta http-equiv="refresh" content="0; url=${address}/h">`],
    ['a refresh to a file', '', '<meta http-equiv="refresh" content="0; url=file:///etc/passwd">'],
    ['a refresh to itself as data', '', '<meta http-equiv="refresh" content="0; url=data:text/html,stolen">'],
    ['a page of data in a frame', `<iframe src="data:text/html,<img src=${address}/i>stolen"></iframe>`],
    ['a base elsewhere', '<img src="j.png"><a href="k">l</a>', `<base href="${address}/">`],
    ['an image that grows a billion times', `<img src="data:image/svg+xml,${encodeURIComponent(bomb)}">`],
    ['an image of data that never ends', `<img src="data:image/png;base64,${'A'.repeat(4_000_000)}">`],
    ['a form that sends itself', `<form action="${address}/m"><input name="n" autofocus></form>`],
  ];

  it('keeps every hostile page in, whatever it asks for', async () => {
    for (const [name, body, head] of hostile()) {
      const text = (await textOfPages(await browser.print({ html: page(body, head), assets }))).join('');
      expect(text, name)
        .to.contain('intact')
        .and.not.to.match(/root:|stolen/);
      expect(asked, name).to.deep.equal([]);
    }
  });

  it('prints what people type as it was typed, in every field and every text', async () => {
    const render = createRender({
      browser,
      templates: 'templates/instructions',
      messages: loadMessages('templates/messages'),
      log: silentLog,
    });
    const template = render.getTemplate('chefs-de-projets');
    const input = chefsDeProjets(template);
    const attacks = hostile()
      .filter(([, body = '', head = '']) => body.length + head.length < 1000)
      .map(([, body, head = '']) => `${head}${body}`);
    const attackOf = (index: number) => attacks[index % attacks.length] ?? '';
    for (let shift = 0; shift < attacks.length; shift += 5) {
      const fields = Object.fromEntries(
        template.fields.map(({ key, type }, index) => [
          key,
          type === 'date' ? (input.fields[key] ?? '') : `</style></title>${attackOf(index + shift)}`,
        ]),
      );
      const sections = input.sections.map((section, index) => {
        const attack = attackOf(index + shift);
        // In a paragraph, in a note, in a cell and in a note that a cell calls.
        const noted = [
          { type: 'text', text: attack },
          { type: 'note', content: [{ type: 'text', text: attack }] },
        ];
        const paragraph = { type: 'paragraph', content: noted };
        const cells = ['tableHeader', 'tableCell'].map((type) => ({ type, content: [paragraph] }));
        const rows = [1, 2].map(() => ({ type: 'tableRow', content: cells }));
        const typed = parseSectionText({
          type: 'doc',
          content: [paragraph, { type: 'table', content: rows }],
        });
        if (!typed.ok) throw new Error('the text was refused');
        return { ...section, title: attack, html: toHtml(typed.value) };
      });
      const verificationUrl = `${address}/"><img src="${address}/o">`;
      const document = await render.renderInstruction({ ...input, fields, sections, verificationUrl });
      const words = (await textOfPages(document.pdf)).join(' ').replace(/\s+/g, '');
      expect(words).to.contain('</style></title>').and.not.to.contain('root:');
      expect(words).to.contain(attackOf(shift).replace(/\s+/g, ''));
      expect(document.html).not.to.match(/<(script|iframe|img|style|meta|object|form)[\s>]/i);
    }
  });

  it('survives 100 000 nested elements: printed, or stopped at the deadline, and the next one goes through', async () => {
    const strict = createRealBrowser({ deadlineMs: 8_000 });
    try {
      const nested = { html: page('<div>'.repeat(100_000)), assets };
      const outcome = await strict.print(nested).catch((error: unknown) => error);
      if (outcome instanceof Uint8Array) expect((await textOfPages(outcome)).join('')).to.contain('intact');
      else expect(outcome).to.include({ code: 'unavailable', messageKey: 'render.print-too-long' });
      expect(await textOfPages(await strict.print({ html: page(''), assets }))).to.have.length(1);
    } finally {
      await strict.close();
    }
  });

  it('stops a page that takes too much memory, and prints the next one', async () => {
    if (memoryOfFamily(process.pid) === 0) return;
    const small = createRealBrowser({ memoryLimit: 250 * 2 ** 20, deadlineMs: 60_000 });
    try {
      await small.print({ html: page(''), assets });
      const heavy = page('<table><tr><td>x<td>y<td>z</table><p>a <b>b</b> <i>c</i>'.repeat(80_000));
      const failure = await small.print({ html: heavy, assets }).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(AppError).and.to.include({
        code: 'unavailable',
        messageKey: 'render.print-too-large',
      });
      expect(await textOfPages(await small.print({ html: page(''), assets }))).to.have.length(1);
    } finally {
      await small.close();
    }
  });
});
