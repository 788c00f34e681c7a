import { expect } from 'chai';
import type { Role } from '../../src/web/route.ts';
import { createCampaignBench, dispatcher, testDirectory, type CampaignBench } from './campaign-bench.ts';
import { campaignPath, openDispatchSite } from './dispatch-site.ts';

const offices = ['OFF-01', 'OFF-02', 'OFF-2A', 'OFF-987'];
const withoutTags = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('the pages of a campaign', () => {
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

  const textOf = async (path: string) => withoutTags((await site.get(path)).text);

  it('show the closing equation, and lists that its figures count', async () => {
    await open();
    bench.mailer.answer('OFF-02@prefecture.example', { outcome: 'unknown', cause: 'silence' });
    bench.mailer.answer('OFF-2A@prefecture.example', { outcome: 'refused', reply: '550 no', code: 550 });
    await bench.open();
    await bench.settle();
    const { text } = await site.get(campaignPath);
    for (const [state, count] of [
      ['accepted', 2],
      ['unknown', 1],
      ['unreachable', 1],
      ['waiting', 0],
    ] as const) {
      expect(text).to.contain(`data-count="${state}">${count}<`);
      const list = await site.get(`${campaignPath}?etat=${state}`);
      expect(list.text.match(/<tr id="OFF-/g)?.length ?? 0).to.equal(count);
    }
    expect(
      (await site.get(`${campaignPath}?recherche=off-987&tri=etat`)).text.match(/<tr id="OFF-/g),
    ).to.have.length(1);
  });

  it('tell an office’s story, in the server’s words, and send again only what a person confirmed', async () => {
    await open();
    const silent = { outcome: 'unknown', cause: 'no answer <after> the dot' } as const;
    bench.mailer.answer('OFF-02@prefecture.example', silent);
    await bench.open();
    await bench.settle();
    const path = `${campaignPath}/OFF-02`;
    const story = (await site.get(path)).text;
    expect(story).to.contain('OFF-02@prefecture.example').and.contain('no answer &lt;after&gt; the dot');
    const resend = (/href="([^"]+renvoyer[^"]+)"/.exec(story)?.[1] ?? '').replaceAll('&#x3D;', '=');
    expect(await textOf(resend)).to.contain('deux fois');
    const delivery = await bench.deliveryOf('OFF-02');
    expect((await site.send(`${path}/renvoyer`, { delivery: delivery.id }, resend)).status).to.equal(303);
    expect((await bench.deliveryOf('OFF-02')).state).to.equal('pending');
    expect(await textOf(path))
      .to.contain('Renvoi décidé le')
      .and.contain('Camille Roux');
  });

  it('do not send another office’s mail again from this office’s page', async () => {
    await open();
    bench.mailer.answer('OFF-02@prefecture.example', { outcome: 'unknown', cause: 'silence' });
    await bench.open();
    await bench.settle();
    const { id } = await bench.deliveryOf('OFF-02');
    await site.send(
      `${campaignPath}/OFF-01/renvoyer`,
      { delivery: id },
      `${campaignPath}/OFF-02/renvoyer?envoi=${id}`,
    );
    expect((await bench.deliveryOf('OFF-02')).state).to.equal('unknown');
  });

  it('pause and resume', async () => {
    await open();
    const campaign = await bench.open();
    expect(await textOf(`${campaignPath}/pause`)).to.contain('4 courriels qui attendent ne partiront pas');
    await site.send(`${campaignPath}/pause`, {});
    expect((await bench.standings(campaign)).campaign.state).to.equal('paused');
    expect(await textOf(campaignPath)).to.contain('Diffusion suspendue');
    expect(await textOf(`${campaignPath}/reprendre`)).to.contain('4 courriels qui attendent partiront');
    await site.send(`${campaignPath}/reprendre`, {});
    expect((await bench.standings(campaign)).campaign.state).to.equal('open');
  });

  it('say what stopped the campaign, once, with the server’s words', async () => {
    await open();
    bench.mailer.answer('OFF-01@prefecture.example', {
      outcome: 'misconfigured',
      reply: '535 5.7.8 wrong password',
    });
    await bench.open();
    await bench.settle();
    expect(await textOf(campaignPath))
      .to.contain('535 5.7.8 wrong password')
      .and.contain('s’est arrêtée d’elle-même');
  });

  it('let an auditor read and change nothing', async () => {
    await open({ roles: ['auditor'] });
    expect(await textOf(campaignPath)).to.contain('Seul un diffuseur peut ouvrir la diffusion');
    await bench.open();
    const { text } = await site.get(campaignPath);
    expect(text).to.not.contain(`${campaignPath}/pause`);
    expect((await site.get(`${campaignPath}/confirmer`)).status).to.equal(403);
    expect((await site.get(`${campaignPath}/OFF-01`)).status).to.equal(200);
  });

  it('export the list that is shown, safe for a spreadsheet', async () => {
    await open();
    await bench.open();
    const answer = await site.get(`${campaignPath}/export.csv?recherche=OFF-2A`);
    const [head, line, end] = answer.text.split('\r\n');
    expect(answer.headers.get('content-type')).to.contain('text/csv');
    expect(head).to.contain('Identifiant;N°;Préfecture');
    expect(line).to.contain('OFF-2A;2A;préfecture OFF-2A;Corse').and.contain('en attente');
    expect(end).to.equal('');
  });

  it('are told live what changed, from the database', async () => {
    await open();
    await bench.open();
    const leave = new AbortController();
    const response = await fetch(`${site.origin}${campaignPath}/evenements`, {
      headers: { cookie: site.cookie },
      signal: leave.signal,
    });
    expect(response.headers.get('content-type')).to.contain('text/event-stream');
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    while (!heard.includes('"attempts":"1"')) {
      heard += (await reader.read()).value ?? '';
      if (heard.includes('event: read') && bench.mailer.delivered.length === 0) await bench.settle();
    }
    leave.abort();
    expect(heard).to.contain('4 envois sont en attente');
    expect(heard).to.contain('"state":"accepted","count":"4"');
  });

  it('answer 404 where there is nothing', async () => {
    await open();
    expect((await site.get('/instructions/2020-rien/diffusion')).status).to.equal(404);
    expect((await site.get(`${campaignPath}/OFF-01`)).status).to.equal(404);
    await bench.open();
    expect((await site.get(`${campaignPath}/OFF-99`)).status).to.equal(404);
    expect((await bench.dispatch.resend(dispatcher, 'nobody')).ok).to.equal(false);
  });
});
