import { build } from 'esbuild';
import puppeteer, { type Browser } from 'puppeteer';
import { findBrowserPath, mayUseSandbox } from '../../../src/render/browser-path.ts';

/** A script of the product's browser side, run in a real browser; it puts what tests call on `window`. */
export async function openInBrowser(script: string): Promise<{
  call: (name: string, ...given: unknown[]) => Promise<unknown>;
  close: () => Promise<void>;
}> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: 'src/web/browser', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    target: ['es2022'],
    logLevel: 'silent',
  });
  const args = mayUseSandbox('auto') ? [] : ['--no-sandbox'];
  const browser: Browser = await puppeteer.launch({
    executablePath: findBrowserPath(process.env),
    pipe: true,
    args,
  });
  const page = await browser.newPage();
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  return {
    call: (name, ...given) =>
      page.evaluate(`window[${JSON.stringify(name)}](...${JSON.stringify(given)})`) as Promise<unknown>,
    close: () => browser.close(),
  };
}
