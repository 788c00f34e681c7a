import { changedControls, readControls, showFaults, type Controls } from './controls.ts';
import { openKeptHere } from './kept-here.ts';
import { createSending, type Answer } from './sending.ts';

const pauseMs = 1_000;
/** Someone who never pauses is kept all the same. */
const longestPauseMs = 4_000;
const againMs = 3_000;

/** Told on the form when the server has kept or saved something: what stands beside the text is asked again. */
export const keptEvent = 'estafette:kept';

/**
 * Keeps what is typed in the text's form: in the browser at once, on the server at each pause and when the
 * page is left, as a revision when the person says so. `begin` once the editors stand; `touched` at each change.
 */
export function createSaving(form: HTMLFormElement) {
  const here = openKeptHere();
  const { address, writer, send } = createSending(form);
  const input = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const screen = input('screen').value;
  const sessionLost = form.querySelector<HTMLElement>('[data-session-lost]');
  let answered: Controls = new Map();
  let unsaved = false;
  let wantsSave = false;
  let sending = false;
  let leaving = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = 0;

  function say(sentence: string): void {
    const place = form.querySelector<HTMLElement>('[data-writing-state]');
    if (place !== null && place.textContent !== sentence) place.textContent = sentence;
  }
  const said = (key: string): string => form.dataset[key] ?? '';

  function plan(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void sendTyped(), wait);
  }

  const dirty = (): Record<string, string> => changedControls(answered, readControls(form));

  function bodyOf(controls: Record<string, string>): Record<string, unknown> {
    const turn = Number(input('turn').value) + 1;
    input('turn').value = String(turn);
    const named = (kind: string) =>
      Object.fromEntries(
        [...new FormData(form)].flatMap(([name, value]) => {
          const [, key] = new RegExp(`^${kind}\\[(.+)\\]$`).exec(name) ?? [];
          return key === undefined ? [] : [[key, value]];
        }),
      );
    const [revision, seen] = [input('revision').value, input('seen').value];
    return { revision, screen, seen, turn, bases: named('bases'), choices: named('choices'), controls };
  }

  /** One sending at a time, except when the page goes away; what is typed meanwhile goes next. */
  async function sendTyped(): Promise<void> {
    if ((sending && !leaving) || timer === undefined) return;
    const now = readControls(form);
    const controls = changedControls(answered, now);
    if (Object.keys(controls).length === 0 && !wantsSave) return;
    clearTimeout(timer);
    const isSave = wantsSave && !leaving;
    sending = true;
    const answer = await send(isSave ? 'enregistrer' : 'brouillon', bodyOf(controls));
    sending = false;
    settle(answer, now, isSave);
  }

  function settle(answer: Answer, sent: Controls, isSave: boolean): void {
    if (sessionLost !== null) sessionLost.hidden = answer.state !== 'session';
    if (answer.state === 'lost' || answer.state === 'session') {
      const key = answer.state === 'session' ? 'saidSession' : here.works ? 'saidLost' : 'saidNowhere';
      say(said(key));
      return plan(againMs);
    }
    say(answer.sentence);
    if ('faults' in answer) showFaults(form, answer.faults);
    if (answer.state === 'other-writer' || answer.state === 'unreadable') return;
    answered = sent;
    if (isSave) wantsSave = false;
    since = 0;
    const rest = Object.keys(dirty()).length;
    if (rest === 0) here.remove(screen);
    if (rest > 0 || wantsSave) plan(wantsSave ? 0 : pauseMs);
    form.dispatchEvent(new Event(keptEvent));
    if (answer.state === 'conflict' || answer.state === 'frozen') open();
    if (answer.state === 'saved') saved(answer, rest);
  }

  function saved(answer: Answer & { state: 'saved' }, rest: number): void {
    unsaved = rest > 0;
    // What others saved, and what was settled, is not on this page.
    if (rest === 0 && (answer.others || form.querySelector('[data-conflicts]') !== null)) return open();
    input('revision').value = String(answer.revision);
    const shown = form.querySelector('[data-revision]');
    if (shown !== null) shown.textContent = String(answer.revision);
    document.querySelector('[data-working-copy]')?.remove();
  }

  function open(): void {
    leaving = true;
    location.assign(address);
  }

  function touched(): void {
    unsaved = true;
    if (since === 0) since = Date.now();
    const controls = dirty();
    here.put({ screen, writer, address, body: bodyOf(controls) });
    if (!sending && sessionLost?.hidden !== false) say(said('saidTyping'));
    plan(Math.max(0, Math.min(pauseMs, since + longestPauseMs - Date.now())));
  }

  function save(): void {
    wantsSave = true;
    say(said('saidSaving'));
    plan(0);
  }

  /** What this browser still kept of a page that is gone is sent first; the page is then opened on it. */
  async function sendWhatWasKept(): Promise<void> {
    let found = false;
    for (const page of await here.list()) {
      if (page.writer !== writer || page.address !== address || page.screen === screen) continue;
      const { state } = await send('brouillon', page.body);
      if (state !== 'kept' && state !== 'frozen') continue;
      here.remove(page.screen);
      found = true;
    }
    if (!found) return;
    if (unsaved) say(said('saidFound'));
    else open();
  }

  return {
    touched,
    save,

    begin(): void {
      answered = readControls(form);
      form.addEventListener('input', touched);
      form.addEventListener('change', touched);
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        save();
      });
      document.addEventListener('keydown', (event) => {
        if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
        event.preventDefault();
        save();
      });
      const leave = (): void => {
        leaving = true;
        void sendTyped();
        leaving = false;
      };
      addEventListener('pagehide', leave);
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'hidden') leave();
        else if (timer !== undefined) plan(0);
      });
      addEventListener('online', () => plan(0));
      addEventListener('focus', () => {
        if (sessionLost?.hidden === false) plan(0);
      });
      addEventListener('beforeunload', (event) => {
        if (!here.works && Object.keys(dirty()).length > 0) event.preventDefault();
      });
      void sendWhatWasKept();
    },
  };
}
