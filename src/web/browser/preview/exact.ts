import { openPages } from './pages.ts';

/**
 * Shows the exact document beside its hash: the bytes received are hashed here, and shown only when they are
 * those that the page names. The link beside it stands for whoever has no script.
 */
export async function showExact(within: HTMLElement): Promise<void> {
  const host = within.querySelector<HTMLElement>('[data-exact]');
  const said = within.querySelector<HTMLElement>('[data-exact-state]');
  if (host === null || said === null) return;
  const { exact = '', sha256 = '' } = host.dataset;

  function say(what: 'asking' | 'same' | 'other' | 'unhashed' | 'lost', kind: 'info' | 'success' | 'error') {
    said?.classList.remove('fr-alert--info', 'fr-alert--success', 'fr-alert--error');
    said?.classList.add(`fr-alert--${kind}`);
    const words = said?.querySelector('p');
    if (words) words.textContent = said?.dataset[what] ?? '';
  }

  said.hidden = false;
  say('asking', 'info');
  try {
    const response = await fetch(exact, { redirect: 'manual' });
    if (!response.ok) throw new Error(String(response.status));
    const bytes = await response.arrayBuffer();
    const received = await sha256Of(bytes);
    if (received !== undefined && received !== sha256) return say('other', 'error');
    await openPages(host).show(bytes);
    say(received === undefined ? 'unhashed' : 'same', received === undefined ? 'info' : 'success');
  } catch {
    say('lost', 'error');
  }
}

/** In hexadecimal; undefined where the browser hashes nothing: over a plain connection. */
async function sha256Of(bytes: ArrayBuffer): Promise<string | undefined> {
  if (!isSecureContext) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
