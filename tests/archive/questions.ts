import type { DocumentFacts } from '../../src/archive/search/document.ts';
import type { Filters, Reader } from '../../src/archive/search/filters.ts';

/** A small archive that nobody wrote, and what each question must find in it, on either engine. */
export const texts: Record<
  string,
  {
    title: string;
    year?: number;
    passages: string[];
    signedOn?: string;
    replacedOn?: string;
  } & Partial<DocumentFacts>
> = {
  annual26: {
    title: 'Instruction annuelle aux chefs de projets 2026',
    year: 2026,
    signedOn: '2025-12-08',
    passages: [
      'Les préfectures réunissent les associés du territoire. La prévention en milieu festif reste une priorité.',
      'Les crédits d’intervention financent la prévention et la formation des professionnels.',
    ],
  },
  annual27: {
    title: 'Instruction annuelle aux chefs de projets 2027',
    year: 2027,
    signedOn: '2026-12-07',
    replacedOn: '2027-02-01',
    passages: [
      'La prévention en milieu scolaire passe devant. L’œuvre commune des services de l’État se poursuit.',
      'Le plan d’action départemental est adressé avant le 31 mars. Les crédits ne sont pas reportés.',
    ],
  },
  correcting: {
    title: 'Rectificatif de l’instruction annuelle 2027',
    year: 2027,
    signedOn: '2027-01-28',
    passages: ['La date du 31 mars devient le 30 avril. Le reste est sans changement.'],
  },
  framework: {
    title: 'Instruction-cadre des feuilles de route régionales',
    year: 2024,
    signedOn: '2024-02-01',
    passages: [
      'Chaque feuille de route régionale décline les objectifs. Les plans d’action départementaux la complètent.',
      'Le cannabis, l’alcool et le tabac sont suivis séparément. Un délai de deux mois est laissé.',
    ],
  },
  survey: {
    title: 'Enquête sur l’emploi des crédits',
    year: 2026,
    signedOn: '2026-06-15',
    passages: [
      'Le questionnaire est rempli en ligne, aujourd’hui comme hier. Les montants sont en euros, 12 345,67 par exemple.',
    ],
  },
  overseas: {
    title: 'Consignes pour Saint-Pierre-et-Miquelon',
    year: 2025,
    signedOn: '2025-03-03',
    passages: [
      'L’action de proximité compte. Les acteurs locaux agissent ensemble, du cœur de la ville au port.',
    ],
  },
  traffic: {
    title: 'Lutte contre le trafic de stupéfiants',
    year: 2023,
    signedOn: '2023-05-09',
    passages: [
      'Les services de police et de gendarmerie coordonnent leur action. La répression n’exclut pas le soin.',
    ],
  },
  draft: {
    title: 'Projet d’instruction sur les jeux',
    year: 2028,
    passages: ['Les enjeux des jeux d’argent. Le jeu des enfants n’est pas celui des adultes.'],
  },
  // What is not an instruction, each with who may read it.
  annex: {
    ...{ source: 'annex', title: 'Notification au Jura', year: 2026, territories: ['DEP-39'] },
    ...{ state: 'dispatched', signedOn: '2025-12-08', publication: 'published', publishedOn: '2026-01-05' },
    passages: ['Une enveloppe de vignettes est notifiée au Jura.'],
  },
  answerAin: {
    ...{
      source: 'answer',
      title: 'Bilan : Ain',
      year: 2026,
      territories: ['DEP-01'],
      frame: 'simca-2023-2027',
    },
    ...{ publication: 'not-published', kind: 'framework' },
    passages: ['Les vignettes ont été remises aux lycéens.', 'Onze ateliers pour des lycéens.'],
  },
  answerJura: {
    ...{
      source: 'answer',
      title: 'Bilan : Jura',
      year: 2025,
      territories: ['DEP-39'],
      frame: 'simca-2023-2027',
    },
    ...{ publication: 'not-published', kind: 'framework' },
    passages: ['Aucun atelier n’a eu lieu, faute de vignettes.'],
  },
  comment: {
    ...{ source: 'comment', title: 'Fil 1', year: 2026, audience: ['drafter', 'reviewer'] },
    passages: ['Faut-il vraiment parler des vignettes ? Le mot fâchera les lycéens.'],
  },
  old: {
    ...{ source: 'past-circular', title: 'Note de la MILDT', signedOn: '2009-10-30', signatory: 'Un ancien' },
    passages: ['Les vignettes de la campagne sont épuisées.'],
  },
};

