import { expect } from 'chai';
import type { Preparation } from '../../../src/dispatch/preparing/preparing.ts';
import type { Outcome } from '../../../src/kernel/outcome.ts';
import {
  createCampaignBench,
  dispatcher,
  signed,
  testDirectory,
  type CampaignBench,
} from '../campaign-bench.ts';
import { campaignPath, openDispatchSite } from '../dispatch-site.ts';
import { notified } from './notified.ts';

function take<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`refused: ${outcome.errors.map(({ key }) => key).join(', ')}`);
}
const keysOf = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.errors.map(({ key }) => key));
const path = `${campaignPath}/preparation`;
const withoutTags = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('the departure of a text with credits', () => {
  let bench: CampaignBench;
  afterEach(() => bench.database.destroy());

  async function begin(given: Parameters<typeof createCampaignBench>[0] = {}) {
    bench = await createCampaignBench(given);
    return take(await bench.preparing.begin(dispatcher, signed.instructionId, '2026-12-21'));
  }
  async function current(): Promise<Preparation> {
    const found = await bench.preparing.find(signed.instructionId);
    if (found === undefined) throw new Error('nothing is being prepared');
    return found;
  }
  const choose = async (choice: Parameters<CampaignBench['preparing']['choose']>[2]) =>
    take(await bench.preparing.choose(dispatcher, (await current()).id, choice));
  async function depart() {
    const preparation = await current();
    const plan = await bench.preparing.plan(preparation);
    return bench.preparing.depart(dispatcher, preparation, plan?.sha256 ?? '');
  }
  const campaigns = () => bench.dispatch.listCampaigns();
  const blocking = async () =>
    (await bench.preparing.preflight(await current())).checks.filter(({ level }) => level === 'blocking');
  const annexesBy = async () => (await campaigns())[0]?.annexesBy;

  it('leaves without notifications only once somebody said why', async () => {
    const preparation = await begin();
    bench.annexes.credits = true;
    const checks = await blocking();
    expect(checks.map(({ finding }) => finding)).to.deep.equal(['annexes not-made']);
    expect(keysOf(await depart())).to.deep.equal(['preparing.depart.blocked']);
    take(await bench.preparing.overrule(dispatcher, preparation, checks, 'Notifiés par le budget'));
    take(await depart());
  });

  it('is confirmed again when its notifications were made meanwhile', async () => {
    await begin();
    const shown = await bench.preparing.plan(await current());
    bench.annexes.made = notified();
    const refused = await bench.preparing.depart(dispatcher, await current(), shown?.sha256 ?? '');
    expect(keysOf(refused)).to.deep.equal(['preparing.depart.changed']);
    take(await depart());
    expect(await annexesBy()).to.equal('attachment');
  });

  it('sends its notifications by link when it was chosen so, and for every try of every mail', async () => {
    await begin();
    bench.annexes.made = notified();
    await choose({ annexesBy: 'link' });
    take(await depart());
    expect(await annexesBy()).to.equal('link');
    const change = bench.database('campaigns').update({ annexes_by: 'attachment' });
    expect(await change.then(() => 'changed', String)).to.contain('campaigns_keep_how_annexes_travel');
  });

  it('weighs the mail of the office that has most beside the act, and says whose it is', async () => {
    await begin({ directory: testDirectory(['C', 'B', 'A']) });
    bench.annexes.made = notified();
    const { checks } = await bench.preparing.preflight(await current());
    const size = checks.find(({ name }) => name === 'size');
    expect(size?.params['office']).to.equal('préfecture B');
  });

  for (const [what, limit, bytesOfB, toOffices, expected] of [
    ['notifications that fit beside the act are attached', 113, 100, [], 'attachment'],
    ['one office’s that do not fit go by link for everyone', 112, 100, [], 'link'],
    ['those of an office that is not written to do not count', 112, 100, ['A'], 'attachment'],
    ['small ones stay attached when the act goes by link', 12, 12, [], 'attachment'],
    ['bigger than the limit by themselves, they go by link too', 12, 13, [], 'link'],
  ] as const) {
    it(`decides how they travel: ${what}`, async () => {
      await begin({ attachmentLimit: limit });
      bench.annexes.made = notified({ bytesOfB });
      const toList = toOffices.length === 0 ? 'all' : 'chosen';
      await choose({ audience: { toList, toOffices: [...toOffices], ccList: 'none', ccOffices: [] } });
      const plan = await bench.preparing.plan(await current());
      expect(plan?.annexesBy).to.equal(expected);
      take(await depart());
      expect(await annexesBy()).to.equal(expected);
    });
  }
});

