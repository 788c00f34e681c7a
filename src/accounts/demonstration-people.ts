import { dayAfter } from '../kernel/french-calendar.ts';
import type { TypedMission } from './missions.ts';
import type { NewUser } from './new-user.ts';

/** An invented person of each role, and two reviewers: a circuit has several steps. They have no password: a demonstration opens them by a button. */
export const demonstrationPeople: NewUser[] = [
  {
    login: 'claire.redon',
    givenName: 'Claire',
    familyName: 'Redon',
    function: 'Chargée de mission action territoriale',
    email: 'claire.redon@mildeca.example',
    roles: ['drafter'],
  },
  {
    login: 'ines.carpentier',
    givenName: 'Inès',
    familyName: 'Carpentier',
    function: 'Cheffe du pôle territorial',
    email: 'ines.carpentier@mildeca.example',
    roles: ['reviewer'],
  },
  {
    login: 'hugo.valette',
    givenName: 'Hugo',
    familyName: 'Valette',
    function: 'Secrétaire général',
    email: 'hugo.valette@mildeca.example',
    roles: ['reviewer'],
  },
  {
    login: 'helene.marchal',
    givenName: 'Hélène',
    familyName: 'Marchal',
    function: 'Présidente de la mission',
    email: 'helene.marchal@mildeca.example',
    roles: ['signatory'],
  },
  {
    login: 'samir.benali',
    givenName: 'Samir',
    familyName: 'Benali',
    function: 'Assistant, bureau du courrier',
    email: 'samir.benali@mildeca.example',
    roles: ['dispatcher'],
  },
  {
    login: 'anne.lefort',
    givenName: 'Anne',
    familyName: 'Lefort',
    function: 'Rapporteure, Cour des comptes',
    email: 'anne.lefort@audit.example',
    roles: ['auditor'],
  },
  {
    login: 'paul.giraud',
    givenName: 'Paul',
    familyName: 'Giraud',
    function: 'Administrateur du service',
    email: 'paul.giraud@mildeca.example',
    roles: ['administrator'],
  },
];

/** What their auditor is sent for: it begins on that day, and lets everything be read. */
export function demonstrationMission(today: string): TypedMission {
  return {
    title: 'Contrôle de l’emploi des crédits déconcentrés (mission inventée)',
    institution: 'Cour des comptes',
    letterReference: 'DÉMONSTRATION-01',
    letterOn: today,
    beginsOn: today,
    endsOn: dayAfter(today, 730),
    perimeter: {},
  };
}
