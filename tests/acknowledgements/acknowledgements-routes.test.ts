import { expect } from 'chai';
import { createAcknowledgementsRoutes } from '../../src/acknowledgements/acknowledgements-routes.ts';
import { insertReceipt } from '../../src/acknowledgements/receipts-store.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { openTestSite } from '../site.ts';
import { createSentLetter, jeanne, paul } from './sent-letter.ts';

const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);

describe('the page of an office', function () {
  this.timeout(180_000);
  let letter: Awaited<ReturnType<typeof createSentLetter>>;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let asksContacts = false;
  beforeEach(async () => {
    asksContacts = false;
    letter = await createSentLetter();
    const contact = 'MILDECA <circulaires@estafette.example>';
    site = await openTestSite({
      routes: createAcknowledgementsRoutes({
        ...{ ...letter, messages, contact },
        isAskedOfContacts: async () => asksContacts,
      }),
    });
  });
  afterEach(async () => {
    // First what keeps the process alive, should the site not have opened.
    await letter.close();
    await site.close();
  });

  const address = (token = letter.ain) => `/accuse/${token}`;
  const formKeyOf = (text: string) => /name="formKey" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const rows = async () =>
    Promise.all(
      ['acknowledgements', 'acknowledgement_persons', 'journal'].map((table) => letter.count(table)),
    );
  async function acknowledge(fields: Record<string, string>, token = letter.ain) {
    const formKey = formKeyOf((await site.get(address(token))).text);
    return site.send(address(token), { formKey, ...fields });
  }
  const nbsp = '\u00a0';
  const receiptOf = (acknowledgementId: string) => ({
    ...{ acknowledgementId, instructionId: letter.campaign.instructionId, bytes: 15, level: 'B-B' },
    ...{ contentSha256: 'c'.repeat(64), certificateSha256: 'd'.repeat(64) },
    sealedAt: '2026-12-07T13:31:00.000Z',
  });

  it('gives nobody another office’s receipt, nor shows its acknowledgement', async () => {
    const posted = await acknowledge(jeanne, letter.polynesie);
    const id = (posted.headers.get('location') ?? '').split('/').at(-1) ?? '';
    const pdf = Buffer.from('%PDF of another');
    const receipt = { ...receiptOf(id), sha256: sha256Hex(pdf) };
    await letter.database.transaction((trx) => insertReceipt(trx, receipt, pdf));
    expect((await site.get(`${address(letter.polynesie)}/merci/${id}/recu.pdf`)).status).to.equal(200);
    expect((await site.get(`${address()}/merci/${id}/recu.pdf`)).status).to.equal(404);
    expect((await site.get(`${address()}/merci/${id}`)).status).to.equal(404);
  });

  it('asks once a year, after the acknowledgement, whether the contacts are right', async () => {
    const posted = await acknowledge(jeanne);
    const thanks = posted.headers.get('location') ?? '';
    expect((await site.get(thanks)).text).not.to.contain('/guichet/contacts');
    asksContacts = true;
    expect((await site.get(thanks)).text).to.contain('/guichet/contacts');
  });

  it('shows the act, its deadline, its hash and the sentence to acknowledge', async () => {
    const { status, text, headers } = await site.get(address());
    expect(status).to.equal(200);
    expect(text).to.contain('préfecture de l’Ain');
    expect(text).to.contain(`21${nbsp}décembre${nbsp}2026`);
    expect(text).to.contain('Signé par Nicolas Prisse, le vendredi 4 décembre 2026 à 10');
    expect(text).to.contain('Accusé de réception attendu');
    expect(text.split(letter.sha256)).to.have.length(3);
    expect(text).to.match(
      /<details class="es-fold" open><summary[^>]*><h3>1\. Contexte et objet<\/h3><\/summary>/,
    );
    expect(text).to.contain('<a rel="noreferrer" href="https://www.drogues.gouv.fr">');
    expect(headers.get('referrer-policy')).to.equal('same-origin');
    expect(headers.get('cache-control')).to.equal('no-store');
  });

  it('asks nothing of an office in copy, and takes nothing from it', async () => {
    const { status, text } = await site.get(address(letter.aisne));
    expect(status).to.equal(200);
    expect(text).to.contain('en copie, pour information').and.contain('document.pdf');
    expect(text).not.to.contain('Je soussigné').and.not.contain('name="formKey"');
    const formKey = formKeyOf((await site.get(address())).text);
    const forged = { formKey, name: jeanne.name, function: jeanne.function, capacity: jeanne.capacity };
    const answer = await site.send(address(letter.aisne), forged, address());
    expect(answer.headers.get('location')).to.equal(address(letter.aisne));
    expect(await rows()).to.deep.equal([0, 0, 0]);
  });

  it('says of the link of a trial that it is one', async () => {
    const { status, text } = await site.get('/accuse/essai');
    expect(status).to.equal(404);
    expect(text).to.contain('était un essai');
  });

  it('gives the exact signed bytes', async () => {
    const response = await fetch(`${site.origin}${address()}/document.pdf`);
    expect(response.headers.get('content-type')).to.equal('application/pdf');
    expect(response.headers.get('content-disposition')).to.contain('2027-chefs-de-projets-signe.pdf');
    expect(Buffer.from(await response.arrayBuffer()).equals(letter.pdf)).to.equal(true);
  });

  it('leads nowhere else in the service', async () => {
    const { text } = await site.get(address());
    const own = [...text.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(([, href = '']) => href);
    const known = [
      /^\/(assets\/[\w.-]+|favicon\.svg)$/,
      /^\/(accessibilite|circulaires|mentions-legales|donnees-personnelles|verifier|guichet\/entrer)$/,
      new RegExp(`^${address()}(/document\\.pdf)?$`),
    ];
    expect(own.filter((href) => !known.some((pattern) => pattern.test(href)))).to.deep.equal([]);
  });

  it('records once, then says when, by whom and for which version', async () => {
    const posted = await acknowledge(jeanne);
    expect(posted.status).to.equal(303);
    const [row] = await letter.acknowledgements.listByInstruction(letter.campaign.instructionId);
    expect(posted.headers.get('location')).to.equal(`${address()}/merci/${row?.id}`);
    const { status, text } = await site.get(posted.headers.get('location') ?? '');
    expect(status).to.equal(200);
    expect(text).to.contain('Jeanne Morel, Directrice de cabinet');
    expect(text).to.contain('pour le préfet');
    expect(text).to.contain('lundi 7 décembre 2026 à 14');
    expect(text).not.to.contain('heure locale');
    expect(text).to.contain(letter.sha256);
    expect(text).to.contain(row?.id ?? 'no row');
    expect(await rows()).to.deep.equal([1, 1, 1]);
  });

  it('answers a repeated POST with the same page, and records nothing more', async () => {
    const formKey = formKeyOf((await site.get(address())).text);
    const first = await site.send(address(), { ...jeanne, formKey });
    const second = await site.send(address(), { ...jeanne, formKey });
    const third = await acknowledge({ ...jeanne, name: 'jeanne  MOREL' });
    expect(second.headers.get('location')).to.equal(first.headers.get('location'));
    expect(third.headers.get('location')).to.equal(first.headers.get('location'));
    expect(await rows()).to.deep.equal([1, 1, 1]);
  });

  it('keeps one row of two POSTs at the same time', async () => {
    const formKey = formKeyOf((await site.get(address())).text);
    const both = await Promise.all([1, 2].map(() => site.send(address(), { ...jeanne, formKey })));
    expect(both.map(({ status }) => status)).to.deep.equal([303, 303]);
    expect(both[0]?.headers.get('location')).to.equal(both[1]?.headers.get('location'));
    expect(await rows()).to.deep.equal([1, 1, 1]);
  });

  it('says who already acknowledged, and lets another person do it', async () => {
    await acknowledge(jeanne);
    const again = await site.get(address());
    expect(again.text).to.contain('Votre service a déjà accusé réception');
    expect(again.text).to.contain('Jeanne Morel, Directrice de cabinet (pour le préfet), le lundi 7');
    const second = await acknowledge(paul);
    const { text } = await site.get(second.headers.get('location') ?? '');
    expect(text).to.contain('Paul Évrard, Chef de projet, en qualité de chef de projet');
    expect(text).to.contain('Autres accusés de votre service');
    expect(await rows()).to.deep.equal([2, 2, 2]);
  });

  it('tells the time of the office, then that of Paris', async () => {
    const posted = await acknowledge({ ...jeanne, capacity: 'for-the-prefect' }, letter.polynesie);
    const { text } = await site.get(posted.headers.get('location') ?? '');
    expect(text).to.match(
      /lundi 7 décembre 2026 à 3\sh\s30, heure locale \(à Paris\s: lundi 7 décembre 2026 à 14\sh\s30\)/,
    );
    expect(text).to.contain('pour le haut-commissaire');
  });

  for (const [what, fields, sentence] of [
    ['nothing in it', { name: '', function: '', capacity: '' }, 'Écrivez votre fonction.'],
    ['spaces for a name', { ...jeanne, name: '   ' }, 'Écrivez votre prénom et votre nom.'],
    ['no letter in the name', { ...jeanne, name: '...' }, 'Écrivez votre prénom et votre nom'],
    ['a line break', { ...jeanne, function: 'Cheffe\r\nBcc: x@y.example' }, 'tient sur une seule ligne'],
    ['too much', { ...jeanne, function: 'a'.repeat(121) }, '120 caractères au plus'],
    ['no capacity', { name: jeanne.name, function: jeanne.function }, 'Dites en quelle qualité'],
    ['an unknown capacity', { ...jeanne, capacity: 'emperor' }, 'Dites en quelle qualité'],
    ['no form key', { ...jeanne, formKey: '' }, 'Ce formulaire est incomplet'],
  ] as [string, Record<string, string>, string][]) {
    it(`refuses a form with ${what}, and keeps what was typed`, async () => {
      const { status, text } = await acknowledge(fields);
      expect(status).to.equal(422);
      expect(text).to.contain(sentence);
      expect(text).to.contain('Rien n’a été enregistré');
      if (fields['name']?.startsWith('Jeanne')) expect(text).to.contain('value="Jeanne Morel"');
      if (fields['capacity'] === 'for-the-prefect') expect(text).to.match(/value="for-the-prefect" checked/);
      expect(await rows()).to.deep.equal([0, 0, 0]);
      const corrected = await site.send(address(), { ...jeanne, formKey: formKeyOf(text) });
      expect(corrected.status).to.equal(303);
    });
  }

  it('escapes HTML in what is typed', async () => {
    const name = '<script>alert(1)</script>"Jeanne';
    const refused = await acknowledge({ name, function: '', capacity: 'project-lead' });
    const posted = await acknowledge({ ...jeanne, name, function: '<b>préfète</b>' });
    const pages = [refused.text];
    for (const path of [posted.headers.get('location') ?? '', address()])
      pages.push((await site.get(path)).text);
    for (const text of pages) {
      expect(text).not.to.contain('<script>alert');
      expect(text).not.to.contain('<b>préfète');
      expect(text).to.contain('&lt;script&gt;');
    }
  });

  it('records nothing by GET nor HEAD, on any address', async () => {
    const posted = await acknowledge(jeanne);
    const before = await rows();
    const paths = [address(), `${address()}/document.pdf`, posted.headers.get('location') ?? ''];
    const query = new URLSearchParams({ ...paul, formKey: 'a'.repeat(24) });
    for (const method of ['GET', 'HEAD']) {
      for (const path of [...paths, ...paths.map((path) => `${path}?${query}`)]) {
        const response = await fetch(site.origin + path, { method, redirect: 'manual' });
        expect(response.status, `${method} ${path}`).to.equal(200);
      }
    }
    expect(await rows()).to.deep.equal(before);
    expect(letter.marked).to.have.length(1);
  });

  it('refuses a form that does not come from the page', async () => {
    const response = await fetch(site.origin + address(), {
      method: 'POST',
      body: new URLSearchParams({ ...jeanne, formKey: 'a'.repeat(24) }),
    });
    expect(response.status).to.equal(403);
    expect(await rows()).to.deep.equal([0, 0, 0]);
  });

  it('explains an altered link on every address, and whom to write to', async () => {
    const altered = address(`${letter.ain.slice(0, -3)}xyz`);
    const posted = await site.send(altered, { ...jeanne, formKey: 'a'.repeat(24) }, address());
    for (const { status, text } of [
      await site.get(altered),
      await site.get(`${altered}/document.pdf`),
      await site.get(`${altered}/merci/1`),
      await site.get(`${address()}/merci/1`),
      posted,
    ]) {
      expect(status).to.equal(404);
      expect(text).to.contain('Ce lien n’ouvre aucun document');
      expect(text).to.contain('href="mailto:circulaires@estafette.example"');
      expect(text).not.to.contain('Chefs de projets');
    }
    expect(await rows()).to.deep.equal([0, 0, 0]);
  });

  it('explains an expired link on every address', async () => {
    const formKey = formKeyOf((await site.get(address())).text);
    const token = /name="form-token" value="([^"]+)"/.exec((await site.get(address())).text)?.[1] ?? '';
    letter.clock.moveTo('2027-12-22T10:00:00.000Z');
    const posted = await fetch(site.origin + address(), {
      method: 'POST',
      headers: { cookie: 'estafette-session=a-session-token-for-tests' },
      body: new URLSearchParams({ ...jeanne, formKey, 'form-token': token }),
      redirect: 'manual',
    });
    expect(posted.status).to.equal(410);
    for (const path of [address(), `${address()}/document.pdf`, `${address()}/merci/1`]) {
      const { status, text } = await site.get(path);
      expect(status).to.equal(410);
      expect(text).to.contain(`s’ouvrait jusqu’au 21${nbsp}décembre${nbsp}2027`);
      expect(text).not.to.contain('Chefs de projets');
    }
    expect(await rows()).to.deep.equal([0, 0, 0]);
  });

  it('does not show the acknowledgement of another office', async () => {
    const posted = await acknowledge(jeanne);
    const id = posted.headers.get('location')?.split('/').at(-1) ?? '';
    const { status, text } = await site.get(`${address(letter.polynesie)}/merci/${id}`);
    expect(status).to.equal(404);
    expect(text).not.to.contain('Morel');
    expect((await site.get(address(letter.polynesie))).text).not.to.contain('Morel');
  });
});
