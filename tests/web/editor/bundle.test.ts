import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { buildAssets } from '../../../src/web/assets.ts';

const most = 300_000;

describe('the script of the text’s page', () => {
  it('weighs less than 300 KB on the way, the PDF viewer aside', async function () {
    this.timeout(180_000);
    const assets = await buildAssets({ folder: 'src/web/browser' });
    const script = assets.find(assets.address('editor'));
    const weight = gzipSync(script?.bytes ?? new Uint8Array()).length;
    expect(weight).to.be.within(20_000, most);
  });
});
