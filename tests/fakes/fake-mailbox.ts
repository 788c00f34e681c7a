import type { MailSource } from '../../src/inbox/ports.ts';

/** A mailbox in memory, numbered as an IMAP one; it fails as the test says. */
export function createFakeMailbox(name = 'retours@imap.example/INBOX') {
  let messages: { uid: number; bytes: Buffer; size: number; receivedAt: string }[] = [];
  let next = 1;
  const state = {
    uidValidity: '7',
    /** Thrown by the step that bears this name. */
    faults: {} as Partial<Record<'open' | 'list' | 'fetch', Error>>,
    /** Called before each message is given. */
    onFetch: (_uid: string): void | Promise<void> => undefined,
    fetched: [] as { uid: string; maxBytes: number }[],
  };
  const fail = (step: 'open' | 'list' | 'fetch') => {
    const fault = state.faults[step];
    if (fault !== undefined) throw fault;
  };
  return {
    name,
    everyMs: 1000,
    state,
    put(text: string | Buffer, size?: number) {
      const bytes = Buffer.from(typeof text === 'string' ? text.replace(/\r?\n/g, '\r\n') : text);
      messages.push({
        uid: next++,
        bytes,
        size: size ?? bytes.length,
        receivedAt: `2026-12-07T14:00:${String(next).padStart(2, '0')}.000Z`,
      });
    },
    /** As after a restoration: the same messages under other numbers. */
    renumber() {
      state.uidValidity = String(Number(state.uidValidity) + 1);
      next = 1;
      messages = messages.map((message) => ({ ...message, uid: next++ }));
    },
    async open() {
      fail('open');
      return {
        uidValidity: state.uidValidity,
        async listNew({ greatest }) {
          fail('list');
          const after = await greatest();
          return messages
            .filter(({ uid }) => uid > after)
            .map(({ uid, size, receivedAt }) => ({ uid: String(uid), size, receivedAt }));
        },
        async fetch(uid, maxBytes) {
          state.fetched.push({ uid, maxBytes });
          await state.onFetch(uid);
          fail('fetch');
          const found = messages.find((message) => String(message.uid) === uid);
          return new Uint8Array(found?.bytes.subarray(0, maxBytes) ?? []);
        },
        close: async () => undefined,
      };
    },
  } satisfies MailSource & Record<string, unknown>;
}
