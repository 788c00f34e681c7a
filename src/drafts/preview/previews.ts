import { canonicalJson, type Json } from '../../kernel/canonical-json.ts';
import { AppError } from '../../kernel/errors.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import { toDocumentInput, type Content } from '../content.ts';
import { findNotice, loadInstruction, type DraftingDeps } from '../drafting-deps.ts';
import { printedImages } from '../images/printed-images.ts';
import { faultOfEdit, type Actor } from '../instruction.ts';
import type { PreviewedDocument } from '../ports.ts';
import { createWorkingCopies } from '../working-copies/working-copies.ts';
import { createLatest } from './latest.ts';

export interface Preview extends PreviewedDocument {
  /** Of what is printed: the same content is not printed twice. */
  key: string;
  /** True when it holds what the person has not saved. */
  isWorkingCopy: boolean;
}

/** Previews kept in memory, the last ones asked for; and the people who may wait for one. */
const mostKept = 12;
const mostWaiting = 30;

/** The PDF of a text as it is being written: a person's own copy of it, printed to be looked at. */
export function createPreviews(deps: DraftingDeps) {
  const { database, render, demonstration } = deps;
  const { workingText } = createWorkingCopies(deps);
  const latest = createLatest<Preview>();
  const kept = new Map<string, PreviewedDocument>();
  const before = new Map<string, PreviewedDocument>();
  const told = new Map<string, Preview>();
  const pages = new Map<string, number>();
  let waiting = 0;

  function keep<T>(map: Map<string, T>, name: string, document: T): void {
    map.delete(name);
    map.set(name, document);
    const oldest = map.keys().next().value;
    if (map.size > mostKept && oldest !== undefined) map.delete(oldest);
  }

  async function make(actor: Actor, instructionId: string): Promise<Preview> {
    const { instruction, pinned, credits, content: standing } = await loadInstruction(deps, instructionId);
    const writes = faultOfEdit(actor, instruction) === undefined;
    const working = writes ? await workingText(actor, instructionId) : undefined;
    const content: Content = working?.content ?? standing;
    const isWorkingCopy = working?.typedAt !== undefined;
    const amendment = await findNotice(database, instruction, content);
    const { title } = instruction;
    const printed = {
      content,
      title,
      template: pinned.sha256,
      credits: credits?.id ?? '',
      ...(amendment && { amendment }),
    };
    const key = sha256Hex(canonicalJson(printed as unknown as Json));
    const text = `${instructionId} ${isWorkingCopy ? actor.id : ''}`;
    const document = kept.get(key) ?? (await print(before.get(text)));
    keep(kept, key, document);
    keep(before, text, document);
    pages.set(instructionId, document.pages);
    const preview = { ...document, key, isWorkingCopy };
    keep(told, `${actor.id} ${instructionId}`, preview);
    return preview;

    async function print(last: PreviewedDocument | undefined): Promise<PreviewedDocument> {
      const input = toDocumentInput(pinned, content, {
        ...{ images: await printedImages(database, content), title, mark: 'preview', demonstration },
        ...{ verificationUrl: deps.verificationUrl(instructionId), credits, amendment },
      });
      return render.previewInstruction(input, last);
    }
  }

  return {
    /**
     * What this person would read if the text were printed now, what they typed and did not save included. One
     * at a time a person, the latest asked for; the same content is printed once. With the beginning of the
     * `key` of the last one that they were told of, it is that one, whatever was typed since. Throws
     * `unavailable` when too many wait, or when nothing can be printed.
     */
    async previewFor(actor: Actor, instructionId: string, key?: string): Promise<Preview> {
      const last = told.get(`${actor.id} ${instructionId}`);
      if (key !== undefined && last?.key.startsWith(key) === true) return last;
      if (waiting >= mostWaiting)
        throw new AppError('unavailable', 'too many previews wait', { messageKey: 'writing.preview.busy' });
      waiting += 1;
      try {
        return await latest(`${actor.id} ${instructionId}`, () => make(actor, instructionId));
      } finally {
        waiting -= 1;
      }
    },

    /** Pages of the last preview of a text; undefined before there was one. */
    pagesOf: (instructionId: string): number | undefined => pages.get(instructionId),
  };
}
