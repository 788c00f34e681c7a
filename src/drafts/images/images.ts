import { instantOf } from '../../kernel/clock.ts';
import { accepted, type Outcome } from '../../kernel/outcome.ts';
import type { DraftingDeps } from '../drafting-deps.ts';
import { demand, faultOfEdit, type Actor } from '../instruction.ts';
import { lockInstruction } from '../instructions-store.ts';
import { readImageFile, type ImageFile } from './image-file.ts';
import { insertImage, listImages, type StoredImage } from './images-store.ts';

/** The pictures of a text: brought by its drafters, kept under the hash of their bytes, never changed. */
export function createImages({ database, clock }: Pick<DraftingDeps, 'database' | 'clock'>) {
  return {
    /**
     * Keeps a picture that a drafter brings for a text (see `readImageFile` for what is refused). Nothing of
     * the text changes: it names the picture once it is saved with it. Throws `forbidden`, `conflict` (signed).
     */
    async addImage(
      actor: Actor,
      instructionId: string,
      file: Uint8Array,
    ): Promise<Outcome<Omit<ImageFile, 'bytes'>>> {
      const read = await readImageFile(file);
      if (!read.ok) return read;
      await database.transaction(async (trx) => {
        demand(faultOfEdit(actor, await lockInstruction(trx, instructionId)));
        await insertImage(trx, read.value, { instructionId, at: instantOf(clock), by: actor.id });
      });
      const { kind, width, height, sha256 } = read.value;
      return accepted({ kind, width, height, sha256 });
    },

    /** A kept picture, by the hash of its bytes. */
    async findImage(sha256: string): Promise<StoredImage | undefined> {
      return (await listImages(database, [sha256]))[0];
    },
  };
}
