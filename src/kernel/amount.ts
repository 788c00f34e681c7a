/** Why a text is not an amount; each has its sentence, and what is expected instead. */
export type AmountFault = 'missing' | 'negative' | 'point' | 'decimals' | 'not-an-amount' | 'too-large';

/** A hundred billion euros: far above any programme, and exact in a number. */
const mostCents = 10_000_000_000_000;

/**
 * An amount in euros as the French write it (« 1 234,56 », « 8412415 », « 12,5 € »), in integer cents.
 * A point is refused: « 1.234 » is a thousand for some, and one for others.
 */
export function readAmount(text: string): { cents: number } | { fault: AmountFault } {
  const written = text
    .replace(/[\s\u00a0\u2009\u202f]+/g, ' ')
    .trim()
    .replace(/ ?€$/, '');
  if (written === '') return { fault: 'missing' };
  if (/^[-\u2212]/.test(written)) return { fault: 'negative' };
  if (/^[\d .,]+$/.test(written) && written.includes('.')) return { fault: 'point' };
  const [, whole, decimals = ''] = /^(\d{1,3}(?: \d{3})+|\d+)(?:,(\d+))?$/.exec(written) ?? [];
  if (whole === undefined) return { fault: 'not-an-amount' };
  if (decimals.length > 2) return { fault: 'decimals' };
  const cents = Number(whole.replaceAll(' ', '')) * 100 + Number(decimals.padEnd(2, '0'));
  return cents > mostCents ? { fault: 'too-large' } : { cents };
}

/** As a spreadsheet reads it: « 1234,56 », without spaces. */
export function writeAmount(cents: number): string {
  return `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`;
}
