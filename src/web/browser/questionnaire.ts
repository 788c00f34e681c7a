// Saves a questionnaire as it is typed. Without it, the button « Enregistrer le brouillon » does the same.
const quietMs = 1000;
const againMs = 10_000;
const form = document.querySelector<HTMLFormElement>('#questionnaire');
const state = document.querySelector<HTMLElement>('#etat');

interface Kept {
  state: 'saved' | 'aside';
  revision: number;
  sentence: string;
}

if (form !== null && state !== null && form.dataset['typing'] !== '') watch(form, state);

function watch(form: HTMLFormElement, state: HTMLElement): void {
  const revision = form.querySelector<HTMLInputElement>('input[name=revision]');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let typed = false;
  let sending = false;
  let leaving = false;

  function plan(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), wait);
  }

  /** One at a time: what is typed meanwhile is saved next. */
  async function save(): Promise<void> {
    if (sending || leaving || !typed) return;
    let wait = quietMs;
    sending = true;
    typed = false;
    try {
      const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
      // The browser finishes it even when the page goes away.
      const answer = await fetch(form.dataset['typing'] ?? '', { method: 'POST', body, keepalive: true });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const kept = (await answer.json()) as Kept;
      // Outrun by another screen, this one keeps its number: what it types next goes aside too.
      if (kept.state === 'saved' && revision !== null) revision.value = String(kept.revision);
      state.textContent = kept.sentence;
    } catch {
      typed = true;
      wait = againMs;
      state.textContent = form.dataset['lost'] ?? '';
    }
    sending = false;
    if (typed) plan(wait);
  }

  function note(): void {
    typed = true;
    plan(quietMs);
  }
  form.addEventListener('input', note);
  form.addEventListener('change', note);
  // A button posts the whole form itself.
  form.addEventListener('submit', () => (leaving = true));
  // Coming back to a page that the browser kept.
  addEventListener('pageshow', () => (leaving = false));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save();
  });
}
