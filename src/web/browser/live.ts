// The campaign's page, kept fresh by server-sent events. Without it the page is right after a reload.
interface Line {
  officeId: string;
  badge: string;
  standing: string;
  detail: string;
  attempts: string;
  changed: string;
  acknowledged: string;
}

interface Change {
  sentence: string;
  state: string;
  figures: { state: string; count: string; label: string }[];
  settled: number;
  progress: string;
  lines: Line[];
}

const board = document.querySelector<HTMLElement>('#diffusion');
const freshness = document.querySelector<HTMLElement>('#fraicheur');
const clockFormat = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'medium' });

if (board !== null && freshness !== null) follow(board, freshness);

function follow(board: HTMLElement, freshness: HTMLElement): void {
  const source = new EventSource(board.dataset['events'] ?? '');
  let lastRead = new Date();
  source.addEventListener('change', (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as Change;
    // The buttons depend on the campaign's state: the server draws them again.
    if (change.state !== board.dataset['state']) return location.reload();
    show(change);
  });
  source.addEventListener('read', (event) => {
    lastRead = new Date((JSON.parse((event as MessageEvent<string>).data) as { at: string }).at);
    freshness.textContent = `${board.dataset['fresh'] ?? ''} ${clockFormat.format(lastRead)}.`;
    freshness.removeAttribute('role');
  });
  source.addEventListener('error', () => {
    // The browser tries again by itself; the reader has to know that these figures are old.
    freshness.setAttribute('role', 'alert');
    freshness.textContent = `${board.dataset['lost'] ?? ''} ${clockFormat.format(lastRead)}.`;
  });
}

function show(change: Change): void {
  write(document.querySelector('#phrase'), change.sentence);
  write(document.querySelector('#avancement-texte'), change.progress);
  const progress = document.querySelector<HTMLProgressElement>('#avancement');
  if (progress !== null) progress.value = change.settled;
  for (const { state, count, label } of change.figures) {
    write(document.querySelector(`[data-count="${state}"]`), count);
    write(document.querySelector(`[data-count-label="${state}"]`), label);
  }
  for (const line of change.lines) showLine(line);
}

// A filtered table shows only some offices: the others have no row to write into.
function showLine(line: Line): void {
  const row = document.getElementById(line.officeId);
  if (row === null) return;
  for (const cell of ['detail', 'attempts', 'changed', 'acknowledged'] as const) {
    write(row.querySelector(`[data-cell="${cell}"]`), line[cell]);
  }
  const badge = row.querySelector('[data-cell="standing"] .fr-badge');
  write(badge, line.standing);
  if (badge !== null) badge.className = `fr-badge fr-badge--${line.badge} fr-badge--no-icon fr-badge--sm`;
}

function write(element: Element | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}
