/**
 * Characters that never stand in a text: controls (C0, C1), line separators, bidirectional overrides
 * that would make a text read otherwise than it is stored, and what is no character at all. The editor
 * removes them from what is pasted; the server refuses them.
 */
// eslint-disable-next-line no-control-regex -- finding control characters is the purpose
const forbidden = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/;
const everyForbidden = new RegExp(forbidden.source, 'g');
const everyForbiddenButBreaks = new RegExp(`(?![\\n\\r])${forbidden.source}`, 'g');

/** True also for half of a surrogate pair, which no PDF can show. */
export function hasForbiddenCharacters(text: string): boolean {
  return forbidden.test(text) || !text.isWellFormed();
}

/** The same text with a space in the place of tabs and nothing in that of the others; line breaks stay if asked. */
export function withoutForbiddenCharacters(text: string, options: { keepBreaks: boolean }): string {
  const pattern = options.keepBreaks ? everyForbiddenButBreaks : everyForbidden;
  return text.replaceAll('\t', ' ').replace(pattern, '').toWellFormed();
}
