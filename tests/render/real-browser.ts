import { createBrowser, type BrowserOptions } from '../../src/render/browser.ts';
import { findBrowserPath, mayUseSandbox } from '../../src/render/browser-path.ts';
import { silentLog } from '../../src/kernel/log.ts';

/** The real Chromium of this machine. */
export function createRealBrowser(changes: Partial<BrowserOptions> = {}) {
  return createBrowser({
    executablePath: () => findBrowserPath(process.env),
    sandbox: mayUseSandbox('auto'),
    log: silentLog,
    ...changes,
  });
}
