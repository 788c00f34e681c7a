import { setTimeout as pause } from 'node:timers/promises';
import { formOf } from '../../bench/volley.ts';

/** What one office met: how long each answer took, or what went wrong. */
export interface Errand {
  openedMs: number;
  postedMs: number;
  /** Of the rush: when its acknowledgement was recorded. */
  doneAtMs: number;
  problem: string | undefined;
}

/**
 * Offices that open the link of their mail and acknowledge, each at two instants drawn within `withinMs`: the
 * page is really opened, and what is posted is what that page holds and what a person types.
 */
export async function rush(
  origin: string,
  tokens: readonly string[],
  { withinMs, random }: { withinMs: number; random: () => number },
): Promise<Errand[]> {
  const startedAt = performance.now();
  const now = () => performance.now() - startedAt;
  const until = (ms: number) => pause(Math.max(0, ms - now()));

  /** A page, its seconds, and what it says to a browser. */
  async function ask(path: string, init: RequestInit, expected: number) {
    const askedAt = now();
    const answer = await fetch(new URL(path, origin), { ...init, redirect: 'manual' });
    const text = await answer.text();
    if (answer.status !== expected) throw new Error(`${init.method ?? 'GET'} answered ${answer.status}`);
    return { answer, text, ms: now() - askedAt };
  }

  async function errand(token: string, index: number): Promise<Errand> {
    const met: Errand = { openedMs: 0, postedMs: 0, doneAtMs: 0, problem: undefined };
    const [opensAt = 0, postsAt = 0] = [random() * withinMs, random() * withinMs].toSorted((a, b) => a - b);
    const path = `/accuse/${token}`;
    try {
      await until(opensAt);
      const opened = await ask(path, {}, 200);
      met.openedMs = opened.ms;
      const cookies = opened.answer.headers.getSetCookie().map((each) => each.split(';')[0]);
      const valueOf = (name: string) =>
        new RegExp(`name="${name}" value="([^"]+)"`).exec(opened.text)?.[1] ?? '';
      await until(postsAt);
      const form = { 'form-token': valueOf('form-token'), formKey: valueOf('formKey') };
      const body = new URLSearchParams({
        ...Object.fromEntries(new URLSearchParams(formOf(index))),
        ...form,
      });
      const init = { method: 'POST', body, headers: { cookie: cookies.join('; ') } };
      const posted = await ask(path, init, 303);
      met.postedMs = posted.ms;
      met.doneAtMs = now();
      const thanks = await ask(posted.answer.headers.get('location') ?? '', {}, 200);
      if (!thanks.text.includes('Accusé de réception enregistré')) throw new Error('no thanks on the page');
    } catch (error) {
      met.problem = `office ${index}: ${String(error)}`;
    }
    return met;
  }

  return Promise.all(tokens.map(errand));
}
