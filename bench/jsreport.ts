import { fileURLToPath } from 'node:url';

interface JsReport {
  init(): Promise<unknown>;
  render(request: object): Promise<{ content: Uint8Array }>;
  close(): Promise<unknown>;
}

/**
 * jsreport printing the same page through its own Chromium, when somebody has installed it beside us
 * (`npm install --no-save jsreport`): it is not one of our dependencies. Undefined when it is not there.
 */
export async function openJsReport(options: {
  url: string;
  /** For what it writes while it works. */
  folder: string;
  executablePath: string;
  args: string[];
}) {
  // The name is not written where tools that follow imports would look for it.
  const name = 'jsreport';
  const found = await import(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  const { executablePath, args } = options;
  const create = found.default as (settings: object) => JsReport;
  const server = create({
    // It looks for its own parts beside itself.
    rootDirectory: fileURLToPath(new URL('../..', import.meta.resolve(name))),
    tempDirectory: options.folder,
    useExtensionsLocationCache: false,
    loadConfig: false,
    store: { provider: 'memory' },
    blobStorage: { provider: 'memory' },
    logger: { console: { transport: 'console', level: 'error' } },
    trustUserCode: true,
    extensions: {
      express: { enabled: false },
      studio: { enabled: false },
    },
    chrome: { strategy: 'chrome-pool', launchOptions: { executablePath, args, headless: true } },
  });
  await server.init();
  const chrome = { url: options.url, preferCSSPageSize: true, printBackground: true };
  return {
    async print(): Promise<Uint8Array> {
      const template = { content: ' ', engine: 'none', recipe: 'chrome-pdf', chrome };
      return (await server.render({ template })).content;
    },
    close: () => server.close(),
  };
}
