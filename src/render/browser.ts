import puppeteer, { type Browser as Chromium, type HTTPRequest, type Page } from 'puppeteer';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { createProfile } from './browser-profile.ts';
import { unknownPage, unpaintedId, writePageNumbers } from './page-numbers.ts';
import { memoryOfFamily } from './process-memory.ts';
import { createTurnstile } from '../kernel/turnstile.ts';

/** A file that a printed page may load: nothing else is reachable from it. */
export interface Asset {
  bytes: Uint8Array;
  /** Its media type, for example `font/ttf`. */
  type: string;
}

export interface PrintRequest {
  /** The whole page. Addresses of assets in it are relative: `fonts/text.ttf`. */
  html: string;
  /** By relative address. */
  assets: ReadonlyMap<string, Asset>;
  /**
   * Given a first print of the page, without tags, it answers the page of each place whose number a link of
   * the page awaits; they are written there, and the page is printed. Without an answer, the first print is
   * what is given back.
   */
  numbers?: (measured: Uint8Array) => Promise<ReadonlyMap<string, number> | undefined>;
  /** To be looked at only: the same pages without their tags nor their outline, which take half of the time. */
  untagged?: boolean;
}

/** Prints pages to PDF. The real one is Chromium; tests may give another. */
export interface Browser {
  /** The tagged PDF of a page. Throws `unavailable` when it is late or when no browser can be started. */
  print(request: PrintRequest): Promise<Uint8Array>;
  /** Name and version of the program that prints. Throws `unavailable` as a print does. */
  version(): Promise<string>;
  /** Ends the browser and every process of it; later prints are refused. */
  close(): Promise<void>;
}

export interface BrowserOptions {
  /** Called at the first print, so that the program starts without waiting for a browser. */
  executablePath: () => string;
  /** False only when configured so, or as root: Chromium refuses its sandbox there. */
  sandbox: boolean;
  log: Log;
  /** Milliseconds for one print, once a browser runs. */
  deadlineMs?: number;
  /** Bytes that the browser and its pages may hold; above, they are killed. */
  memoryLimit?: number;
  /** Pages printed at the same time. */
  concurrency?: number;
}

// A name that no resolver answers (RFC 6761): the page's own address and its assets' base.
const origin = 'http://document.invalid/';
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
const paper = { preferCSSPageSize: true, printBackground: true, timeout: 0 };
const startMs = 60_000;
const watchMs = 200;

/**
 * The one owner of Chromium: started at the first print, spoken to over a pipe (it ends with us, even
 * when we are killed), started again after a crash. A page has no network, no file and no JavaScript.
 */
