// Parts of a live page that only the server draws: asked for again, the same page, their new state put in place.
const pauseMs = 2_000;
const waiting = new Set<string>();
let busy = false;

/** Draws these parts (selectors) again, soon, once for all that asked meanwhile. */
export function redrawSoon(parts: readonly string[]): void {
  for (const part of parts) waiting.add(part);
  if (busy) return;
  busy = true;
  setTimeout(() => {
    const now = [...waiting];
    waiting.clear();
    void redraw(now).finally(() => {
      busy = false;
      if (waiting.size > 0) redrawSoon([]);
    });
  }, pauseMs);
}

async function redraw(parts: readonly string[]): Promise<void> {
  const response = await fetch(location.href).catch(() => undefined);
  if (response?.ok !== true) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of parts) {
    const old = document.querySelector(part);
    const drawn = fresh.querySelector(part);
    if (old === null || drawn === null) continue;
    // Whoever is on one of its buttons, or had unfolded something, stays there: it is drawn at the next change.
    if (old.contains(document.activeElement)) continue;
    drawn.querySelectorAll('details').forEach((fold, index) => {
      fold.open = old.querySelectorAll('details')[index]?.open ?? false;
    });
    old.replaceWith(document.adoptNode(drawn));
  }
}
