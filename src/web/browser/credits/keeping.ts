interface Kept {
  /** The number of the table that it was typed over. */
  after: string;
  typed: Record<string, string>;
  /** Sent to the server, which may not have answered. */
  sent: boolean;
}

/**
 * Keeps what is typed in this browser until the server has it: after a crash, a lost session or a page that
 * was left, the same person finds it again, over the table that it was typed over.
 */
export function keepTyped(form: HTMLFormElement): void {
  const after = form.querySelector<HTMLInputElement>('input[name=apres]');
  const fields = () => [
    ...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[id^="champ-"][name]'),
  ];
  if (after === null) return;
  const { writer = '', answered } = form.dataset;
  const key = `estafette-credits ${writer} ${new URL(form.action).pathname}`;
  const typed = () => Object.fromEntries(fields().map(({ name, value }) => [name, value]));

  function keep(sent: boolean): void {
    const kept: Kept = { after: after?.value ?? '', typed: typed(), sent };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing: leaving the page loses what is typed, as in any form.
    }
  }

  function giveBack(kept: Kept, after: HTMLInputElement): void {
    after.value = kept.after;
    for (const field of fields()) field.value = kept.typed[field.name] ?? field.value;
    const told = form.querySelector<HTMLElement>('[data-given-back]');
    if (told === null) return;
    told.hidden = false;
    told.querySelector('button')?.addEventListener('click', () => {
      localStorage.removeItem(key);
      location.assign(form.action);
    });
  }

  const kept = read(key);
  const now = typed();
  const isSaved = kept?.sent === true && kept.after !== after.value;
  if (answered !== undefined) keep(false);
  else if (kept === undefined || isSaved) localStorage.removeItem(key);
  else if (Object.entries(kept.typed).some(([name, value]) => value !== (now[name] ?? ''))) {
    const hidden = Object.entries(kept.typed).some(([name, value]) => value !== '' && !(name in now));
    const detailed = `${form.action}?departements=oui`;
    if (hidden && !location.search) return location.replace(detailed);
    giveBack(kept, after);
  }
  form.addEventListener('input', () => keep(false));
  form.addEventListener('submit', () => keep(true));
}

function read(key: string): Kept | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '') as Kept;
  } catch {
    return undefined;
  }
}
