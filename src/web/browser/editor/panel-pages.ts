/** What the panel beside the text was changed by, besides the text: somebody wrote in it. */
export const panelEvent = 'estafette-panneau-change';

const bodyOf = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-panel-body]');

/** True while somebody writes in the panel of this page: what they typed there must not be replaced. */
export function isWrittenIn(body: HTMLElement, address: string): boolean {
  const panel = body.querySelector<HTMLElement>('[data-panel]');
  if (panel === null || !address.endsWith(`/${panel.dataset['panel']}`)) return false;
  const fields = panel.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'textarea, input[type="text"]',
  );
  return (
    [...fields].some(({ value, defaultValue }) => value !== defaultValue) ||
    panel.querySelector('form')?.matches(':focus-within') === true ||
    panel.querySelector('details[open] form') !== null
  );
}

async function show(response: Response, hash: string): Promise<boolean> {
  const body = bodyOf();
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const panel = page.querySelector('[data-panel]');
  if (body === null || panel === null) return false;
  // Faults are told at the head of the page: they come along.
  const faults = page.querySelector('.fr-alert--error[role="alert"]');
  body.replaceChildren(
    ...[faults, panel].flatMap((each) => each ?? []).map((each) => document.adoptNode(each)),
  );
  const place = document.getElementById(hash.slice(1));
  place?.scrollIntoView({ block: 'nearest' });
  (place?.querySelector('textarea') ?? body).focus({ preventScroll: place !== null });
  return true;
}

/** Shows a page's panel beside the text; where there is no place for it, goes to the page. */
export async function askInPanel(address: string): Promise<void> {
  const { pathname, search, hash } = new URL(address, location.href);
  const button = [...document.querySelectorAll<HTMLElement>('[data-panel-of]')].find(
    ({ dataset }) => dataset['panelOf'] === pathname,
  );
  const body = bodyOf();
  if (button === undefined || body === null) return location.assign(address);
  if (button.getAttribute('aria-expanded') !== 'true') button.click();
  const response = await fetch(pathname + search, { redirect: 'manual' }).catch(() => undefined);
  if (response?.ok !== true || !(await show(response, hash))) location.assign(address);
}

function sayLost(form: HTMLFormElement): void {
  const said = document.createElement('p');
  said.className = 'fr-message fr-message--error';
  said.setAttribute('role', 'alert');
  said.textContent = form.closest<HTMLElement>('[data-said-lost]')?.dataset['saidLost'] ?? '';
  form.querySelector('[role="alert"]')?.remove();
  form.append(said);
}

/** What is sent and followed inside of the panel stays beside the text. */
export function keepInPanel(body: HTMLElement): void {
  const isBeside = (address: string): boolean =>
    /\/(commentaires|a-revoir)(\/|$)/.test(new URL(address, location.href).pathname);

  for (const type of ['input', 'change']) body.addEventListener(type, (event) => event.stopPropagation());
  body.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[href]');
    if (link === null || event.ctrlKey || event.metaKey || !isBeside(link.href)) return;
    event.preventDefault();
    void fetch(link.href, { redirect: 'manual' })
      .then((response) => response.ok && show(response, new URL(link.href).hash))
      .catch(() => false)
      .then((shown) => {
        if (!shown) location.assign(link.href);
      });
  });
  body.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    // The panel stands inside of the text's own form, which must not take this for its own.
    event.stopPropagation();
    // Not `form.action`: a button of that name would hide it.
    const address = form.getAttribute('action') ?? '';
    if (!isBeside(address)) return;
    event.preventDefault();
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form, event.submitter))
      if (typeof value === 'string') fields.append(name, value);
    // What was sent stays in its form until the answer has come; another page (to sign in again) is no answer.
    void fetch(address, { method: 'POST', body: fields })
      .then(async (response) => {
        if (!(await show(response, ''))) throw new Error('no panel');
        body.dispatchEvent(new Event(panelEvent, { bubbles: true }));
      })
      .catch(() => sayLost(form));
  });
}
