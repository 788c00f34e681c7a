import { expect } from 'chai';
import { createAcknowledgementsRoutes } from '../../src/acknowledgements/acknowledgements-routes.ts';
import { agentOf } from '../../src/acknowledgements/visits.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { openTestSite } from '../site.ts';
import { createSentLetter, jeanne } from './sent-letter.ts';

const messages = loadMessages('templates/messages');
const scanner = { 'user-agent': 'SafeLinksScanner/2.1 (bot)' };
const formKey = 'form-key-0123456789-abcdef';

describe('the link of an office', function () {
  this.timeout(180_000);
  let letter: Awaited<ReturnType<typeof createSentLetter>>;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  before(async () => {
    letter = await createSentLetter();
    const contact = 'circulaires@estafette.example';
    site = await openTestSite({ routes: createAcknowledgementsRoutes({ ...letter, messages, contact }) });
  });
  after(async () => {
    await letter.visits.flush();
    await letter.close();
    await site.close();
  });

  const recorded = () => letter.count('acknowledgements');
  const visitsOf = async () => {
    await letter.visits.flush();
    const rows = await letter.database('link_visits').select();
    return rows.map(({ what, agent, visits }) => `${what} ${agent} ${visits}`).toSorted();
  };

  it('records nothing whatever a scanner does, and every visit is written down', async () => {
    for (const token of [letter.ain, letter.polynesie, letter.aisne]) {
      const address = `${site.origin}/accuse/${token}`;
      const ask = (url: string, init: RequestInit = {}) =>
        fetch(url, { ...init, headers: { ...scanner, ...init.headers }, redirect: 'manual' });
      await ask(address, { method: 'HEAD' });
      await ask(address, { headers: { 'sec-purpose': 'prefetch;prerender' } });
      const opened = await ask(address);
      const text = await opened.text();
      for (const [, href = ''] of text.matchAll(/(?:href|action)="(\/accuse[^"]*)"/g))
        await ask(site.origin + href);
      // The form as it stands, its own hidden fields and nothing typed; then each button, then all boxes ticked.
      const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
      const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
      const cookie = opened.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ');
      for (const more of [{}, { submit: '' }, { name: '', function: '', capacity: 'for-the-prefect' }])
        await ask(address, {
          method: 'POST',
          headers: { cookie },
          body: new URLSearchParams({ ...fields, ...more } as Record<string, string>),
        });
    }
    expect(await recorded()).to.equal(0);
    expect(letter.marked).to.have.length(0);
    const visits = await visitsOf();
    expect(visits.join(' ')).to.contain('headers program').and.to.contain('prefetch program');
    expect(visits.join(' ')).to.contain('document program').and.to.contain('form-refused program');
    expect(JSON.stringify(await letter.database('link_visits').select())).not.to.match(/127\.0|SafeLinks/);
  });

  it('adds visits of one hour up in one row', async () => {
    const rows = await letter.count('link_visits');
    const counted = async () =>
      Number(
        (await letter.database('link_visits').where({ what: 'headers' }).sum({ all: 'visits' }))[0]?.all,
      );
    const before = await counted();
    for (let times = 0; times < 30; times += 1) {
      await fetch(`${site.origin}/accuse/${letter.ain}`, { method: 'HEAD', headers: scanner });
      // What was written is added to, by this process or by another.
      if (times % 10 === 0) await letter.visits.flush();
    }
    await letter.visits.flush();
    expect(await letter.count('link_visits')).to.equal(rows);
    expect(await counted()).to.equal(before + 30);
  });

  it('slows down who tries twenty that open nothing, and still opens to them when it is right', async () => {
    const path = `/accuse/${'x'.repeat(43)}`;
    const wrong = () => fetch(`${site.origin}${path}`);
    for (let times = 0; times < 19; times += 1) expect((await wrong()).status).to.equal(404);
    // A form that is sent to one counts as well.
    const posted = await site.send(path, { ...jeanne, formKey }, `/accuse/${letter.ain}`);
    expect(posted.status).to.equal(404);
    const slowed = await wrong();
    expect(slowed.status).to.equal(429);
    expect(Number(slowed.headers.get('retry-after'))).to.be.within(1, 60);
    expect(await slowed.text()).to.contain('un lien valable s’ouvre toujours');
    expect((await fetch(`${site.origin}/accuse/${letter.ain}`)).status).to.equal(200);
    const done = await letter.acknowledgements.record(letter.ain, { ...jeanne, formKey });
    expect(done.state).to.equal('recorded');
  });

  it('knows of its visitors only whether they call themselves a browser', () => {
    expect(agentOf('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0')).to.equal('browser');
    expect(agentOf('Mozilla/5.0 (compatible; Googlebot/2.1)')).to.equal('program');
    expect(agentOf('curl/8.1')).to.equal('program');
    expect(agentOf(' ')).to.equal('silent');
  });
});
