/** Pages that no step of the journey opens, and that have to be accessible all the same. */
export const everyonesPages = [
  '/',
  '/connexion',
  '/connexion/code',
  '/mentions-legales',
  '/donnees-personnelles',
  '/accessibilite',
  '/nulle-part',
  '/accuse/inconnu',
];

/** By who opens them; of the instruction of this slug. */
export function pagesOfStaff(slug: string): [login: string, paths: string[]][] {
  const instruction = `/instructions/${slug}`;
  return [
    [
      'claire.redon',
      [
        ...[
          '/',
          '/mon-compte',
          '/instructions',
          instruction,
          `${instruction}/journal`,
          `${instruction}/texte`,
        ],
        ...['/prefectures', '/prefectures/OFF-69', '/prefectures/mandats', '/prefectures/historique'],
      ],
    ],
    [
      'samir.benali',
      [
        ...['/prefectures/importer', '/prefectures/importer/annuaire-de-l-etat'],
        ...['/prefectures/mandats/designer', '/prefectures/OFF-01/contacts/ajouter'],
        `${instruction}/diffusion/reprendre`,
        ...[`${instruction}/reponses`, '/questions'],
        ...['/prefectures/propositions', '/prefectures/confirmations'],
        ...[`${instruction}/publication`, `${instruction}/publication/enregistrer`],
        ...[`${instruction}/publication/non-applicable`, '/page-publique/rapports'],
      ],
    ],
    ['paul.giraud', ['/', '/administration/personnes', '/page-publique/designation']],
  ];
}
