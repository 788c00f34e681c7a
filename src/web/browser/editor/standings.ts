/** An act of the archive as it is chosen, and what became of it, in a word, when it does not stand alone. */
export interface Act {
  instructionId: string;
  label: string;
  warning?: string;
}

const address = '/instructions/references.json';

async function ask(query: Record<string, string>): Promise<Act[]> {
  const answer = await fetch(`${address}?${new URLSearchParams(query).toString()}`);
  if (!answer.ok) throw new Error(`the archive answered ${answer.status}`);
  return ((await answer.json()) as { acts: Act[] }).acts;
}

/** The acts whose title or date has these words. */
export const findActs = (words: string): Promise<Act[]> => ask({ q: words });

const known = new Map<string, Promise<Act | undefined>>();
let wanted: { id: string; tell: (act: Act | undefined) => void }[] = [];

/** What became of an act that a text cites; asked once for all those of a page. */
export function standingOf(id: string): Promise<Act | undefined> {
  const asked = known.get(id) ?? new Promise((tell) => want({ id, tell }));
  known.set(id, asked);
  return asked;
}

function want(act: (typeof wanted)[number]): void {
  wanted.push(act);
  if (wanted.length > 1) return;
  setTimeout(() => {
    const asked = wanted;
    wanted = [];
    ask({ ids: asked.map(({ id }) => id).join() }).then(
      (acts) => asked.forEach(({ id, tell }) => tell(acts.find(({ instructionId }) => instructionId === id))),
      // It is told at the submission in any case.
      () => asked.forEach(({ tell, id }) => tell({ instructionId: id, label: '' })),
    );
  }, 0);
}
