import { join } from 'node:path';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { openChain } from '../src/demonstration/demonstration.ts';
import { toDocumentInput } from '../src/drafts/content.ts';
import type { DocumentInput, InstructionTemplate } from '../src/render/render.ts';
import { notedText } from '../tests/render/noted-text.ts';

const person = 'claire.redon';
const slug = '2027-chefs-de-projets';
const typedIn = 'contexte';

/**
 * The whole product with a text of some 16 pages, and the page on which a person writes it: what the page's own
 * script sends and asks for, without the time that a browser takes to draw.
 */
export async function openPreviewHouse({ folder }: { folder: string }) {
  const { PATH, CHROMIUM_PATH } = process.env;
  const dataDir = join(folder, 'data');
  const estafette = await compose(
    readConfig({ PATH, CHROMIUM_PATH, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' }),
  );
  const chain = await openChain(estafette);
  const { id } = await chain.create('chefs-de-projets', 2027);
  const { url } = await estafette.start();
  const page = await openPage(url);
  const { template } = await estafette.instructions.draftOf(id);
  const texts = longTexts(template);
  await page.send('brouillon', { controls: texts });
  await page.send('enregistrer', { controls: {} });

  return {
    /** Types one more word, then waits for the PDF that shows it, as the page does. */
    async typeAndPreview(turn: number): Promise<Uint8Array> {
      const control = `sections[${typedIn}]`;
      const text = JSON.parse(texts[control] ?? '') as { type: string; content: object[] };
      const words = { type: 'text', text: 'mot '.repeat(turn + 1) };
      const typed = { ...text, content: [...text.content, { type: 'paragraph', content: [words] }] };
      await page.send('brouillon', { controls: { [control]: JSON.stringify(typed) } });
      return page.preview();
    },

    /** What is printed of the text as this person has it. */
    async documentInput(): Promise<DocumentInput> {
      const { instruction } = await estafette.instructions.draftOf(id);
      const people = await estafette.accounts.listDemonstrationPeople();
      const writer = people.find(({ login }) => login === person);
      const { content } = await estafette.instructions.workingText({ id: writer?.id ?? '' }, id);
      return toDocumentInput(template, content, {
        ...{ title: instruction.title, mark: 'preview', demonstration: true, images: new Map() },
        ...{ verificationUrl: `${url}/verifier?acte=${id}`, credits: undefined, amendment: undefined },
      });
    },

    close: () => estafette.stop(),
  };
}

/** A person who signed in, with the text's page open. */
async function openPage(origin: string) {
  const jar = new Map<string, string>();
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, cookie };
    const response = await fetch(origin + path, { redirect: 'manual', ...init, headers });
    for (const each of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (each.split(';')[0] ?? '').split('=');
      jar.set(name, value);
    }
    return response;
  }
  const valueIn = (html: string, name: string) =>
    new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? '';

  const door = await (await ask('/')).text();
  const entering = { login: person, next: '/', 'form-token': valueIn(door, 'form-token') };
  await ask('/connexion/demonstration', { method: 'POST', body: new URLSearchParams(entering) });
  const html = await (await ask(`/instructions/${slug}/texte`)).text();
  const open = {
    ...{ 'form-token': valueIn(html, 'form-token'), screen: valueIn(html, 'screen'), seen: '' },
    ...{ writer: /data-writer="([^"]*)"/.exec(html)?.[1] ?? '', bases: {}, choices: {} },
  };
  let revision = Number(valueIn(html, 'revision'));
  let turn = 0;

  return {
    async send(where: 'brouillon' | 'enregistrer', sent: { controls: Record<string, string> }) {
      const body = JSON.stringify({ ...open, ...sent, revision, turn: (turn += 1) });
      const headers = { 'content-type': 'application/json' };
      const response = await ask(`/instructions/${slug}/texte/${where}`, { method: 'POST', headers, body });
      const answer = (await response.json()) as { state: string; revision?: number };
      if (!['kept', 'saved'].includes(answer.state)) throw new Error(JSON.stringify(answer));
      revision = answer.revision ?? revision;
    },

    async preview(): Promise<Uint8Array> {
      const told = (await (await ask(`/instructions/${slug}/apercu.json`)).json()) as { file: string };
      const file = await ask(told.file);
      if (!file.ok) throw new Error(`the preview's file: ${file.status}`);
      return new Uint8Array(await file.arrayBuffer());
    },
  };
}

/** The template's own texts five times over, with notes and a table of 101 rows: about sixteen pages. */
function longTexts({ sections }: InstructionTemplate): Record<string, string> {
  const free = sections.filter(({ locked }) => !locked);
  return Object.fromEntries(
    free.map(({ key, start }) => {
      const text = Array.from({ length: 5 }, () => start.content).flat();
      const more = key === 'credits' ? [...notes, ...tableOf(101)] : key === typedIn ? notes : [];
      return [`sections[${key}]`, JSON.stringify({ type: 'doc', content: [...text, ...more] })];
    }),
  );
}

const notes = notedText.content;

function tableOf(rows: number): object[] {
  const row = (...content: object[]) => ({ type: 'tableRow', content });
  const cell = (type: string, text: string) => {
    return { type, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
  };
  const lines = Array.from({ length: rows }, (_one, index) =>
    row(
      cell('tableHeader', `Territoire n°\u00a0${index + 1}`),
      cell('tableCell', `${12_500 + index * 310}\u00a0€`),
    ),
  );
  const head = row(cell('tableHeader', 'Territoire'), cell('tableHeader', 'Montant'));
  return [{ type: 'table', content: [head, ...lines] }];
}
