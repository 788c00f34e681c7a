import { parseSectionText } from './section-text.ts';

/** What a text only names, and that is kept elsewhere. */
export interface Mentions {
  /** Hashes of pictures. */
  images: string[];
  /** Acts of the archive, with the words that they are cited with. */
  acts: { instructionId: string; label: string }[];
}

const naming = /"(?:image|actReference)"/;

/** What a stored section names; nothing of a text that does not read. */
export function mentionsOf(stored: string | undefined): Mentions {
  const mentions: Mentions = { images: [], acts: [] };
  // Most sections name nothing: they are not read for that.
  if (stored === undefined || !naming.test(stored)) return mentions;
  const parsed = parseSectionText(stored);
  if (!parsed.ok) return mentions;
  parsed.value.descendants(({ type, attrs }) => {
    if (type.name === 'image') mentions.images.push(String(attrs['sha256']));
    if (type.name === 'actReference')
      mentions.acts.push({ instructionId: String(attrs['instructionId']), label: String(attrs['label']) });
    return true;
  });
  return mentions;
}