describe('the pages that prepare a text with credits', function () {
  this.timeout(180_000);
  let bench: CampaignBench;
  let site: Awaited<ReturnType<typeof openDispatchSite>>;

  beforeEach(async () => {
    bench = await createCampaignBench({ directory: testDirectory(['OFF-01', 'OFF-02']) });
    bench.annexes.credits = true;
    site = await openDispatchSite(bench);
  });
  afterEach(async () => {
    await site.close();
    await bench.database.destroy();
  });

  const textOf = async (at: string) => withoutTags((await site.get(at)).text);
  const begin = () => site.send(path, { deadlineOn: '2026-12-21', next: 'confirmer' }, campaignPath);
  async function confirm() {
    const shown = (await site.get(`${campaignPath}/confirmer`)).text;
    const plan = /name="plan" value="([^"]+)"/.exec(shown)?.[1] ?? '';
    return site.send(campaignPath, { plan }, `${campaignPath}/confirmer`);
  }
  const campaigns = () => bench.dispatch.listCampaigns();
  const madeFor = (officeId: string) =>
    (bench.annexes.made = {
      ...{ made: 4, total: 4, ready: true, failed: false },
      bytesByOffice: new Map([[officeId, 50_000]]),
    });
  const notifier = '/instructions/2027-chefs-de-projets/credits/notifier';

  it('say from the first page to the last that its notifications are not made, and lead to making them', async () => {
    for (const at of [campaignPath, `${path}/courriel`, `${path}/controles`, `${campaignPath}/confirmer`]) {
      if (at !== campaignPath) await begin();
      const { text } = await site.get(at);
      expect(withoutTags(text), at)
        .to.contain('notifications')
        .and.match(/ne (sont|seraient) pas produites/);
      expect(text, at).to.contain(`href="${notifier}"`);
    }
    expect((await confirm()).status).to.equal(422);
  });

  it('leave without them once somebody said why', async () => {
    await begin();
    const checks = `${path}/controles`;
    const findings = { findings: 'annexes not-made' };
    const overruled = await site.send(checks, { ...findings, reason: 'Notifiés par le budget' });
    expect(overruled.status).to.equal(303);
    expect((await confirm()).status).to.equal(303);
    expect(await campaigns()).to.have.length(1);
  });

  it('choose how they travel, once they are made', async () => {
    madeFor('OFF-01');
    await begin();
    expect(await textOf(`${path}/courriel`)).to.contain('jointes : à chaque préfecture les siennes');
    const choice = (annexesBy: string) =>
      site.send(`${path}/notifications`, { annexesBy }, `${path}/courriel`);
    expect((await choice('pigeon')).headers.get('location')).to.equal(`${path}/courriel`);
    expect((await choice('link')).status).to.equal(303);
    expect((await site.get(`${path}/courriel?prefecture=OFF-01`)).text)
      .to.match(/value="link" checked/)
      .and.contain('Ses notifications de crédits ne sont pas jointes');
    expect((await site.get(`${path}/courriel?prefecture=OFF-02`)).text).not.to.contain(
      'Ses notifications de crédits ne sont pas jointes',
    );
    expect(await textOf(`${campaignPath}/confirmer`)).to.contain('comme vous l’avez choisi');
    await confirm();
    expect((await campaigns())[0]).to.include({ annexesBy: 'link' });
  });

  it('say nothing of notifications when the text has no credits', async () => {
    bench.annexes.credits = false;
    await begin();
    for (const at of [`${path}/courriel`, `${campaignPath}/confirmer`, campaignPath])
      expect(await textOf(at)).not.to.contain('otifications de crédits');
    expect(await textOf(`${path}/controles`)).to.contain('il n’y a rien à notifier');
  });
});
