import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createRender, type Render } from '../../src/render/render.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { chefsDeProjets } from '../render/chefs-de-projets.ts';
import { createRealBrowser } from '../render/real-browser.ts';
import { asFile, clock, demonstrationKeys, opensslAccepts, pdfsig, run } from './signed-files.ts';

const folder = (path: string) => new URL(`../../templates/${path}`, import.meta.url).pathname;

describe('the annual instruction, printed by Chromium', function () {
  this.timeout(180_000);
  let render: Render;
  let frozen: Uint8Array;
  let signed: Uint8Array;
  let sealed: Uint8Array;
  let pages: number;

  before(async () => {
    render = createRender({
      browser: createRealBrowser(),
      templates: folder('instructions'),
      messages: loadMessages(folder('messages')),
      log: silentLog,
    });
    const printed = await render.renderInstruction(chefsDeProjets(render.getTemplate('chefs-de-projets')));
    [frozen, pages] = [printed.pdf, printed.pages];
    const keys = await demonstrationKeys();
    const room = createSigning({ clock, ...keys, trust: keys.rootPem, log: silentLog });
    signed = (await room.signAct(frozen, { signatoryName: 'Claude Vasseur', reason: 'Instruction 2027' }))
      .pdf;
    sealed = (await room.seal(signed, { reason: 'Cachet du service' })).pdf;
    const report = await room.verify(sealed);
    expect(report).to.include({ valid: true, pages });
  });
  after(() => render.close());

  it('is signed, then sealed, without one of its bytes changing', () => {
    expect(Buffer.from(signed.subarray(0, frozen.length)).equals(frozen)).to.equal(true);
    expect(Buffer.from(sealed.subarray(0, signed.length)).equals(signed)).to.equal(true);
  });

  it('is valid for openssl, pdfsig and qpdf', async () => {
    const { rootPem } = await demonstrationKeys();
    expect(opensslAccepts(signed, rootPem)).to.equal(true);
    expect(opensslAccepts(sealed, rootPem)).to.equal(true);
    expect(pdfsig(sealed).match(/Signature is Valid/g)).to.have.length(2);
    expect(run('qpdf', '--check', asFile(sealed))).to.contain('No syntax or stream encoding errors found');
  });

  it('keeps its tags, its fonts and its text', () => {
    for (const [command, ...options] of [['pdfinfo', '-struct-text'], ['pdffonts']] as const) {
      expect(run(command, ...options, asFile(sealed))).to.equal(run(command, ...options, asFile(frozen)));
    }
    expect(run('pdftotext', asFile(sealed), '-')).to.equal(run('pdftotext', asFile(frozen), '-'));
  });
});
