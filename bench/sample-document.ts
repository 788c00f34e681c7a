import { join } from 'node:path';
import { loadMessages } from '../src/kernel/messages.ts';
import { silentLog } from '../src/kernel/log.ts';
import type { Browser, PrintRequest } from '../src/render/browser.ts';
import { createRender } from '../src/render/render.ts';
import { chefsDeProjets } from '../tests/render/chefs-de-projets.ts';
import { createRealBrowser } from '../tests/render/real-browser.ts';

const root = join(import.meta.dirname, '..');

/** The real rendering of the annual instruction, which also tells what page was given to the browser. */
export function openSampleDocument() {
  const browser = createRealBrowser();
  let last: PrintRequest | undefined;
  const listening: Browser = {
    print(request) {
      last = request;
      return browser.print(request);
    },
    version: () => browser.version(),
    close: () => browser.close(),
  };
  const render = createRender({
    browser: listening,
    templates: join(root, 'templates/instructions'),
    messages: loadMessages(join(root, 'templates/messages')),
    log: silentLog,
  });
  const input = chefsDeProjets(render.getTemplate('chefs-de-projets'));
  return {
    render: () => render.renderInstruction(input),
    /** The page of the last rendering, with the files that it loads. */
    printedPage(): PrintRequest {
      if (last === undefined) throw new Error('nothing was rendered yet');
      return last;
    },
    close: () => render.close(),
  };
}
