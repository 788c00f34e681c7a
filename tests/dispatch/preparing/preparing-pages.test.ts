import { expect } from 'chai';
import type { Role } from '../../../src/web/route.ts';
import {
  createCampaignBench,
  testDirectory,
  testInstructions,
  type CampaignBench,
} from '../campaign-bench.ts';
import { campaignPath, openDispatchSite } from '../dispatch-site.ts';

const offices = ['OFF-01', 'OFF-02', 'OFF-2A', 'OFF-987'];
const path = `${campaignPath}/preparation`;
const withoutTags = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ');
const ticks = (field: string, ids: string[]) =>
  Object.fromEntries(ids.map((id) => [`${field}[${id}]`, 'on']));

describe('the pages that prepare a dispatch', function () {
  this.timeout(180_000);
  let bench: CampaignBench;
  let site: Awaited<ReturnType<typeof openDispatchSite>>;

  async function open(given: Parameters<typeof createCampaignBench>[0] & { roles?: Role[] } = {}) {
    bench = await createCampaignBench({ directory: testDirectory(offices), ...given });
    site = await openDispatchSite(bench, given);
  }
  afterEach(async () => {
    await site.close();
    await bench.database.destroy();
  });

  const textOf = async (at: string) => withoutTags((await site.get(at)).text);
  const begin = (deadlineOn = '2026-12-21', next = 'confirmer') =>
    site.send(path, { deadlineOn, next }, campaignPath);
  const choose = (fields: Record<string, string>) =>
    site.send(`${path}/destinataires`, { toList: 'all', ccList: 'none', ...fields });
  async function confirm() {
    const shown = (await site.get(`${campaignPath}/confirmer`)).text;
    const plan = /name="plan" value="([^"]+)"/.exec(shown)?.[1] ?? '';
    return site.send(campaignPath, { plan }, `${campaignPath}/confirmer`);
  }
  const campaigns = () => bench.dispatch.listCampaigns();

  it('send to every office in two gestures: a deadline, then a page that says in numbers what will happen', async () => {
    await open();
    expect(await textOf(campaignPath)).to.contain('Les 4 préfectures');
    const begun = await begin();
    expect([begun.status, begun.headers.get('location')]).to.deep.equal([303, `${campaignPath}/confirmer`]);
    expect(await textOf(`${campaignPath}/confirmer`))
      .to.contain('Vous allez écrire à 4 préfectures pour attribution.')
      .and.contain('21 décembre 2026')
      .and.contain('Annuaire du jour du départ, le 7 décembre 2026');
    expect(await campaigns()).to.have.length(0);
    expect((await confirm()).status).to.equal(303);
    expect(await campaigns()).to.have.length(1);
    expect(await textOf(campaignPath)).to.contain('Camille Roux');
  });

  it('refuse a deadline that is over, beside the field, with what was typed', async () => {
    await open();
    const answer = await begin('2026-12-01');
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('Cette date est passée').and.contain('value="2026-12-01"');
    expect((await begin('31/02/2027')).status).to.equal(422);
    expect(await textOf(campaignPath)).to.not.contain('En préparation');
  });

  it('do not offer to send a text that is not signed, nor to anyone but a dispatcher', async () => {
    await open({ instructions: testInstructions('approved') });
    expect(await textOf(campaignPath)).to.contain('Le texte n’est pas encore signé');
    await site.close();
    site = await openDispatchSite(bench, { roles: ['auditor'] });
    bench.instructions.instruction.state = 'signed';
    expect(await textOf(campaignPath)).to.contain('Seul un diffuseur peut ouvrir la diffusion');
    for (const step of ['destinataires', 'courriel', 'controles', 'depart'])
      expect((await site.get(`${path}/${step}`)).status).to.equal(403);
  });

  it('keep who is written to, for action and in copy, as of a day', async () => {
    await open();
    await begin('2026-12-21', 'destinataires');
    const fields = {
      ...{ toList: 'chosen', ccList: 'overseas', recipientsOn: '01/01/2027' },
      ...ticks('to', ['OFF-01', 'OFF-2A']),
    };
    const saved = await choose(fields);
    expect([saved.status, saved.headers.get('location')]).to.deep.equal([303, `${path}/courriel`]);
    const { text } = await site.get(`${path}/destinataires`);
    expect(text.match(/name="to\[OFF-[^>]+checked/g)).to.have.length(2);
    expect(text).to.contain('value="2027-01-01"');
    expect(await textOf(`${campaignPath}/confirmer`))
      .to.contain('écrire à 2 préfectures')
      .and.contain('Annuaire au 1er janvier 2027, comme vous l’avez choisi');
  });

  it('give a refused list back as it was ticked', async () => {
    await open();
    await begin();
    const refused = await choose({
      toList: 'chosen',
      ccList: 'chosen',
      ...ticks('cc', ['OFF-02']),
      recipientsOn: '30/02/2027',
    });
    expect(refused.status).to.equal(422);
    expect(refused.text)
      .to.contain('value="30/02/2027"')
      .and.match(/name="cc\[OFF-02\]"[^>]*checked/);
    const empty = await choose({ toList: 'chosen' });
    expect(withoutTags(empty.text)).to.contain('cochez-en au moins une pour attribution');
    const unknown = await choose({ toList: 'chosen', ...ticks('to', ['OFF-99']) });
    expect(withoutTags(unknown.text)).to.contain('n’est plus dans l’annuaire');
  });

  it('show any office’s mail whole: subject, addresses, size, attachments, text, and HTML that can do nothing', async () => {
    await open();
    await begin();
    await choose({ ...{ toList: 'chosen', ccList: 'all' }, ...ticks('to', ['OFF-01']) });
    const { text } = await site.get(`${path}/courriel?prefecture=OFF-2A`);
    expect(text).to.contain('OFF-2A@prefecture.example').and.contain('en copie').and.contain('sandbox=');
    expect(withoutTags(text)).to.match(/Taille \d+ octets/);
    const body = await site.get(`${path}/courriel/OFF-2A`);
    expect(body.headers.get('content-security-policy'))
      .to.contain("default-src 'none'")
      .and.contain('sandbox');
    expect(body.text).to.contain('essai');
    expect((await site.get(`${path}/courriel/OFF-00`)).status).to.equal(404);
  });

  it('send a trial to oneself, marked, journaled and counted nowhere', async () => {
    await open();
    await begin();
    const refused = await site.send(
      `${path}/essai`,
      { office: 'OFF-01', address: 'a@b.example (moi)' },
      `${path}/courriel`,
    );
    expect(refused.status).to.equal(422);
    expect(withoutTags(refused.text)).to.contain('parenthèses');
    expect((await site.get(`${path}/courriel`)).text).to.contain('value="camille.roux@mildeca.example"');
    await site.send(
      `${path}/essai`,
      { office: 'OFF-01', address: 'moi@mildeca.example' },
      `${path}/courriel`,
    );
    expect(bench.mailer.delivered.map(({ to }) => to.address)).to.deep.equal(['moi@mildeca.example']);
    expect(await textOf(`${path}/courriel`)).to.contain(
      'vers moi@mildeca.example, d’après préfecture OFF-01',
    );
    const [line] = await bench.journalOf('preparation.tried');
    expect(line?.data).to.include({ office: 'OFF-01', outcome: 'accepted' });
    expect(JSON.stringify(await bench.journal.list())).to.not.contain('moi@');
    expect(await bench.database('deliveries')).to.have.length(0);
  });

  describe('with an office that has no mailbox', () => {
    beforeEach(() =>
      open({
        directory: testDirectory(
          offices,
          offices.slice(1).map((officeId) => ({ officeId, rank: 1, address: `${officeId}@x.example` })),
        ),
      }),
    );

    it('say so, and leave only once somebody said why', async () => {
      await begin();
      const shown = await site.get(`${campaignPath}/confirmer`);
      expect(withoutTags(shown.text)).to.contain('Une préfecture est sans adresse');
      expect(shown.text).to.contain('Rien ne peut partir').and.not.contain('name="plan"');
      expect((await confirm()).status).to.equal(422);
      const checks = `${path}/controles`;
      const { text } = await site.get(checks);
      expect(text).to.contain('/prefectures/OFF-01');
      const findings = { findings: /name="findings" value="([^"]+)"/.exec(text)?.[1] ?? '' };
      expect((await site.send(checks, { ...findings, reason: ' ' })).status).to.equal(422);
      expect((await site.send(checks, { findings: 'other', reason: 'Vue' })).status).to.equal(422);
      const overruled = await site.send(checks, { ...findings, reason: 'Prévenue par téléphone' });
      expect(overruled.status).to.equal(303);
      expect(await textOf(checks))
        .to.contain('Prévenue par téléphone')
        .and.contain('Camille Roux')
        .and.contain('écarté');
      expect(await textOf(`${campaignPath}/confirmer`)).to.contain('Un contrôle est écarté');
      expect((await confirm()).status).to.equal(303);
      expect(await campaigns()).to.have.length(1);
    });
  });

  describe('for a day and hour', () => {
    const leave = (fields: Record<string, string>) =>
      site.send(`${path}/depart`, { deadlineOn: '2027-05-01', when: 'later', ...fields }, `${path}/depart`);
    beforeEach(async () => {
      await open();
      await begin('2027-05-01');
    });

    it('refuse an hour that does not exist, one that is not an hour, and one that is over', async () => {
      for (const [departureOn, departureAt, sentence] of [
        ['2027-03-28', '02:30', 'passent de 2 h à 3 h'],
        ['2027-03-28', '25:00', 'sous la forme 08:30'],
        ['2027-02-29', '08:00', 'date'],
        ['2026-12-07', '14:29', 'Cette heure est passée'],
        ['2027-05-01', '08:00', 'n’est pas avant le dernier jour'],
      ] as const) {
        const refused = await leave({ departureOn, departureAt });
        expect(refused.status, departureAt).to.equal(422);
        expect(withoutTags(refused.text)).to.contain(sentence);
        expect(refused.text).to.contain(`value="${departureOn}"`).and.contain(`value="${departureAt}"`);
      }
      expect(
        (await site.send(`${path}/depart`, { deadlineOn: '2027-05-01' }, `${path}/depart`)).status,
      ).to.equal(422);
    });

    it('take the first of the two hours of a night in October', async () => {
      const saved = await leave({
        deadlineOn: '2027-12-01',
        departureOn: '2027-10-31',
        departureAt: '02:30',
      });
      expect(saved.status).to.equal(303);
      const [row] = await bench.database('preparations').select('due_at');
      expect(row).to.deep.equal({ due_at: '2027-10-31T00:30:00.000Z' });
    });

    it('schedule, move, and cancel on a page of its own', async () => {
      await leave({ departureOn: '2026-12-10', departureAt: '8h30' });
      expect(await textOf(`${campaignPath}/confirmer`))
        .to.contain('jeudi 10 décembre 2026 à 8 h 30')
        .and.contain('Annuaire du jour du départ, le 10 décembre 2026');
      expect((await confirm()).status).to.equal(303);
      expect(await campaigns()).to.have.length(0);
      expect(await textOf(campaignPath)).to.contain('Départ le jeudi 10 décembre 2026 à 8 h 30');
      const moved = { when: 'later', departureOn: '2026-12-11', departureAt: '09:00' };
      expect((await site.send(`${path}/depart`, moved)).status).to.equal(303);
      expect(await textOf(campaignPath)).to.contain('vendredi 11 décembre 2026 à 9 h');
      expect((await begin()).status).to.equal(422);
      expect(await textOf(`${path}/annuler`)).to.contain('n’aura pas lieu');
      await site.send(`${path}/annuler`, {});
      expect(await textOf(campaignPath)).to.contain('En préparation');
      await site.send(`${path}/abandonner`, {}, campaignPath);
      expect(await textOf(campaignPath)).to.not.contain('En préparation');
    });

    it('say what held a departure back, and take it up again', async () => {
      await leave({ departureOn: '2026-12-10', departureAt: '08:30' });
      await confirm();
      bench.directory.replace({ officeId: 'OFF-02', rank: 1, address: 'OFF-01@prefecture.example' });
      bench.clock.moveTo('2026-12-10T07:30:00.000Z');
      await bench.preparing.openDue();
      expect(await textOf(campaignPath))
        .to.contain('n’a pas eu lieu')
        .and.contain('Rien n’a été envoyé');
      await site.send(`${path}/reprendre`, {}, campaignPath);
      expect(await textOf(`${path}/controles`))
        .to.contain('la même boîte')
        .and.contain('préfecture OFF-02');
    });
  });

  it('lead elsewhere once there is nothing to prepare', async () => {
    await open();
    for (const step of ['destinataires', 'courriel', 'controles', 'depart', 'annuler'])
      expect((await site.get(`${path}/${step}`)).headers.get('location')).to.equal(campaignPath);
    await bench.open();
    expect((await begin('2026-12-21')).headers.get('location')).to.equal(campaignPath);
  });
});