export function createBrowser(options: BrowserOptions): Browser {
  const { log, deadlineMs = 30_000, concurrency = 2, memoryLimit = 1.5 * 2 ** 30 } = options;
  const turnstile = createTurnstile(concurrency);
  let running: Promise<Chromium> | undefined;
  let closed = false;
  let warned = options.sandbox;
  const removals = new Set<Promise<void>>();

  async function start(): Promise<Chromium> {
    if (!warned) log.warn({}, 'Chromium runs without its sandbox: as root, or because configured so');
    warned = true;
    const executablePath = options.executablePath();
    const profile = await createProfile();
    const launched = puppeteer.launch({
      executablePath,
      userDataDir: profile.folder,
      pipe: true,
      timeout: startMs,
      // Stopping is ours: puppeteer would end the whole program on the first signal.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--host-resolver-rules=MAP * ~NOTFOUND',
        // The same glyph positions on every machine.
        '--font-render-hinting=none',
        ...(options.sandbox ? [] : ['--no-sandbox']),
      ],
    });
    const chromium = await launched.catch(async (cause: unknown) => {
      await profile.remove();
      throw cause;
    });
    chromium.once('disconnected', () => {
      running = undefined;
      removals.add(
        profile.remove().catch((cause: unknown) => log.warn({ cause }, 'a browser profile stays behind')),
      );
      if (!closed) log.warn({}, 'Chromium ended; the next print starts it again');
    });
    return chromium;
  }

  async function obtain(): Promise<Chromium> {
    // One that has just died may still be held, its end not yet told.
    if ((await running)?.connected === false) running = undefined;
    running ??= start().catch((cause: unknown) => {
      running = undefined;
      throw cause instanceof AppError ? cause : unavailable('browser-does-not-start', cause);
    });
    return running;
  }

  async function printBefore(chromium: Chromium, request: PrintRequest): Promise<Uint8Array> {
    // A page that hangs cannot be closed, only the whole process: its other prints start again elsewhere.
    let late = false;
    let large = false;
    const own = chromium.process();
    const timer = setTimeout(() => {
      late = true;
      own?.kill('SIGKILL');
    }, deadlineMs);
    const watch = setInterval(() => {
      if (own?.pid === undefined || memoryOfFamily(own.pid) <= memoryLimit) return;
      large = true;
      own.kill('SIGKILL');
    }, watchMs);
    try {
      return await printPage(chromium, request);
    } catch (cause) {
      if (late) throw unavailable('print-too-long', cause);
      throw large ? new TooLarge('the browser took too much memory', { cause }) : cause;
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
    }
  }

  async function printTwiceAtMost(request: PrintRequest): Promise<Uint8Array> {
    for (let attempt = 1; ; attempt += 1) {
      if (closed) throw unavailable('browser-closed');
      const chromium = await obtain();
      try {
        return await printBefore(chromium, request);
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        const crashed = !chromium.connected || cause instanceof PageCrash || cause instanceof TooLarge;
        // Two pages share the browser: the one that took too much is the one that does it again.
        if (closed || (crashed && attempt === 1)) continue;
        throw unavailable(cause instanceof TooLarge ? 'print-too-large' : 'print-failed', cause);
      }
    }
  }

  return {
    async version() {
      if (closed) throw unavailable('browser-closed');
      return (await obtain()).version();
    },

    print: (request) => turnstile.run(() => printTwiceAtMost(request)),

    async close() {
      closed = true;
      const chromium = await running?.catch(() => undefined);
      const killer = setTimeout(() => chromium?.process()?.kill('SIGKILL'), 5_000);
      await chromium?.close().catch(() => chromium.process()?.kill('SIGKILL'));
      clearTimeout(killer);
      await Promise.all(removals);
    },
  };
}

/** The process of one page died; the browser itself goes on. */
class PageCrash extends Error {}

class TooLarge extends Error {}

async function printPage(chromium: Chromium, request: PrintRequest): Promise<Uint8Array> {
  const page = await chromium.newPage();
  // Without it, a command to a page that died waits for ever.
  const crash = new Promise<never>((_resolve, reject) => {
    page.once('error', (cause) => reject(new PageCrash('the page crashed', { cause })));
  });
  try {
    return await Promise.race([loadAndPrint(page, request), crash]);
  } finally {
    await page.close().catch(() => undefined);
  }
}

async function loadAndPrint(page: Page, request: PrintRequest): Promise<Uint8Array> {
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on('request', (asked) => void answer(asked, request, page).catch(() => undefined));
  await page.goto(origin, { waitUntil: 'load', timeout: 0 });
  if (request.numbers !== undefined) {
    const measured = await page.pdf({ ...paper, tagged: false, outline: false });
    const numbers = await request.numbers(measured);
    if (numbers === undefined) return measured;
    const lost = await page.evaluate(writePageNumbers, [...numbers], unpaintedId, unknownPage);
    if (lost.length > 0) throw new Error(`no link awaits the page of ${lost.join(', ')}`);
  }
  const tagged = request.untagged !== true;
  return page.pdf({ ...paper, tagged, outline: tagged });
}

/** The page itself and its assets; anything else is denied before it leaves the browser. */
function answer(asked: HTTPRequest, request: PrintRequest, page: Page): Promise<void> {
  const url = asked.url();
  if (url === origin && asked.isNavigationRequest() && asked.frame() === page.mainFrame()) {
    const headers = { 'content-security-policy': policy };
    return asked.respond({
      status: 200,
      contentType: 'text/html; charset=utf-8',
      headers,
      body: request.html,
    });
  }
  // « No content » leaves the page where it is; an error would put an error page in its place.
  if (asked.isNavigationRequest()) return asked.respond({ status: 204 });
  const asset = url.startsWith(origin) ? request.assets.get(url.slice(origin.length)) : undefined;
  if (asset === undefined || asked.method() !== 'GET') return asked.abort('accessdenied');
  return asked.respond({ status: 200, contentType: asset.type, body: asset.bytes });
}

function unavailable(reason: string, cause?: unknown): AppError {
  return new AppError('unavailable', `no PDF could be printed: ${reason}`, {
    cause,
    messageKey: `render.${reason}`,
  });
}
