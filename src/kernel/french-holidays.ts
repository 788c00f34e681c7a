/** A public holiday: `MM-DD` every year, or so many days after Easter Sunday (before it when negative). */
export type Holiday =
  { name: string; on: string; since?: number; until?: number } | { name: string; afterEaster: number };

/** Everywhere: the eleven of article L. 3133-1 of the Code du travail. */
export const nationalHolidays: readonly Holiday[] = [
  { name: 'Jour de l’an', on: '01-01' },
  { name: 'Lundi de Pâques', afterEaster: 1 },
  { name: 'Fête du travail', on: '05-01' },
  { name: 'Victoire de 1945', on: '05-08' },
  { name: 'Ascension', afterEaster: 39 },
  { name: 'Lundi de Pentecôte', afterEaster: 50 },
  { name: 'Fête nationale', on: '07-14' },
  { name: 'Assomption', on: '08-15' },
  { name: 'Toussaint', on: '11-01' },
  { name: 'Armistice de 1918', on: '11-11' },
  { name: 'Noël', on: '12-25' },
];

// Article L. 3134-13 (droit local). Good Friday is a holiday where there is a Protestant or a shared church:
// so it is in Metz, Strasbourg and Colmar, where the offices are.
const alsaceMoselle: readonly Holiday[] = [
  { name: 'Vendredi saint', afterEaster: -2 },
  { name: 'Saint-Étienne', on: '12-26' },
];

const abolition = (on: string): Holiday => ({ name: 'Abolition de l’esclavage', on });

/**
 * What is added to them, by the code of a department or of a collectivity. To be edited when a text changes,
 * with its source. Left out because no text was found that closes the State's offices on that day: the 21st of
 * July in Guadeloupe and Martinique (usage), the days that move with the moon in Mayotte, Saint Peter and Saint
 * Paul in Wallis and Futuna, whatever the days are of Saint-Pierre-et-Miquelon beside the national ones.
 */
export const localHolidays: Readonly<Record<string, readonly Holiday[]>> = {
  '57': alsaceMoselle,
  '67': alsaceMoselle,
  '68': alsaceMoselle,
  // Article L. 3422-2 of the Code du travail, décret n° 83-1003 of 23 November 1983 as amended in 2012.
  '971': [abolition('05-27')],
  '972': [abolition('05-22')],
  '973': [abolition('06-10')],
  '974': [abolition('12-20')],
  '976': [abolition('04-27')],
  '977': [abolition('10-09')],
  // The texts say the 27th of May; since a circular of 4 May 2018 it is kept on the 28th, by the prefecture too.
  // Whichever it is, nobody is reminded on it.
  '978': [abolition('05-27'), abolition('05-28')],
  // As the State's own list of public holidays has them for Wallis and Futuna (jours-feries-france, Etalab).
  '986': [
    { name: 'Saint Pierre Chanel', on: '04-28' },
    { name: 'Fête du territoire', on: '07-29' },
  ],
  // Code du travail de la Polynésie française; its loi du pays adopted on 6 May 2025 puts the 20th of November
  // in the place of the 29th of June.
  '987': [
    { name: 'Arrivée de l’Évangile', on: '03-05' },
    { name: 'Vendredi saint', afterEaster: -2 },
    { name: 'Fête de l’autonomie', on: '06-29', until: 2024 },
    { name: 'Matari’i i ni’a', on: '11-20', since: 2025 },
  ],
  // The same State list, for New Caledonia.
  '988': [{ name: 'Fête de la citoyenneté', on: '09-24' }],
};
