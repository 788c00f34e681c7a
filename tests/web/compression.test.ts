import { expect } from 'chai';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { get } from 'node:http';
import { page, route } from '../../src/web/route.ts';
import { openTestSite } from '../site.ts';

/** What travels, as it travels: `fetch` would undo the compression. */
function ask(
  address: string,
  encodings: string,
): Promise<{ headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': encodings } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts) }));
    }).on('error', reject);
  });
}

const tokenIn = (html: string) => /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('what is sent compressed', () => {
  let site: Awaited<ReturnType<typeof openTestSite>>;
  before(async () => {
    const model = { title: 't', token: 'x', office: 'o', minutes: 1, mailFailed: false, again: '/' };
    const content = {
      title: 't',
      layout: 'bare',
      model: { ...model, demonstration: false, contact: 'c' },
    } as const;
    const forms = route({
      ...{ method: 'get', path: '/forms', access: 'public' },
      handle: async () => page('desk/code', content),
    });
    site = await openTestSite({ routes: [forms] });
  });
  after(() => site.close());

  it('is a page as well as a style sheet, as the client takes them', async () => {
    const html = (await ask(`${site.origin}/forms`, 'identity')).body.toString();
    const style = /href="(\/assets\/office-[^"]+\.css)"/.exec(html)?.[1] ?? '';
    for (const path of ['/forms', style]) {
      const plain = await ask(site.origin + path, 'identity');
      const gzip = await ask(site.origin + path, 'gzip');
      const brotli = await ask(site.origin + path, 'gzip, br');
      expect([plain, gzip, brotli].map(({ headers }) => headers['content-encoding'])).to.eql([
        ...[undefined, 'gzip', 'br'],
      ]);
      expect(
        [plain, gzip, brotli].every(({ headers }) => `${headers['vary']}`.includes('Accept-Encoding')),
      ).to.equal(true);
      expect(gunzipSync(gzip.body)).to.have.length(plain.body.length);
      expect(brotliDecompressSync(brotli.body)).to.have.length(plain.body.length);
      expect(brotli.body.length).to.be.below(plain.body.length / 2);
    }
  });

  it('bears a form token that is never written twice the same', async () => {
    const [one, other] = [await site.get('/forms'), await site.get('/forms')].map(({ text }) =>
      tokenIn(text),
    );
    expect(one).to.have.length(86);
    expect(one).not.to.equal(other);
  });
});
