/** What a keystroke becomes: `removes` characters before the cursor give way to `insert`. */
export interface FrenchTyping {
  removes: number;
  insert: string;
}

const noBreakSpace = '\u00a0';
const narrowSpace = '\u202f';
const units = '(?:[kM]?€|Md€|%|‰|km|m|cm|mm|km²|m²|ha|kg|g|t|h|min|s|°C)';
const finishedAmount = new RegExp(`\\d( )${units}$`);
const wholeGroups = /(?:^|[ (\u00a0«’−])\d{1,3}(?:\u202f\d{3})* \d\d$/;
const brokenGroup = /(?:^|[ (\u00a0«’−])\d{1,3}(?:\u202f\d{3})*\u202f\d{3}$/;

/**
 * What French typography makes of a character typed after `before` (the words of the same run, up to the
 * cursor); undefined when it stays as it is. Apostrophes, « guillemets », the spaces that do not break
 * before ; : ! ?, between the thousands of a number and between a number and its unit (Imprimerie nationale,
 * Lexique des règles typographiques).
 */
export function frenchOf(before: string, typed: string): FrenchTyping | undefined {
  const last = before.at(-1) ?? '';
  if (typed === "'") return { removes: 0, insert: '’' };
  if (typed === '"') {
    const opens = last === '' || /[\s(\u2019]/.test(last);
    return { removes: 0, insert: opens ? `«${noBreakSpace}` : `${noBreakSpace}»` };
  }
  if (last === '«' && typed === ' ') return { removes: 0, insert: noBreakSpace };
  if (last === ' ' && /^[:»]$/.test(typed)) return { removes: 1, insert: noBreakSpace + typed };
  if (last === ' ' && /^[;!?]$/.test(typed)) return { removes: 1, insert: narrowSpace + typed };
  if (/^[€%‰]$/.test(typed)) return beforeSign(before, typed);
  if (/^\d$/.test(typed)) return inNumber(before, typed);
  if (/^[\s,.;:!?)»]$/.test(typed)) return afterUnit(before, typed);
  return undefined;
}

function beforeSign(before: string, sign: string): FrenchTyping | undefined {
  if (/\d $/.test(before)) return { removes: 1, insert: narrowSpace + sign };
  // Digits that follow a letter or a sign are a code, not an amount.
  return /(?:^|[\s(«’])\d[\d\u202f,.]*$/.test(before)
    ? { removes: 0, insert: narrowSpace + sign }
    : undefined;
}

/** The third digit of a group makes the space before it narrow; a fourth one shows that it was no group. */
function inNumber(before: string, digit: string): FrenchTyping | undefined {
  if (/(?:^|\s)n[°º] $/i.test(before)) return { removes: 1, insert: noBreakSpace + digit };
  if (wholeGroups.test(before)) return { removes: 3, insert: narrowSpace + before.slice(-2) + digit };
  if (brokenGroup.test(before)) return { removes: 4, insert: ` ${before.slice(-3)}${digit}` };
  return undefined;
}

/** A unit is known once something follows it: « 12 m » may have been the beginning of « 12 mois ». */
function afterUnit(before: string, typed: string): FrenchTyping | undefined {
  const space = finishedAmount.exec(before);
  if (space === null) return undefined;
  const unit = before.slice(space.index + 2);
  return { removes: unit.length + 1, insert: narrowSpace + unit + typed };
}
