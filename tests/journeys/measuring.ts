import type { Page } from 'puppeteer';
import type { Visitor } from './visitor.ts';

/** What the network brought for one page, as it travelled: compressed, headers apart. Fonts aside. */
export async function weigh(visitor: Visitor, path: string): Promise<{ bytes: number; status: number }> {
  const session = await visitor.page.createCDPSession();
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const fonts = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Font') fonts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!fonts.has(requestId)) bytes += encodedDataLength;
  });
  const status = await visitor.open(path);
  await visitor.page.waitForNetworkIdle({ idleTime: 100 });
  await session.detach();
  return { bytes, status };
}

/** Nothing wider than the screen: nobody has to scroll sideways. */
export const overflowOf = (page: Page): Promise<number> =>
  page.$eval('html', (html) => {
    const root = html as unknown as { scrollWidth: number; clientWidth: number };
    return root.scrollWidth - root.clientWidth;
  });
