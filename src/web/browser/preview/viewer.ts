import { openPages } from './pages.ts';

/** What the server says of a preview before its file is asked for. */
interface Told {
  key: string;
  length: string;
  made: string;
  file: string;
}

export interface Viewer {
  /** Asks for the preview again; what has not changed is not loaded again. */
  refresh(): Promise<void>;
  /** Shows the page of this section (`rubrique-context`). */
  goTo(place: string): void;
}

/** Shows the preview in each place that awaits one. */
export function showPreviews(within: HTMLElement): Viewer | undefined {
  const host = within.querySelector<HTMLElement>('[data-preview]');
  const state = within.querySelector<HTMLElement>('[data-preview-state]');
  if (host === null) return undefined;
  const viewer = createViewer(host, state);
  void viewer.refresh();
  return viewer;
}

function createViewer(host: HTMLElement, state: HTMLElement | null): Viewer {
  const pages = openPages(host);
  let shown = '';
  let wanted: string | undefined;
  let asking: Promise<void> | undefined;
  let again = false;

  function say(sentence: string): void {
    if (state !== null) state.textContent = sentence;
  }

  async function ask(): Promise<void> {
    if (shown === '') say(state?.dataset['saidAsking'] ?? '');
    try {
      const response = await fetch(host.dataset['preview'] ?? '', { redirect: 'manual' });
      if (!response.ok) throw new Error(String(response.status));
      const told = (await response.json()) as Told;
      if (told.key !== shown) {
        const file = await fetch(told.file, { redirect: 'manual' });
        if (!file.ok) throw new Error(String(file.status));
        await pages.show(await file.arrayBuffer());
        shown = told.key;
      }
      say(`${told.length} ${told.made}`);
    } catch {
      say(state?.dataset['saidLost'] ?? '');
    }
  }

  return {
    /** One at a time; what is asked meanwhile is asked once more at the end. */
    async refresh() {
      again = asking !== undefined;
      asking ??= ask().finally(() => {
        asking = undefined;
        if (again && host.isConnected) void this.refresh();
      });
      return asking;
    },
    goTo(place) {
      if (place === wanted) return;
      wanted = place;
      pages.goTo(place);
    },
  };
}
