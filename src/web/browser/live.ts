// The campaign's page, kept fresh by server-sent events. Without it the page is right after a reload.
import { redrawSoon } from './live/redraw.ts';

interface Line {
  officeId: string;
  mapState: string;
  mapWords: string;
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
  regions: { id: string; summary: string }[];
  lines: Line[];
}

// The server speaks every second: longer than this, it is not there, whatever the connection says.
const silentMs = 10_000;

const board = document.querySelector<HTMLElement>('#diffusion');
const freshness = document.querySelector<HTMLElement>('#fraicheur');
const clockFormat = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', timeStyle: 'medium' });

if (board !== null && freshness !== null) follow(board, freshness);

function follow(board: HTMLElement, freshness: HTMLElement): void {
  const source = new EventSource(board.dataset['events'] ?? '');
  let lastRead = new Date();
  let lastHeard = Date.now();
  const lose = () => {
    // The browser tries again by itself; the reader has to know that these figures are old.
    freshness.setAttribute('role', 'alert');
    write(freshness, `${board.dataset['lost'] ?? ''} ${clockFormat.format(lastRead)}.`);
  };
  source.addEventListener('change', (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as Change;
    // The buttons depend on the campaign's state: the server draws them again.
    if (change.state !== board.dataset['state']) return location.reload();
    show(change);
  });
  source.addEventListener('read', (event) => {
    lastHeard = Date.now();
    lastRead = new Date((JSON.parse((event as MessageEvent<string>).data) as { at: string }).at);
    freshness.textContent = `${board.dataset['fresh'] ?? ''} ${clockFormat.format(lastRead)}.`;
    freshness.removeAttribute('role');
  });
  source.addEventListener('error', lose);
  setInterval(() => {
    if (Date.now() - lastHeard > silentMs) lose();
  }, silentMs / 2);
}

function show(change: Change): void {
  write(document.querySelector('#phrase'), change.sentence);
  write(document.querySelector('#avancement-texte'), change.progress);
  const progress = document.querySelector<HTMLProgressElement>('#avancement');
  if (progress !== null) progress.value = change.settled;
  let decisive = false;
  for (const { state, count, label } of change.figures) {
    const figure = document.querySelector(`[data-count="${state}"]`);
    // What arrives changes neither the curve nor what is to be done; these do.
    const counts = state !== 'accepted' && (state !== 'waiting' || count === '0');
    decisive ||= counts && figure !== null && figure.textContent !== count;
    write(figure, count);
    const quiet = figure?.closest<HTMLElement>('[data-quiet]');
    if (quiet) quiet.hidden = count === '0';
    write(document.querySelector(`[data-count-label="${state}"]`), label);
  }
  for (const { id, summary } of change.regions) {
    write(document.querySelector(`[data-region="${id}"]`), summary);
  }
  for (const line of change.lines) {
    showOnMap(line);
    showLine(line);
  }
  if (decisive) redrawSoon(['#courbe', '#gestes']);
}

// On the map, in its frame, and in its region: the shapes stay, their class and their words change.
function showOnMap({ officeId, mapState, mapWords }: Line): void {
  for (const place of document.querySelectorAll(`[data-office="${officeId}"]`)) {
    const shape = place.matches('.es-state') ? place : place.querySelector('.es-state');
    const aside = shape?.classList.contains('es-state--aside') === true ? ' es-state--aside' : '';
    shape?.setAttribute('class', `es-state es-state--${mapState}${aside}`);
    if (place.hasAttribute('aria-label')) place.setAttribute('aria-label', mapWords);
    write(place.querySelector('title'), mapWords);
    write(place.querySelector('[data-words]'), mapWords);
  }
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
