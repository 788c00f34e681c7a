import { join } from 'node:path';
import type { Express } from 'express';
import type { Log } from '../kernel/log.ts';
import type { Messages } from '../kernel/messages.ts';
import { createApp, type OfficeSessionPort, type SessionPort } from './app.ts';
import type { Assets } from './assets.ts';
import type { BearerPort } from './bearers.ts';
import { createCookies } from './cookies.ts';
import { createFormTokens } from './form-token.ts';
import type { Route } from './route.ts';
import { createShell, type NavigationEntry } from './shell.ts';
import { createViews } from './views.ts';

export interface SiteOptions {
  templatesFolder: string;
  assets: Assets;
  messages: Messages;
  routes: Route[];
  navigation: NavigationEntry[];
  /** Of an office that entered. */
  officeNavigation?: NavigationEntry[];
  sessions: SessionPort;
  /** Those of the offices that entered their own pages. */
  officeSessions: OfficeSessionPort;
  /** The tokens of programs. */
  bearers?: BearerPort;
  publicUrl?: () => string;
  demonstration: boolean;
  /** True when the public address is https: Secure cookies, HSTS. */
  secure: boolean;
  secret: string;
  trustProxy: number;
  log: Log;
}

/** The whole web side from its parts: templates read and checked, security, sessions, every route. */
export function createSite(options: SiteOptions): Express {
  const views = createViews({ folder: join(options.templatesFolder), messages: options.messages });
  const formTokens = createFormTokens({ secret: options.secret });
  const shell = createShell({ ...options, views, formTokenOf: formTokens.tokenOf });
  return createApp({ ...options, shell, formTokens, cookies: createCookies(options) });
}
