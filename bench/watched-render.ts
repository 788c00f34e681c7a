import { join } from 'node:path';
import { silentLog } from '../src/kernel/log.ts';
import { loadMessages } from '../src/kernel/messages.ts';
import type { PrintRequest } from '../src/render/browser.ts';
import { createRender } from '../src/render/render.ts';
import type { createRealBrowser } from '../tests/render/real-browser.ts';

const root = join(import.meta.dirname, '..');

/** The room that renders, and the last page that it gave the browser to print; undefined before the first. */
export function openWatchedRender(browser: ReturnType<typeof createRealBrowser>) {
  let asked: PrintRequest | undefined;
  const room = createRender({
    browser: {
      ...browser,
      print(request) {
        asked = request;
        return browser.print(request);
      },
    },
    templates: join(root, 'templates/instructions'),
    messages: loadMessages(join(root, 'templates/messages')),
    log: silentLog,
  });
  return { room, lastAsked: () => asked };
}
