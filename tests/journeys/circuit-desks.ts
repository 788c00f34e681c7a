import type { ElementHandle } from 'puppeteer';
import type { Actor } from '../../src/drafts/instructions.ts';
import { openCircuitRoom } from '../drafts/circuit/circuit-room.ts';
import { openSites } from '../drafts/circuit/circuit-sites.ts';
import { openBrowser, type Visitor } from './visitor.ts';

/** A page that a browser shows, and that is other bytes each time. */
function pdfOf(number: number): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ];
  const written = objects.map((words, index) => `${index + 1} 0 obj\n${words}\nendobj`).join('\n');
  return Buffer.from(`%PDF-1.7\n% print ${number}\n${written}\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`);
}

export type CircuitDesks = Awaited<ReturnType<typeof openCircuitDesks>>;

/** A circuit's room, and each of its people before a browser of their own. */
export async function openCircuitDesks() {
  const room = await openCircuitRoom();
  const sites = openSites(room);
  const browser = await openBrowser();
  const desks = new Map<string, Visitor>();
  let prints = 0;
  const print = room.render.renderInstruction;
  room.render.renderInstruction = async (input) => {
    prints += 1;
    return { ...(await print(input)), pdf: pdfOf(prints) };
  };

  return {
    room,
    pdfOf,
    visitors: () => [...desks.values()],
    /** Where this person works: the same browser each time. */
    async at(actor: Actor): Promise<Visitor> {
      const known = desks.get(actor.id);
      if (known !== undefined) return known;
      const site = await sites.as(actor);
      const visitor = await browser.visit(site.origin);
      const [name = '', value = ''] = site.cookie.split('=');
      await visitor.page.browserContext().setCookie({ name, value, domain: '127.0.0.1', path: '/' });
      desks.set(actor.id, visitor);
      return visitor;
    },
    async upload(visitor: Visitor, field: string, path: string): Promise<void> {
      const input = (await visitor.page.$(`input[name="${field}"]`)) as ElementHandle<never> | null;
      await (input as unknown as { uploadFile(path: string): Promise<void> } | null)?.uploadFile(path);
    },
    async close(): Promise<void> {
      await browser.close();
      await sites.close();
      await room.close();
    },
  };
}
