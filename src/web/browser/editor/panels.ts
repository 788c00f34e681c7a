import type { Viewer } from '../preview/viewer.ts';
import { isWrittenIn, keepInPanel } from './panel-pages.ts';
import { keptEvent } from './saving.ts';

const remembered = 'estafette-panneau';

/**
 * What stands beside the text: each panel is a page of its own, whose `[data-panel]` is fetched and shown here,
 * again each time that the text was kept. A panel whose page is not there is not offered.
 */
export function openPanels(form: HTMLFormElement): void {
  const place = document.querySelector<HTMLElement>('[data-panels]');
  const body = place?.querySelector<HTMLElement>('[data-panel-body]');
  if (!place || !body) return;
  keepInPanel(body);
  const buttons = [...place.querySelectorAll<HTMLAnchorElement>('a[data-panel-of]')].map(toButton);
  let open: HTMLButtonElement | undefined;
  let viewer: Viewer | undefined;

  async function load(button: HTMLButtonElement): Promise<void> {
    const response = await fetch(button.dataset['panelOf'] ?? '', { redirect: 'manual' }).catch(
      () => undefined,
    );
    if (response?.status === 404) button.closest('li')?.remove();
    if (response?.ok !== true || open !== button || !body) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const panel = page.querySelector('[data-panel]');
    if (panel === null) return;
    if (isWrittenIn(body, button.dataset['panelOf'] ?? '')) return;
    const had = body.contains(document.activeElement) ? document.activeElement : null;
    body.replaceChildren(document.adoptNode(panel));
    // Whoever stood on one of its links stands there again.
    const same = [...body.querySelectorAll('a')].find(
      (link) => link.getAttribute('href') === had?.getAttribute('href'),
    );
    if (had !== null) (same ?? body).focus({ preventScroll: true });
    viewer = await viewerIn(body);
    if (viewer !== undefined) viewer.goTo(written());
  }

  /** The library that shows a PDF is loaded when a preview is first opened. */
  async function viewerIn(panel: HTMLElement): Promise<Viewer | undefined> {
    if (panel.querySelector('[data-preview]') === null) return undefined;
    const address = document.querySelector<HTMLMetaElement>('meta[name="asset-preview"]')?.content;
    if (address === undefined) return undefined;
    const { showPreviews } = (await import(address)) as {
      showPreviews(within: HTMLElement): Viewer | undefined;
    };
    return showPreviews(panel);
  }

  /** The section that is being written, as the document names its place. */
  function written(): string {
    const section = document.activeElement?.closest<HTMLElement>('[data-place]');
    return section?.dataset['place'] ?? '';
  }

  function choose(button: HTMLButtonElement | undefined): void {
    open = button;
    viewer = undefined;
    for (const each of buttons) each.setAttribute('aria-expanded', String(each === button));
    place?.toggleAttribute('data-open', button !== undefined);
    if (body) body.hidden = button === undefined;
    localStorage.setItem(remembered, button?.dataset['panelOf']?.split('/').at(-1) ?? '');
    if (button !== undefined) void load(button);
  }

  for (const button of buttons)
    button.addEventListener('click', () => choose(button === open ? undefined : button));
  form.addEventListener('focusin', () => viewer?.goTo(written()));
  form.addEventListener(keptEvent, () => {
    if (viewer !== undefined) void viewer.refresh();
    else if (open !== undefined) void load(open);
  });
  const last = localStorage.getItem(remembered) ?? 'verifications';
  const wide = matchMedia('(min-width: 78em)').matches;
  choose(wide ? buttons.find((button) => button.dataset['panelOf']?.endsWith(`/${last}`)) : undefined);
}

/** Without this script, a panel is a page that a link leads to. */
function toButton(link: HTMLAnchorElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = link.className;
  button.textContent = link.textContent;
  button.dataset['panelOf'] = link.getAttribute('href') ?? '';
  link.replaceWith(button);
  return button;
}
