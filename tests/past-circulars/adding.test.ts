import { expect } from 'chai';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createPastCircularsRoutes } from '../../src/past-circulars/past-circulars-routes.ts';
import { pdfSaying } from '../fakes/fake-extraction.ts';
import { openTestSite } from '../site.ts';
import { openArchiveBox, paragraph, type ArchiveBox } from './archive-box.ts';

const address = '/circulaires-anciennes';

describe('a past circular added by hand', () => {
  let box: ArchiveBox;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  before(async () => {
    box = await openArchiveBox();
    const messages = loadMessages('templates/messages');
    const routes = createPastCircularsRoutes({
      pastCirculars: box.room,
      messages,
      namesOf: async () => new Map(),
    });
    site = await openTestSite({ roles: ['dispatcher'], routes });
  });
  after(async () => {
    await site.close();
    await box.close();
  });

  /** As a browser sends it: the form's fields, then its file. */
  async function add(fields: Record<string, string>, bytes?: Uint8Array) {
    const form = (await site.get(`${address}/ajouter`)).text;
    const body = new FormData();
    body.set('form-token', /name="form-token" value="([^"]+)"/.exec(form)?.[1] ?? '');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    if (bytes !== undefined) body.set('fichier', new Blob([new Uint8Array(bytes)]), 'lettre.pdf');
    const response = await fetch(`${site.origin}${address}/ajouter`, {
      ...{ method: 'POST', body, headers: { cookie: site.cookie }, redirect: 'manual' },
    });
    return { status: response.status, to: response.headers.get('location'), text: await response.text() };
  }

  it('has its page, with what was typed of it', async () => {
    const added = await add(
      { titre: 'Lettre aux préfets', signature: '2008-12-12', nor: 'prmx 08 00123 c' },
      pdfSaying(paragraph),
    );
    expect([added.status, added.to]).to.deep.equal([303, `${address}/2008-lettre-aux-prefets`]);
    expect(await box.room.find('2008-lettre-aux-prefets')).to.include({
      ...{ title: 'Lettre aux préfets', year: 2008, nor: 'PRMX0800123C', fileName: 'lettre.pdf' },
      signatory: undefined,
    });
  });

  it('is refused a second time, and says under which title it is there', async () => {
    const again = await add({ titre: 'La même' }, pdfSaying(paragraph));
    expect(again.status).to.equal(422);
    expect(again.text).to.contain('Lettre aux préfets').and.contain('value="La même"');
    expect(await box.room.list()).to.have.length(1);
  });

  it('tells every fault beside its field', async () => {
    const refused = await add({ titre: '', annee: '08', signature: '2008-02-31' });
    expect(refused.status).to.equal(422);
    for (const field of ['titre', 'annee', 'signature', 'fichier'])
      expect(refused.text, field).to.contain(`href="#champ-${field}"`);
  });

  it('is refused when it is no PDF, or of a day to come', async () => {
    expect((await add({ titre: 'Texte' }, Buffer.from('PK'))).text).to.contain('n’est pas un PDF');
    const tomorrow = await add({ titre: 'Texte', signature: '2026-12-08' }, pdfSaying('Demain'));
    expect(tomorrow.text).to.contain('href="#champ-signature"');
    expect(await box.room.list()).to.have.length(1);
  });

  it('is kept when it cannot be read', async () => {
    const added = await add({ titre: 'Fermée' }, pdfSaying('chiffré'));
    expect([added.status, added.to]).to.deep.equal([303, `${address}/sans-date-fermee`]);
  });
});
