/** What the server answers when a page sends what was typed on it. */
export type Answer =
  | { state: 'kept'; sentence: string; faults: { part: string; sentence: string }[] }
  | {
      state: 'saved';
      sentence: string;
      faults: { part: string; sentence: string }[];
      revision: number;
      others: boolean;
    }
  | { state: 'refused'; sentence: string; faults: { part: string; sentence: string }[] }
  | { state: 'conflict' | 'frozen' | 'other-writer' | 'unreadable'; sentence: string }
  /** Nobody answered, or the session has ended: what was typed is kept here and sent again. */
  | { state: 'lost' }
  | { state: 'session' };

/** A request that outlives its page may carry no more than this, by the browsers' own rule. */
const longestKeptAlive = 60_000;

/** Posts as the page's writer. A session opened again in another window gives the page its new token. */
export function createSending(form: HTMLFormElement) {
  const address = form.dataset['writing'] ?? '';
  const writer = form.dataset['writer'] ?? '';
  const tokens = () => document.querySelectorAll<HTMLInputElement>('input[name=form-token]');

  async function post(path: string, body: Record<string, unknown>): Promise<Answer> {
    const token = tokens().item(0)?.value ?? '';
    const text = JSON.stringify({ ...body, writer, 'form-token': token });
    const response = await fetch(`${address}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
      redirect: 'manual',
      keepalive: text.length < longestKeptAlive,
    });
    if (response.type === 'opaqueredirect' || response.status === 403) return { state: 'session' };
    if (!/json/.test(response.headers.get('content-type') ?? '')) return { state: 'lost' };
    return (await response.json()) as Answer;
  }

  /** True when this page's writer is signed in, whatever session it is. */
  async function takeNewToken(): Promise<boolean> {
    const response = await fetch(`${address}/session`, { redirect: 'manual' });
    if (!response.ok) return false;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const isSame = page.querySelector<HTMLElement>('[data-signed-in-as]')?.dataset['signedInAs'] === writer;
    const token = page.querySelector<HTMLInputElement>('input[name=form-token]')?.value;
    if (!isSame || token === undefined) return false;
    for (const input of tokens()) input.value = token;
    return true;
  }

  return {
    address,
    writer,
    /** Never throws: a server that is away is an answer. */
    async send(path: 'brouillon' | 'enregistrer', body: Record<string, unknown>): Promise<Answer> {
      try {
        const answer = await post(path, body);
        if (answer.state !== 'session' || !(await takeNewToken())) return answer;
        return await post(path, body);
      } catch {
        return { state: 'lost' };
      }
    },
  };
}
