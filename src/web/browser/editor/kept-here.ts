/** What a page typed and the server has not answered for: kept by the browser until it has. */
export interface KeptHere {
  /** Of the page: made anew each time that it is opened. */
  screen: string;
  writer: string;
  address: string;
  /** As it is to be sent, the form's token aside. */
  body: Record<string, unknown>;
}

const store = 'pages';

/** The browser's own store; `works` turns false where there is none (a private window): the page says so then. */
export function openKeptHere() {
  const opened = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('estafette-brouillons', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'screen' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
  const kept = { works: true, put, remove, list };
  let last: Promise<void> = Promise.resolve();
  let waiting: KeptHere | undefined;
  opened.catch(() => (kept.works = false));

  async function run<T>(act: (pages: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const transaction = (await opened).transaction(store, 'readwrite', { durability: 'strict' });
    const request = act(transaction.objectStore(store));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error as Error);
    });
  }

  /** One write at a time, the latest wins: typing never waits for a disk. */
  function put(page: KeptHere): void {
    const isWriting = waiting !== undefined;
    waiting = page;
    if (!isWriting) last = last.then(writeWaiting).catch(() => void (kept.works = false));
  }

  async function writeWaiting(): Promise<void> {
    while (waiting !== undefined) {
      const page = waiting;
      await run((pages) => pages.put(page));
      if (waiting === page) waiting = undefined;
    }
  }

  function remove(screen: string): void {
    if (waiting?.screen === screen) waiting = undefined;
    last = last.then(async () => void (await run((pages) => pages.delete(screen)))).catch(() => undefined);
  }

  async function list(): Promise<KeptHere[]> {
    try {
      return (await run((pages) => pages.getAll())) as KeptHere[];
    } catch {
      return [];
    }
  }

  return kept;
}
