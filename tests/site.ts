import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog } from '../src/kernel/log.ts';
import { loadMessages } from '../src/kernel/messages.ts';
import { buildAssets, type Assets } from '../src/web/assets.ts';
import type { BearerPort } from '../src/web/bearers.ts';
import type { CurrentOffice, CurrentUser, Role, Route } from '../src/web/route.ts';
import { createSite } from '../src/web/site.ts';

let assets: Promise<Assets> | undefined;

const folder = (path: string) => new URL(path, import.meta.url).pathname;

/**
 * Real pages over real HTTP with the given routes; the visitor is signed in with the given roles
 * (undefined: nobody), or has entered an office's pages. `send` posts a form as a browser would, with its token.
 */
export async function openTestSite(options: {
  routes: Route[];
  roles?: Role[];
  userId?: string;
  office?: CurrentOffice;
  perimeter?: CurrentUser['perimeter'];
  bearers?: BearerPort;
  publicUrl?: string;
  port?: number;
}) {
  assets ??= buildAssets({ folder: folder('../src/web/browser') });
  const session = 'a-session-token-for-tests';
  const user: CurrentUser | undefined = options.roles && {
    id: options.userId ?? 'user-1',
    name: 'Claire Redon',
    function: 'Chargée de mission',
    roles: options.roles,
    ...(options.perimeter === undefined ? {} : { perimeter: options.perimeter }),
  };
  const app = createSite({
    templatesFolder: folder('../templates'),
    assets: await assets,
    messages: loadMessages(folder('../templates/messages')),
    routes: options.routes,
    navigation: [],
    sessions: { find: async () => user && { user, flash: undefined }, keepFlash: async () => undefined },
    officeSessions: {
      find: async () => options.office && { office: options.office, flash: undefined },
      keepFlash: async () => undefined,
    },
    ...(options.bearers === undefined ? {} : { bearers: options.bearers }),
    publicUrl: () => options.publicUrl ?? '',
    demonstration: true,
    secure: false,
    secret: 'a secret for tests, long enough to be one',
    trustProxy: 0,
    log: silentLog,
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cookie = [
    `estafette-session=${session}`,
    ...(options.office === undefined ? [] : [`estafette-guichet=${session}`]),
  ].join('; ');

  async function get(path: string): Promise<{ status: number; text: string; headers: Headers }> {
    const response = await fetch(origin + path, { headers: { cookie }, redirect: 'manual' });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  return {
    origin,
    cookie,
    get,
    /** Posts a form; the token is taken from `from` (a page that holds a form), or from the path itself. */
    async send(path: string, fields: Record<string, string>, from = path) {
      const token = /name="form-token" value="([^"]+)"/.exec((await get(from)).text)?.[1] ?? '';
      const body = new URLSearchParams({ ...fields, 'form-token': token });
      const response = await fetch(origin + path, {
        method: 'POST',
        body,
        headers: { cookie },
        redirect: 'manual',
      });
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
