import { chromiumSandbox, findChromium } from '../../scripts/setup/chromium.mjs';
import { AppError } from '../kernel/errors.ts';

/**
 * The browser to start. The set-up looked for it with the same search; it is asked again at run time,
 * because what was installed then may have moved. Throws `unavailable` when there is none to use.
 * `environment` is what CHROMIUM_PATH and PATH are read from.
 */
export function findBrowserPath(environment: Record<string, string | undefined>): string {
  const search = findChromium(environment);
  if (search.kind === 'found') return search.path;
  const path = 'path' in search ? search.path : '';
  throw new AppError('unavailable', `no usable browser: ${search.kind} ${path}`, {
    messageKey: `render.browser-${search.kind}`,
    params: { path },
  });
}

/** Whether Chromium may keep its sandbox: `auto` gives it up as root only. */
export function mayUseSandbox(asked: 'auto' | 'on' | 'off'): boolean {
  return chromiumSandbox({ asked: asked === 'auto' ? undefined : asked }).enabled;
}
