import { expect } from 'chai';
import { createInstructionsRoutes } from '../../src/drafts/instructions-routes.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createSigning } from '../../src/signing/signing.ts';
import type { Role } from '../../src/web/route.ts';
import {
  demonstrationKeys,
  lastByteRange,
  letter,
  opensslAccepts,
  withByte,
} from '../signing/signed-files.ts';
import { trustedSigning } from '../signing/trusted-signing.ts';
import { openTestSite } from '../site.ts';
import { openRoom, type Room } from './drafting-room.ts';

const messages = loadMessages('templates/messages');
const base = '/instructions/2027-chefs-de-projets';
const said = { signatoryName: 'Nora', reason: 'Instruction' };

describe('a signed file that is brought back through the site', function () {
  this.timeout(180_000);
  let room: Room;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let id: string;
  let frozen: Uint8Array;
  let signed: Uint8Array;

  before(async () => {
    const keys = await demonstrationKeys();
    frozen = await letter();
    const clock = { now: () => room.clock.now() };
    const signing = createSigning({ clock, ...keys, trust: keys.rootPem, log: silentLog });
    room = await openRoom({ signing, letterPdf: frozen });
    room.clock.moveTo(new Date().toISOString());
    ({ id } = await room.approved());
    const tool = await trustedSigning({ asked: 'B-B' }, room.clock);
    signed = (await tool.signAct(frozen, said)).pdf;
    const everyone = Object.values(room.people);
    const routes = createInstructionsRoutes({
      instructions: room.instructions,
      messages,
      clock: room.clock,
      namesOf: async () => new Map(),
      officeNames: async () => new Map(),
      listPeople: async () => everyone,
    });
    const { id: userId, roles } = room.people.nora;
    site = await openTestSite({ routes, userId, roles: roles as Role[] });
  });
  after(async () => {
    await site.close();
    await room.close();
  });

  /** Posts as a browser does: a multipart form with the page's own token and hash. */
  async function post(path: string, file: Uint8Array | undefined, fields: Record<string, string> = {}) {
    const page = (await site.get(base + path)).text;
    const form = new FormData();
    for (const name of ['form-token', 'sha256'])
      form.set(name, new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '');
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    if (file !== undefined) form.set('fichier', new Blob([new Uint8Array(file)]), 'signé.pdf');
    const { origin, cookie } = site;
    const sent = { method: 'POST', body: form, headers: { cookie }, redirect: 'manual' as const };
    const response = await fetch(origin + base + path, sent);
    return { status: response.status, text: await response.text(), headers: response.headers };
  }
  const bring = (file: Uint8Array | undefined) => post('/signer/mon-outil', file);

  const refusals: [string, () => Promise<Uint8Array | undefined>, string][] = [
    ['no file', async () => undefined, 'no-file'],
    ['an empty file', async () => new Uint8Array(), 'no-file'],
    ['a file that is no PDF', async () => Buffer.from('PK\u0003\u0004 un tableau'), 'not-a-pdf'],
    ['the document without signature', async () => frozen, 'not-signed'],
    ['another document', async () => (await signedOther()).pdf, 'other-file'],
    ['altered bytes of the document', async () => withByte(signed, 300, (byte) => byte ^ 1), 'other-file'],
    [
      'altered bytes of the signature',
      async () => withByte(signed, lastByteRange(signed)[1] + 900, otherDigit),
      'not-valid',
    ],
    ['two signatures', async () => (await signedTwice()).pdf, 'several'],
  ];
  const otherDigit = (byte: number) => (byte === 0x30 ? 0x31 : 0x30);
  const signedOther = async () =>
    (await trustedSigning({ asked: 'B-B' }, room.clock)).signAct(await letter('Un autre'), said);
  const signedTwice = async () => (await trustedSigning({ asked: 'B-B' }, room.clock)).signAct(signed, said);

  for (const [what, make, key] of refusals) {
    it(`is refused beside its field when it is ${what}`, async () => {
      const answer = await bring(await make());
      expect(answer.status).to.equal(422);
      const field = /id="champ-fichier-message">(.*?)<\/div>/s.exec(answer.text)?.[1];
      expect(field).to.contain(messages(`drafts.outside.${key}`));
      expect(await room.stateOf(id)).to.equal('approved');
    });
  }

  it('is refused when it is too large, with a sentence', async () => {
    const answer = await bring(new Uint8Array(30_000_001));
    expect(answer.status).to.equal(413);
    expect(answer.text).to.contain(messages('web.error.too-large'));
    expect(await room.stateOf(id)).to.equal('approved');
  });

  it('is the signed document once it is the right one, byte for byte', async () => {
    const answer = await bring(signed);
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, `${base}/document`]);
    const page = (await site.get(`${base}/document`)).text;
    expect(page).to.contain('avec son propre outil').and.contain('Signataire (DÉMONSTRATION, sans valeur)');
    const response = await fetch(`${site.origin}${base}/document.pdf`, { headers: { cookie: site.cookie } });
    const kept = new Uint8Array(await response.arrayBuffer());
    expect(Buffer.from(kept).equals(signed)).to.equal(true);
    expect(opensslAccepts(kept, (await demonstrationKeys()).rootPem)).to.equal(true);
    expect((await site.get(`${base}/signer/mon-outil`)).status).to.equal(409);
  });
});
