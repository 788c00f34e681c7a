import { writeFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer';
import { demonstrationCredits } from '../src/demonstration/credits.ts';
import { loadMessages } from '../src/kernel/messages.ts';
import { silentLog } from '../src/kernel/log.ts';
import type { PrintRequest } from '../src/render/browser.ts';
import {
  createNotifications,
  createRender,
  findBrowserPath,
  mayUseSandbox,
  type NotificationInput,
} from '../src/render/render.ts';
import { openAnnexRoom } from '../tests/allocations/annex-room.ts';
import { createRealBrowser } from '../tests/render/real-browser.ts';
import { trustedSigning } from '../tests/signing/trusted-signing.ts';
import type { Benchmark, Preparation, Prepared } from './measure.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '..');
const rounds = 5;

/** The notifications of a whole act: printed, made conformant, sealed, kept, and their manifest stamped. */
export const annexes: Benchmark = {
  name: 'annexes',
  about: 'the 124 notifications of an act, sealed with their stamped manifest, beside 124 bare page.pdf()',
  aim: { bound: 'at most', ratio: 1.6 },
  rounds,

  async prepare(preparation): Promise<Prepared> {
    const { atEnd } = preparation;
    const browser = createRealBrowser();
    atEnd(() => browser.close());
    const messages = loadMessages(join(root, 'templates/messages'));
    const render = createRender({
      browser,
      templates: join(root, 'templates/instructions'),
      messages,
      log: silentLog,
    });
    const folder = join(root, 'templates/notifications/credits');
    const notifications = createNotifications({ browser, folder, messages });
    const signing = await trustedSigning();
    const template = render.getTemplate('chefs-de-projets');
    const inputs: NotificationInput[] = [];
    const acts: Awaited<ReturnType<typeof openAct>>[] = [];
    for (let turn = 0; turn <= preparation.rounds; turn += 1) acts.push(await openAct(preparation));

    async function openAct(given: Preparation) {
      const room = await openAnnexRoom({ table: await wholeTable() });
      given.atEnd(() => room.close());
      const { instructions } = room;
      const maker = room.another({
        signing,
        instructions: {
          ...instructions,
          draftOf: async (id) => ({ ...(await instructions.draftOf(id)), template }),
        },
        render: {
          renderNotifications(asked) {
            if (inputs.length < 124) inputs.push(...asked);
            return notifications.renderNotifications(asked);
          },
        },
      });
      const asked = await maker.ask(room.dispatcher, room.id);
      if (!asked.ok) throw new Error(asked.errors.map(({ key }) => key).join());
      return { room, maker };
    }

    // One act made before anything is timed: what it prints is what the peer prints.
    const [first] = acts.splice(0, 1);
    if (first === undefined) throw new Error('no act was prepared');
    await first.maker.make();
    const standing = await first.maker.standing(first.room.id);
    if (standing?.ready !== true) throw new Error('the notifications were not all made');
    const bytes = standing.made.reduce((sum, annex) => sum + annex.bytes, 0);
    const urls = await writePages(preparation, await pagesOf(inputs));
    const chromium = await puppeteer.launch({
      executablePath: findBrowserPath(process.env),
      pipe: true,
      args: mayUseSandbox('auto') ? [] : ['--no-sandbox'],
    });
    atEnd(() => chromium.close());
    acts.unshift(await openAct(preparation));
    return {
      ours: {
        async run(turn) {
          const act = acts[turn];
          if (act === undefined) throw new Error(`no act was prepared for round ${turn}`);
          await act.maker.make();
          if ((await act.maker.standing(act.room.id))?.ready !== true) throw new Error('not all were made');
        },
        facts: { notifications: inputs.length, bytes },
      },
      peer: {
        name: 'puppeteer page.pdf()',
        async run() {
          for (const url of urls) await printBare(chromium, url);
        },
        facts: { notifications: urls.length },
      },
    };

    /** The page of each notification, as it would be printed alone. */
    async function pagesOf(each: readonly NotificationInput[]): Promise<PrintRequest[]> {
      const pages: PrintRequest[] = [];
      const listening = createNotifications({
        folder,
        messages,
        browser: {
          ...browser,
          async print(request) {
            pages.push(request);
            throw new Error('only listening');
          },
        },
      });
      for (const input of each) await listening.renderNotifications([input]).catch(() => undefined);
      return pages;
    }
  },
};

/** Every territory of the directory that tests use. */
async function wholeTable(): Promise<Uint8Array> {
  const room = await openAnnexRoom();
  const offices = await room.prefectures.listOffices({ on: '2026-12-07' });
  await room.close();
  return demonstrationCredits(offices);
}

/** Files side by side, which is how one prints with puppeteer alone. */
async function writePages({ atEnd }: Preparation, pages: readonly PrintRequest[]): Promise<string[]> {
  const folder = await openTemporaryFolder();
  atEnd(folder.remove);
  const urls: string[] = [];
  for (const [index, { html, assets }] of pages.entries()) {
    if (index === 0) {
      for (const [address, { bytes }] of assets) {
        await mkdir(dirname(join(folder.path, address)), { recursive: true });
        await writeFile(join(folder.path, address), bytes);
      }
    }
    const path = join(folder.path, `notification-${index}.html`);
    await writeFile(path, html);
    urls.push(pathToFileURL(path).href);
  }
  return urls;
}

async function printBare(chromium: Awaited<ReturnType<typeof puppeteer.launch>>, url: string): Promise<void> {
  const page = await chromium.newPage();
  await page.goto(url, { waitUntil: 'load' });
  await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  await page.close();
}
