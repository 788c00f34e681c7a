const remembered = 'estafette-renseignements';

/** The fields of the letter are folded as this person left them; whatever leads to one of them unfolds them. */
export function foldLetterFields(form: HTMLFormElement): void {
  const fold = form.querySelector<HTMLDetailsElement>('[data-letter-fields]');
  if (fold === null) return;
  const left = localStorage.getItem(remembered);
  if (left !== null && fold.dataset['asked'] === undefined) fold.open = left === 'open';
  fold.querySelector('summary')?.addEventListener('click', () => {
    // It is not folded nor unfolded yet.
    localStorage.setItem(remembered, fold.open ? 'closed' : 'open');
  });

  function show(hash: string): void {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (target === null || !fold?.contains(target) || fold.open) return;
    fold.open = true;
    target.scrollIntoView({ block: 'center' });
  }
  show(location.hash);
  addEventListener('hashchange', () => show(location.hash));
  // Followed again, an address that stands already in the bar changes nothing.
  document.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[href*="#"]');
    if (link?.pathname === location.pathname) show(link.hash);
  });
}
