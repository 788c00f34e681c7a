/** A blank line separates paragraphs; within one, a line break reads as a space. */
export function paragraphsOf(criteria: string): string[] {
  return criteria
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}
