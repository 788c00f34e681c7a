/** What a passage carries that another year may make wrong. */
export type YearBoundKind = 'date' | 'amount' | 'year' | 'percentage' | 'relative';

/** A passage that somebody has to look at again: half-open offsets in the text that was read. */
export interface YearBound {
  kind: YearBoundKind;
  from: number;
  to: number;
  quote: string;
}

// A blank of any kind; only plain and non-breaking ones stand inside of a number or a date.
const blank = '[ \\u00a0\\u202f]';
const month =
  '(?:janvier|janv\\.|f[ée]vrier|f[ée]vr\\.|mars|avril|avr\\.|mai|juin|juillet|juil\\.|ao[uû]t|septembre|sept\\.|octobre|oct\\.|novembre|nov\\.|d[ée]cembre|d[ée]c\\.)';
const weekday = '(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)';
const day = '(?:[12]\\d|3[01]|0?[1-9])(?:er)?';
const year = '(?:19|20)\\d{2}';
const numberWord =
  '(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|octante|nonante|cents?|mille|millions?|milliards?|et)';
const figures = `\\d{1,3}(?:(?:${blank}|\\.)\\d{3}){1,6}(?:,\\d+)?|\\d+(?:[.,]\\d+)?`;
const season = '(?:mois|trimestre|semestre|printemps|[ée]t[ée]|automne|hiver|exercice|ann[ée]e|rentr[ée]e)';

/**
 * What each kind looks like in French, each repetition bounded, so that no text takes longer than its length asks. An overlap is given to the longest, so that « 15 mars 2027 » is one
 * date. Numbers of laws (« n° 2018-1047 »), NORs, telephone numbers and postcodes carry none of these.
 */
const patterns: readonly { kind: YearBoundKind; pattern: string }[] = [
  // « lundi 1er mars », « du 15 au 20 mars 2027 », « 15 et 16 sept. », « fin mars », « mi-mars 2027 », « mars ».
  {
    kind: 'date',
    pattern: `(?:${weekday}${blank})?(?:(?:${day}${blank}?(?:,|et|ou|au|à|-|–)${blank}?){0,9}${day}${blank}|(?:début|mi|fin)(?:${blank}|-))?${month}(?:${blank}${year})?`,
  },
  // 15/03/2027, 15-03-27, 15.03.2027; not a part of a longer number, nor a fraction.
  { kind: 'date', pattern: `(?:0?[1-9]|[12]\\d|3[01])([/.-])(?:0[1-9]|1[0-2])\\1(?:${year}|\\d{2})` },
  { kind: 'date', pattern: `${year}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])` },
  // « 2027 », « 2023-2027 », « 2026/27 », « année scolaire 2026-2027 ».
  {
    kind: 'year',
    pattern: `(?:(?:année${blank}scolaire|exercice|millésime)${blank})?${year}(?:${blank}?[-–/]${blank}?(?:${year}|\\d{2}(?!\\d)))?`,
  },
  // « 8 412 415 € », « 8,4 M€ », « 300 k€ », « 12 millions d’euros », « 80 EUR ».
  {
    kind: 'amount',
    pattern: `(?:${figures})${blank}?(?:(?:milliers?|millions?|milliards?)(?:${blank}d[’'](?:euros?|€))?|(?:[kM]|Md)?€|(?:k|M|Md)?(?:euros?|EUR))`,
  },
  // « dix mille euros », « trois millions d’euros », « soixante-dix euros ».
  { kind: 'amount', pattern: `${numberWord}(?:(?:${blank}|-)${numberWord}){0,15}${blank}(?:d[’'])?euros?` },
  {
    kind: 'percentage',
    pattern: `(?:${figures})${blank}?(?:%|pour${blank}cent|points?${blank}de${blank}pourcentage)`,
  },
  // « l’an prochain », « l’année écoulée », « cet été », « l’exercice en cours », « la prochaine rentrée », « N+1 ».
  {
    kind: 'relative',
    pattern: `(?:l[’']an|${season})${blank}(?:prochaine?|derni[eè]re?|pass[ée]e?|[ée]coul[ée]e?|pr[ée]c[ée]dente?|suivante?|en${blank}cours|[àa]${blank}venir)`,
  },
  { kind: 'relative', pattern: `(?:prochaine?|derni[eè]re?|pr[ée]c[ée]dente?)${blank}${season}` },
  {
    kind: 'relative',
    pattern: `(?:cette${blank}ann[ée]e|cet${blank}(?:[ée]t[ée]|automne|hiver)|ce${blank}printemps|fin${blank}(?:de${blank}l[’']|d[’'])ann[ée]e|rentr[ée]e${blank}scolaire|ann[ée]e${blank}scolaire)`,
  },
  { kind: 'relative', pattern: `(?:ann[ée]e${blank})?N${blank}?[+−-]${blank}?[12]` },
];

// What stands against a number or a word on either side and makes another thing of it.
const before = '(?<![\\p{L}\\p{N}]|[\\p{N}][.,/-]|n°[ \\u00a0\\u202f]?)';
const after = '(?![\\p{L}\\p{N}]|[,./-]\\p{N})';
const compiled = patterns.map(({ kind, pattern }) => ({
  kind,
  expression: new RegExp(`${before}(?:${pattern})${after}`, 'giu'),
}));

/**
 * Every passage of a text that carries a date (a month is one), an amount, a year, a percentage, or a year
 * that it does not name (« l’an prochain »), in order and apart from each other. Percentages are among them:
 * a rate of last year's is as wrong as an amount, and to confirm one costs a press. Pure.
 */
export function findYearBound(text: string): YearBound[] {
  const found = compiled.flatMap(({ kind, expression }) =>
    [...text.matchAll(expression)].map((match): YearBound => {
      const quote = match[0];
      return { kind, from: match.index, to: match.index + quote.length, quote };
    }),
  );
  const apart: YearBound[] = [];
  for (const one of found.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = apart.at(-1);
    if (last === undefined || one.from >= last.to) apart.push(one);
    else if (one.to > last.to) {
      // Two that overlap are one passage, of the first one's kind.
      const quote = text.slice(last.from, one.to);
      apart.splice(-1, 1, { ...last, to: one.to, quote });
    }
  }
  return apart;
}