type Name = keyof typeof texts & string;
/** What is typed, and what is found, in any order. */
export const questions: readonly (readonly [string, readonly Name[]])[] = [
  // One word: its number, its accents, its capitals.
  ['préfecture', ['annual26']],
  ['PREFECTURES', ['annual26']],
  ['prefecture', ['annual26']],
  ['associes', ['annual26']],
  ['associé', ['annual26']],
  ['réunir', ['annual26']],
  ['réunissent', ['annual26']],
  ['prévention', ['annual26', 'annual27']],
  ['PREVENTION', ['annual26', 'annual27']],
  ['crédit', ['annual26', 'annual27', 'survey']],
  ['crédits', ['annual26', 'annual27', 'survey']],
  ['credits', ['annual26', 'annual27', 'survey']],
  ['professionnel', ['annual26']],
  ['régional', ['framework']],
  ['régionales', ['framework']],
  ['regionaux', ['framework']],
  ['délais', ['framework']],
  ['stupéfiant', ['traffic']],
  ['gendarmeries', ['traffic']],
  ['enjeu', ['draft']],
  ['jeu', ['draft']],
  ['Mars', ['annual27', 'correcting']],
  // Ligatures, apostrophes, hyphens.
  ['oeuvre', ['annual27']],
  ['œuvre', ['annual27']],
  ['ŒUVRES', ['annual27']],
  ['coeur', ['overseas']],
  ['cœurs', ['overseas']],
  ['l’intervention', ['annual26']],
  ["d'intervention", ['annual26']],
  ['aujourd’hui', ['survey']],
  ["aujourd'hui", ['survey']],
  ['miquelon', ['overseas']],
  ['Saint-Pierre', ['overseas']],
  ['instruction-cadre', ['framework']],
  // Numbers.
  ['2027', ['annual27', 'correcting']],
  ['31 mars', ['annual27', 'correcting']],
  ['"31 mars"', ['annual27', 'correcting']],
  ['"30 avril"', ['correcting']],
  ['12 345,67', ['survey']],
  // Several words: all of them.
  ['prévention scolaire', ['annual27']],
  ['scolaire prévention', ['annual27']],
  ['prévention scolaire festif', []],
  ['les crédits de la prévention', ['annual26', 'annual27']],
  ['instruction annuelle', ['annual26', 'annual27', 'correcting']],
  // Words that follow each other.
  ['"plan d’action"', ['annual27', 'framework']],
  ['"plans d\'actions"', ['annual27', 'framework']],
  ['« plan d’action »', ['annual27', 'framework']],
  ['“feuille de route”', ['framework']],
  ['"route feuille"', []],
  ['"feuille route"', []],
  ['"milieu scolaire"', ['annual27']],
  ['"chefs de projets"', ['annual26', 'annual27']],
  ['"scolaire passe devant', ['annual27']],
  // Not from one passage to the next, nor from the title to the text.
  ['"priorité les crédits"', []],
  ['"2026 les préfectures"', []],
  // Without.
  ['prévention -scolaire', ['annual26']],
  ['crédits -prévention', ['survey']],
  ['action -"plan d’action"', ['overseas', 'traffic']],
  ['instruction -annuelle -cadre', ['draft']],
  ['prévention −festif', ['annual27']],
  ['Saint-Pierre -Miquelon', []],
  // How words begin.
  ['préven*', ['annual26', 'annual27']],
  ['prévention*', ['annual26', 'annual27']],
  ['gendar*', ['traffic']],
  ['départ*', ['annual27', 'framework']],
  ['coordo* poli*', ['traffic']],
  ['stupefi*', ['traffic']],
  // Signs that say nothing.
  ['(prévention)', ['annual26', 'annual27']],
  ['prévention & scolaire | festif', []],
  ['prévention!', ['annual26', 'annual27']],
  ['title:prévention', []],
  ['NEAR(prévention scolaire)', []],
  ['prévention AND scolaire', []],
  ["prévention' OR 1=1 --", []],
  ['gendarmerie%', ['traffic']],
  ['gendarm_rie', []],
];

const auditor: Reader = { roles: ['auditor'] };
const drafter: Reader = { roles: ['drafter'] };
const since2026: Reader = { roles: ['auditor'], perimeter: { fromYear: 2026 } };

/** The same by who asks, and by what it is narrowed to. */
export const narrowed: readonly (readonly [string, Reader, Filters, readonly Name[]])[] = [
  ['vignettes', auditor, {}, ['annex', 'answerAin', 'answerJura', 'old']],
  ['vignettes', drafter, {}, ['annex', 'answerAin', 'answerJura', 'comment', 'old']],
  ['fâchera', auditor, {}, []],
  ['fâchera', drafter, {}, ['comment']],
  ['fâch*', auditor, {}, []],
  ['"fâchera les lycéens"', auditor, {}, []],
  ['vignettes', { roles: ['administrator'] }, {}, []],
  ['vignettes', { roles: [] }, {}, []],
  ['vignettes', { roles: ['administrator', 'drafter'] }, { source: 'comment' }, ['comment']],
  ['vignettes', since2026, {}, ['annex', 'answerAin']],
  ['crédits', since2026, {}, ['annual26', 'annual27', 'survey']],
  ['vignettes', { roles: ['auditor'], perimeter: { toYear: 2025 } }, {}, ['answerJura']],
  ['', since2026, { source: 'past-circular' }, []],
  ['vignettes', auditor, { source: 'answer' }, ['answerAin', 'answerJura']],
  ['vignettes', auditor, { year: 2026 }, ['annex', 'answerAin']],
  ['vignettes', auditor, { signedIn: 2009 }, ['old']],
  ['vignettes', auditor, { signedIn: 2025 }, ['annex']],
  ['', auditor, { signedIn: 2025, year: 2026 }, ['annual26', 'annex']],
  ['vignettes', auditor, { territories: ['DEP-39'] }, ['annex', 'answerJura']],
  ['vignettes', auditor, { territories: ['REG-27', 'DEP-39', 'DEP-25'] }, ['annex', 'answerJura']],
  ['vignettes', auditor, { territories: ['DEP-3'] }, []],
  ['vignettes', auditor, { frame: 'simca-2023-2027' }, ['answerAin', 'answerJura']],
  ['vignettes', auditor, { publication: 'published' }, ['annex']],
  ['vignettes', auditor, { publication: 'not-published' }, ['answerAin', 'answerJura']],
  ['vignettes', auditor, { signatory: 'Un ancien' }, ['old']],
  ['vignettes -ateliers', auditor, { kind: 'framework' }, []],
  ['vignettes lycéens', auditor, { kind: 'framework', year: 2026 }, ['answerAin']],
  ['', auditor, { territories: ['DEP-01'] }, ['answerAin']],
  ['', drafter, { source: 'comment' }, ['comment']],
  ['', auditor, { source: 'comment' }, []],
];
