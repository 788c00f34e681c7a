import type { Config } from './config.ts';
import type { Log } from './kernel/log.ts';
import type { Messages } from './kernel/messages.ts';
import {
  createBrowser,
  createNotifications,
  createReceiptPrint,
  createRender,
  createStatementPrint,
  findBrowserPath,
  mayUseSandbox,
} from './render/render.ts';

/** What prints: the one browser and the templates on disk. No browser is started before the first print. */
export function openRender(config: Config, deps: { messages: Messages; log: Log }) {
  const { messages, log } = deps;
  const browser = createBrowser({
    executablePath: () => findBrowserPath(config.browserEnvironment),
    sandbox: mayUseSandbox(config.chromiumSandbox),
    log,
  });
  const folder = (name: string) => new URL(`../templates/${name}`, import.meta.url).pathname;
  return {
    ...createRender({ browser, templates: folder('instructions'), messages, log }),
    ...createNotifications({ browser, folder: folder('notifications/credits'), messages }),
    ...createReceiptPrint({ browser, folder: folder('receipts/acknowledgement'), messages }),
    ...createStatementPrint({ browser, folder: folder('statements/dispatch'), messages }),
  };
}
