// While notifications are being made, the tab « Crédits » says how far they are. Without it, reload the page.
const everyMs = 1500;
const progress = document.querySelector<HTMLElement>('#avancement');

interface State {
  state: 'under-way' | 'failed' | 'ready';
  sentence: string;
}

async function read(element: HTMLElement): Promise<void> {
  try {
    const answer = await fetch(element.dataset['state'] ?? '', { headers: { accept: 'application/json' } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { state, sentence } = (await answer.json()) as State;
    if (state !== element.dataset['now']) return location.reload();
    element.textContent = sentence;
  } catch {
    // The figures on the page are old: their own hour says so.
    element.textContent = element.dataset['lost'] ?? '';
  }
  setTimeout(() => void read(element), everyMs);
}

if (progress !== null) void read(progress);
