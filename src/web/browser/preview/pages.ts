import {
  getDocument,
  GlobalWorkerOptions,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';

const workerAddress = document.querySelector<HTMLMetaElement>('meta[name="asset-pdf-worker"]')?.content ?? '';

/** The pages of a PDF, one under the other, each drawn when it comes into sight. */
export function openPages(host: HTMLElement) {
  GlobalWorkerOptions.workerSrc = workerAddress;
  let current: { document: PDFDocumentProxy; places: ReadonlyMap<string, Place> } | undefined;

  const inSight = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) void draw(target as HTMLCanvasElement);
    },
    { root: host, rootMargin: '400px 0px' },
  );
  const waiting = new WeakMap<HTMLCanvasElement, PDFPageProxy>();

  async function draw(canvas: HTMLCanvasElement): Promise<void> {
    const page = waiting.get(canvas);
    if (page === undefined) return;
    waiting.delete(canvas);
    inSight.unobserve(canvas);
    const scale = (canvas.clientWidth * Math.min(devicePixelRatio, 2)) / page.getViewport({ scale: 1 }).width;
    const viewport = page.getViewport({ scale: scale > 0 ? scale : 1 });
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    await page.render({ canvas, viewport }).promise.catch(() => undefined);
  }

  /** Where each link of the document leads: its page, and how far down it. */
  async function placesOf(document: PDFDocumentProxy): Promise<Map<string, Place>> {
    const places = new Map<string, Place>();
    for (const [name, target] of await document.getDestinations()) {
      const [reference, , , top] = (Array.isArray(target) ? target : []) as [
        { num: number; gen: number },
        unknown,
        unknown,
        number,
      ];
      if (typeof reference !== 'object') continue;
      places.set(name, { page: await document.getPageIndex(reference), top });
    }
    return places;
  }

  /** Where it was last told to go. */
  let asked: string | undefined;

  function goTo(name: string): void {
    asked = name;
    const place = current?.places.get(name);
    const canvas = place && host.querySelectorAll('canvas').item(place.page);
    if (!place || !canvas) return;
    const { height, points } = { height: canvas.clientHeight, points: Number(canvas.dataset['points']) };
    const down = Math.max(0, (1 - place.top / points) * height - 16);
    // At once: a smooth movement that a redrawn page interrupts is sometimes never taken up again.
    host.scrollTop = canvas.offsetTop - host.offsetTop + down;
  }

  return {
    goTo,

    /** Puts the pages of this file in the place of the others, at the same height, or where it was told to go. */
    async show(bytes: ArrayBuffer): Promise<void> {
      const document = await getDocument({
        data: new Uint8Array(bytes),
        isEvalSupported: false,
      } as Parameters<typeof getDocument>[0]).promise;
      const canvases: HTMLCanvasElement[] = [];
      for (let number = 1; number <= document.numPages; number += 1) {
        const page = await document.getPage(number);
        const { width, height } = page.getViewport({ scale: 1 });
        const canvas = window.document.createElement('canvas');
        canvas.width = Math.round(width);
        canvas.height = Math.round(height);
        canvas.dataset['points'] = String(height);
        canvas.setAttribute('role', 'img');
        canvas.setAttribute('aria-label', `${host.dataset['saidPage'] ?? ''} ${number}`);
        waiting.set(canvas, page);
        canvases.push(canvas);
      }
      const top = host.scrollTop;
      const before = current?.document;
      const askedBefore = before === undefined ? undefined : asked;
      current = { document, places: await placesOf(document) };
      // Drawn before they are shown: what is looked at does not blink.
      host.append(...canvases);
      const old = [...host.querySelectorAll('canvas')].filter((canvas) => !canvases.includes(canvas));
      const first = old.findIndex((canvas) => canvas.offsetTop + canvas.clientHeight > top + host.offsetTop);
      await Promise.all(canvases.slice(Math.max(0, first), Math.max(0, first) + 2).map(draw));
      for (const canvas of old) canvas.remove();
      for (const canvas of canvases) inSight.observe(canvas);
      if (asked === undefined || asked === askedBefore) host.scrollTop = top;
      else goTo(asked);
      await before?.loadingTask.destroy();
    },
  };
}

interface Place {
  page: number;
  /** In points, from the bottom of the page. */
  top: number;
}
