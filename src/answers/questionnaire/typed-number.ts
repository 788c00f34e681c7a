/** Why a typed text is not a number of the kind that is asked; each has its sentence. */
export type NumberFault = 'negative' | 'point' | 'decimals' | 'not-a-number' | 'not-whole' | 'too-large';

export type ReadNumber = { value: number } | { fault: NumberFault };

/**
 * An amount in euros as the French write it (« 8 412,50 € », « 8412,5 »), in integer cents. A numeric keypad
 * types a point for a comma: « 8412.5 » is understood, « 8.412 » is a thousand for some and is refused.
 */
export function readAmount(text: string, most: number): ReadNumber {
  return readScaled(text.replace(/\s*(€|euros?)\s*$/i, ''), most);
}

/** A percentage (« 12,5 % », « 80 »), in hundredths of a percent. */
export function readPercentage(text: string, most: number): ReadNumber {
  return readScaled(text.replace(/\s*%\s*$/, ''), most);
}

/** A whole number (« 1 250 »). */
export function readWhole(text: string, most: number): ReadNumber {
  const read = readScaled(text, most * 100);
  if ('fault' in read) return read.fault === 'decimals' ? { fault: 'not-whole' } : read;
  return read.value % 100 === 0 ? { value: read.value / 100 } : { fault: 'not-whole' };
}

/** A number of hundredths, as French prose has it: « 12,5 », « 8 412,50 ». */
export function writeScaled(hundredths: number, { grouped }: { grouped: boolean }): string {
  const whole = String(Math.floor(hundredths / 100));
  const rest = String(hundredths % 100).padStart(2, '0');
  const digits = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole;
  return rest === '00' ? digits : `${digits},${rest}`;
}

function readScaled(text: string, most: number): ReadNumber {
  const written = text.replace(/[\s\u00a0\u2009\u202f]+/g, ' ').trim();
  if (/^[-\u2212]/.test(written)) return { fault: 'negative' };
  const [, whole, mark, decimals = ''] = /^(\d{1,3}(?: \d{3})+|\d+)(?:([,.])(\d+))?$/.exec(written) ?? [];
  if (whole === undefined) return { fault: /\d\.\d/.test(written) ? 'point' : 'not-a-number' };
  if (decimals.length > 2) return { fault: mark === '.' ? 'point' : 'decimals' };
  const digits = whole.replaceAll(' ', '');
  // Beyond sixteen digits a number is not exact any more.
  if (digits.length > 14) return { fault: 'too-large' };
  const value = Number(digits) * 100 + Number(decimals.padEnd(2, '0'));
  return value > most ? { fault: 'too-large' } : { value };
}
