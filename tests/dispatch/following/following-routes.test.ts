import { expect } from 'chai';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { createStatements } from '../../../src/dispatch/following/statements.ts';
import { createFakeSigning } from '../../fakes/fake-signing.ts';
import { zipEntries } from '../../kernel/zip-entries.ts';
import { createCampaignBench, testDirectory, type CampaignBench } from '../campaign-bench.ts';
import { campaignPath, openDispatchSite } from '../dispatch-site.ts';

const offices = ['OFF-01', 'OFF-02', 'OFF-2A', 'OFF-987'];

/** One campaign on one site, followed from its first mail to its statement. */
describe('following a campaign', () => {
  let bench: CampaignBench;
  let site: Awaited<ReturnType<typeof openDispatchSite>>;
  let statements: ReturnType<typeof createStatements>;

  before(async () => {
    bench = await createCampaignBench({ directory: testDirectory(offices) });
    statements = createStatements({
      ...bench,
      readDatabase: bench.database,
      log: silentLog,
      messages: loadMessages('templates/messages'),
      demonstration: true,
      verificationUrl: () => 'https://estafette.example/verifier',
      signing: createFakeSigning(),
      render: { renderStatement: async () => ({ pdf: new TextEncoder().encode('%PDF-1.7\n'), pages: 1 }) },
    });
    site = await openDispatchSite(bench, { statements });
    bench.mailer.answer('OFF-02@prefecture.example', { outcome: 'unknown', cause: 'silence' });
    bench.mailer.answer('OFF-987@prefecture.example', { outcome: 'refused', reply: '550 no', code: 550 });
    await bench.open();
  });
  after(async () => {
    await site.close();
    await bench.database.destroy();
  });

  const pageOf = async (rest = '') => (await site.get(campaignPath + rest)).text;
  const gesturesIn = (html: string) =>
    [...html.matchAll(/class="fr-btn fr-btn--sm([^"]*)" href="([^"]+)"/g)].map(([, kind, href = '']) => ({
      isMain: kind === '',
      to: href.replaceAll('&#x3D;', '=').replace(campaignPath, ''),
    }));

  it('offers nothing that stops as its main action while mails wait', async () => {
    const gestures = gesturesIn(await pageOf());
    expect(gestures.map(({ to }) => to)).to.deep.equal(['/pause', '/annuler']);
    expect(gestures.some(({ isMain }) => isMain)).to.equal(false);
    expect(await pageOf('/annuler')).to.contain('4 courriels ne sont pas partis');
  });

  it('refuses a scan of more than 20 MB beside its field, keeps what was typed, and names what is missing', async function () {
    this.timeout(180_000);
    const path = `${campaignPath}/OFF-01/accuse`;
    const token = /name="form-token" value="([^"]+)"/.exec(await pageOf('/OFF-01/accuse'))?.[1] ?? '';
    async function send(typed: Record<string, string>, scan?: Buffer<ArrayBuffer>) {
      const form = new FormData();
      const fields = { 'form-token': token, capacity: 'for-the-prefect', formKey: 'k'.repeat(22), ...typed };
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      if (scan) form.append('scan', new Blob([scan]), 'lettre.pdf');
      const { cookie } = site;
      const response = await fetch(site.origin + path, { method: 'POST', body: form, headers: { cookie } });
      return { status: response.status, text: await response.text() };
    }
    const told = { means: 'paper', on: '2026-12-07', name: 'Paul Girard', function: 'Secrétaire général' };
    const { status, text } = await send({ ...told, reason: 'Lettre reçue.' }, Buffer.alloc(20_000_001));
    expect(status).to.equal(422);
    expect(/id="champ-scan-message">(.*?)<\/div>/s.exec(text)?.[1]).to.contain('dépasse 20 Mo');
    expect(text).to.contain('value="Paul Girard"').and.to.contain('Lettre reçue.');

    const empty = await send({ means: 'telephone', on: '', name: '', function: ' ', reason: '' });
    expect(empty.status).to.equal(422);
    for (const words of ['quel jour', 'et le nom de la personne', 'sa fonction', 'le motif'])
      expect(empty.text).to.contain(words);
  });

  it('then asks first for what only a person can decide', async () => {
    await bench.settle();
    const [main, ...others] = gesturesIn(await pageOf());
    expect(main).to.deep.equal({ isMain: true, to: '?etat=unknown' });
    expect(others.map(({ to }) => to)).to.deep.equal(['?etat=unreachable', '/reessayer', '/clore']);
    expect(await pageOf('/reessayer')).to.contain('non joignable');
  });

  it('tells whoever takes a link back that somebody else just did', async () => {
    const { id: delivery } = await bench.deliveryOf('OFF-01');
    const path = `${campaignPath}/OFF-01/lien/remplacer`;
    const decided = { delivery, seen: '0', reason: 'Transféré à un tiers.' };
    const form = `${path}?envoi=${delivery}`;
    expect((await site.send(path, decided, form)).status).to.equal(303);
    const late = await site.send(path, decided, form);
    expect(late.status).to.equal(409);
    expect(late.text).to.contain('Quelqu’un d’autre a révoqué ou remplacé ce lien').and.contain('un tiers.');
    // To be confirmed once more, of the link that holds now.
    expect(late.text).to.contain('name="seen" value="1"');
  });

  it('says each office on the map as in the list, and folds them in their region', async () => {
    const html = await pageOf();
    for (const [office, state] of [
      ['OFF-01', 'accepted'],
      ['OFF-02', 'unknown'],
      ['OFF-987', 'unreachable'],
    ] as const) {
      const onMap = new RegExp(
        `data-office="${office}"><title>[^<]+</title><path class="es-state es-state--(\\w+)"`,
      );
      expect(onMap.exec(html)?.[1], office).to.equal(state);
      const inRegion = new RegExp(
        `<li data-office="${office}"><svg[^>]*><rect class="es-state es-state--(\\w+)"`,
      );
      expect(inRegion.exec(html)?.[1], office).to.equal(state);
    }
  });

  it('exports what is shown, in both formats', async () => {
    const csv = await pageOf('/export.csv?region=COM');
    expect(csv.trim().split('\r\n')).to.have.length(2);
    const response = await fetch(`${site.origin}${campaignPath}/export.xlsx?etat=unknown`, {
      headers: { cookie: site.cookie },
    });
    const sheet = zipEntries(new Uint8Array(await response.arrayBuffer()));
    expect(sheet.get('xl/sharedStrings.xml')).to.contain('OFF-02').and.not.contain('OFF-01');
  });

  it('says what closing leaves behind, and gives the sealed statement once it is made', async () => {
    expect((await site.get(`${campaignPath}/bordereau.pdf`)).status).to.equal(404);
    const confirm = await pageOf('/clore');
    expect(confirm).to.contain('Un envoi garde une issue inconnue').and.contain('bordereau');
    await site.send(`${campaignPath}/clore`, {});
    expect(await pageOf()).to.contain('Le bordereau de diffusion s’établit');
    expect(gesturesIn(await pageOf())).to.deep.equal([]);
    await statements.makeMissing();
    expect(await pageOf()).to.contain('Télécharger le bordereau scellé (PDF)');
    const pdf = await site.get(`${campaignPath}/bordereau.pdf`);
    expect(pdf.headers.get('content-type')).to.contain('application/pdf');
    expect(pdf.text).to.contain('cachet');
  });
});
