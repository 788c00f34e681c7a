import type { Attrs } from 'prosemirror-model';
import { hasForbiddenCharacters } from './text-characters.ts';

/** What the attributes of the closed schema may hold, in a stored text as in one that is pasted. */
const headingLevels = [2, 3, 4] as const;

const allowedHref = /^(https?:\/\/[^\s/?#]+|mailto:[^\s@]+@[^\s@]+|#[A-Za-z][\w-]*)/i;
const longestHref = 2000;
const highestStart = 9999;

/** True for a whole address in http, https, mailto, or an anchor of the same document; nothing else. */
export function isAllowedHref(href: unknown): href is string {
  return (
    typeof href === 'string' &&
    href.length <= longestHref &&
    allowedHref.test(href) &&
    !/[\s"<>\\^`{|}]/.test(href) &&
    !hasForbiddenCharacters(href)
  );
}

function mustBe(condition: boolean, what: string): void {
  if (!condition) throw new RangeError(what);
}

/** Throws a RangeError, as the schema asks, for a level that no heading has. */
export function validLevel(value: unknown): void {
  mustBe(
    headingLevels.some((level) => level === value),
    'heading level',
  );
}

/** Throws a RangeError for what no numbered list begins at. */
export function validStart(value: unknown): void {
  mustBe(
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= highestStart,
    'list start',
  );
}

/** Throws a RangeError for an address that no link leads to: see `isAllowedHref`. */
export function validHref(value: unknown): void {
  mustBe(isAllowedHref(value), 'link address');
}

/** Characters of an image's alternative text, and of a reference's words. */
export const longestWords = 300;
/** Pixels on a side. */
export const largestSide = 10_000;

/** Words that are said or printed as they are: some, in one line. */
export function isWords(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    value.length <= longestWords &&
    !hasForbiddenCharacters(value)
  );
}

/** The lowercase hexadecimal SHA-256 of an image's bytes. */
export const isImageName = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

export const isSectionKey = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z][a-z0-9-]{0,59}$/.test(value);
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);
export const isSide = (value: unknown) =>
  value === null || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= largestSide);

/** Makes a rule throw a RangeError, as the schema asks. */
export const held = (holds: (value: unknown) => boolean, what: string) => (value: unknown) =>
  mustBe(holds(value), what);

/** What a pasted list begins at; 1 when it does not say. */
export function startOf(attribute: string | null): number {
  const start = Number(attribute ?? '1');
  return Number.isInteger(start) && start >= 1 && start <= highestStart ? start : 1;
}

/** The attributes of an image that was copied from an editor of ours; false for any other. */
export function imageOf(element: { getAttribute: (name: string) => string | null }): Attrs | false {
  const side = (name: string) => Number(element.getAttribute(name) ?? '') || null;
  const [sha256, alt] = [element.getAttribute('data-image'), element.getAttribute('alt')];
  const [width, height] = [side('width'), side('height')];
  const whole = isImageName(sha256) && isWords(alt) && isSide(width) && isSide(height);
  return whole ? { sha256, alt, width, height } : false;
}

/** The same of a cited act. */
export function actOf(element: {
  getAttribute: (name: string) => string | null;
  textContent: string | null;
}) {
  const [instructionId, label] = [element.getAttribute('data-act'), element.textContent];
  return isId(instructionId) && isWords(label) ? { instructionId, label } : false;
}

/** The same of a reference to a section. */
export function sectionOf(element: { getAttribute: (name: string) => string | null }) {
  const target = element.getAttribute('data-section');
  return isSectionKey(target) ? { target } : false;
}
