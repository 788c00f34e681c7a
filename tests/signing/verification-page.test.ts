import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { openDemonstrationKeys } from '../../src/signing/demonstration-keys.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { createVerificationRoutes } from '../../src/signing/verification-routes.ts';
import { openTestSite } from '../site.ts';
import { clock, demonstrationKeys, letter, temporaryFolder, withByte } from './signed-files.ts';

const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);

const correction = {
  relation: 'replaces' as const,
  title: 'Essai, rectificatif n° 1',
  slug: '2027-essai-rectificatif-1',
  sentOn: '2026-12-18',
};

describe('the page « Vérifier un document »', function () {
  this.timeout(180_000);
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let room: ReturnType<typeof createSigning>;

  before(async () => {
    const keys = await demonstrationKeys();
    room = createSigning({ clock, ...keys, trust: keys.rootPem, log: silentLog });
    site = await openTestSite({
      routes: createVerificationRoutes({
        signing: room,
        recognise: async () => null,
        correctionsOf: async () => [],
        findAct: async () => undefined,
        demonstration: true,
        messages,
      }),
    });
  });
  after(() => site.close());

  /** Sends the file as a browser would: form token, cookie, multipart. */
  async function send(bytes: Uint8Array | undefined, name = 'reçu.pdf', visited = site) {
    const form = await fetch(`${visited.origin}/verifier`, { headers: { cookie: visited.cookie } });
    const body = new FormData();
    body.set('form-token', /name="form-token" value="([^"]+)"/.exec(await form.text())![1]!);
    if (bytes !== undefined) body.set('fichier', new File([new Uint8Array(bytes)], name));
    const given = form.headers.getSetCookie().map((each) => each.split(';')[0]);
    const cookie = [visited.cookie, ...given].join('; ');
    const response = await fetch(`${visited.origin}/verifier`, { method: 'POST', body, headers: { cookie } });
    return { status: response.status, text: await response.text() };
  }

  const signed = async () =>
    (await room.signAct(await letter(), { signatoryName: 'Camille Roy', reason: 'Signature <b>2027</b>' }))
      .pdf;

  it('says that a signed file is signed, by whom, and what was not checked', async () => {
    const { status, text } = await send(await signed());
    expect(status).to.equal(200);
    expect(text).to.contain(messages('signing.verdict.signed')).and.to.contain('Camille Roy');
    expect(text).to.contain('reçu.pdf').and.to.contain(messages('signing.not-checked.revocation'));
    expect(text).to.contain('Signature &lt;b&gt;2027').and.not.to.contain('<b>2027');
  });

  it('calls a file that bears only the seal « scellé », never « signé »', async () => {
    const { text } = await send((await room.seal(await letter(), { reason: 'Cachet' })).pdf);
    expect(text).to.contain(messages('signing.verdict.sealed')).and.not.to.contain('Document signé');
  });

  it('says what is wrong with a changed file, with an unsigned one, with a broken one', async () => {
    const changed = await send(withByte(await signed(), 600, (byte) => byte ^ 1));
    expect(changed.text).to.contain(messages('signing.verdict.refused'));
    expect(changed.text).to.contain(messages('signing.problem.digest'));
    expect((await send(await letter())).text).to.contain(messages('signing.verdict.unsigned'));
    const broken = await send(new TextEncoder().encode('%PDF-1.7\nrien'));
    expect(broken.status).to.equal(200);
    expect(broken.text).to.contain(messages('signing.problem.damaged'));
  });

  it('answers 422 beside the field to no file, an empty file, a file that is not a PDF', async () => {
    for (const [bytes, key] of [
      [undefined, 'signing.verify.no-file'],
      [new Uint8Array(), 'signing.verify.no-file'],
      [new TextEncoder().encode('PK bonjour'), 'signing.verify.not-a-pdf'],
    ] as const) {
      const { status, text } = await send(bytes);
      expect(status).to.equal(422);
      expect(text).to.contain(`<p class="fr-message fr-message--error">${messages(key)}</p>`);
    }
  });

  it('answers 413 to a file of more than 20 MB', async () => {
    expect((await send(new Uint8Array(20_000_001))).status).to.equal(413);
  });

  it('gives commands that check the file as they stand, with the root it serves', async () => {
    const sealed = (await room.seal(await signed(), { reason: 'Cachet' })).pdf;
    const { text } = await send(sealed);
    const [, commands] = [
      ...text.matchAll(/<pre class="es-commands" tabindex="0"><code>([\s\S]*?)<\/code><\/pre>/g),
    ].map((found) => found[1]!.replaceAll('&gt;', '>').replaceAll('&#x3D;', '='));
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'document.pdf'), sealed);
    writeFileSync(join(folder, 'racine.pem'), (await site.get('/verifier/racine.pem')).text);
    const script = `set -e\npdfsig -dump document.pdf\n${commands}`;
    const { status, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect(stderr.match(/CAdES Verification successful/g)).to.have.length(2);
    expect(status).to.equal(0);
  });

  it('says « impossible de conclure » of a signature whose authority nobody trusts', async () => {
    const stranger = await openDemonstrationKeys({ folder: `${temporaryFolder()}/keys`, clock });
    const said = { holder: stranger.signatory, signerName: 'A', reason: 'M', at: clock.now() };
    const { text } = await send(await signPdf(await letter(), said));
    expect(text).to.contain(messages('signing.verdict.undecided'));
    expect(text).to.contain(messages('signing.problem.unknown-authority'));
    expect(text).to.contain(messages('signing.state.undecided')).and.not.to.contain('fr-alert--error');
  });

  it('says what the archive knows to those who may read it, and nothing to anyone else', async () => {
    const pdf = await signed();
    const asked: (readonly string[])[] = [];
    const routes = createVerificationRoutes({
      signing: room,
      correctionsOf: async () => [],
      findAct: async () => undefined,
      recognise: async (hashes) => {
        asked.push(hashes);
        return { instruction: '2027-essai', title: 'Essai', year: 2027, document: 'signed', whole: true };
      },
      demonstration: true,
      messages,
    });
    const told = 'href="/instructions/2027-essai"';
    for (const [roles, isTold] of [
      [['auditor'], true],
      [['administrator'], false],
      [undefined, false],
    ] as const) {
      const visited = await openTestSite({ routes, ...(roles && { roles: [...roles] }) });
      const { text } = await send(pdf, 'reçu.pdf', visited);
      expect(text.includes(told), String(roles)).to.equal(isTold);
      expect(text.includes(messages('signing.known.signed-whole')), String(roles)).to.equal(isTold);
      await visited.close();
    }
    // Asked once, for the one who may know: a lookup that takes time would tell a visitor something too.
    expect(asked.map(([first]) => first)).to.deep.equal([sha256Hex(pdf)]);
  });

  it('says to whoever holds an act that it is replaced, and where to read it to a reader only', async () => {
    const pdf = await signed();
    const asked: (readonly string[])[] = [];
    const routes = createVerificationRoutes({
      signing: room,
      recognise: async () => null,
      findAct: async () => undefined,
      async correctionsOf(hashes) {
        asked.push(hashes);
        return [correction];
      },
      demonstration: true,
      messages,
    });
    for (const [roles, isLinked] of [
      [['auditor'], true],
      [undefined, false],
    ] as const) {
      const visited = await openTestSite({ routes, ...(roles && { roles: [...roles] }) });
      const { text } = await send(pdf, 'reçu.pdf', visited);
      expect(text).to.contain('il est remplacé par').and.to.contain(correction.title);
      expect(text.includes('href="/instructions/2027-essai-rectificatif-1"')).to.equal(isLinked);
      await visited.close();
    }
    expect(asked.every(([first]) => first === sha256Hex(pdf))).to.equal(true);
  });

  it('answers the code of a printed act: what it proves to all, which act it is to those who may read it', async () => {
    const [known, unknown] = ['7b0f6f0e-6d6c-4f3e-9d1a-2f8f0c9c1a11', '7b0f6f0e-6d6c-4f3e-9d1a-2f8f0c9c1a12'];
    const asked: string[] = [];
    const routes = createVerificationRoutes({
      signing: room,
      recognise: async () => null,
      correctionsOf: async () => [],
      async findAct(id) {
        asked.push(id);
        if (id !== known) return undefined;
        const corrections = [correction];
        return { slug: '2027-essai', title: 'Essai', sha256: 'ab'.repeat(32), corrections };
      },
      demonstration: true,
      messages,
    });
    const read = async (code: string, roles?: ['auditor']) => {
      const visited = await openTestSite({ routes, ...(roles && { roles }) });
      const { text } = await visited.get(`/verifier?acte=${encodeURIComponent(code)}`);
      await visited.close();
      return text.replace(/name="form-token" value="[^"]+"/, '').replaceAll(/nonce="[^"]*"/g, '');
    };
    const heading = 'Vous avez lu le code d’un document imprimé';
    const visitor = await read(known);
    expect(visitor).to.contain(heading).and.to.contain(known).and.not.to.contain('2027-essai');
    expect(await read(unknown)).to.equal(visitor.replaceAll(known, unknown));
    expect(asked).to.deep.equal([]);
    const auditor = await read(known, ['auditor']);
    expect(auditor).to.contain('href="/instructions/2027-essai/document"').and.to.contain('ab'.repeat(32));
    expect(auditor)
      .to.contain('remplacé par')
      .and.to.contain('href="/instructions/2027-essai-rectificatif-1"');
    expect(await read(unknown, ['auditor'])).to.contain('Aucun acte de cette archive');
    expect(await read('"><script>')).not.to.contain(heading);
  });
});
