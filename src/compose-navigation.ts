import type { NavigationEntry } from './web/shell.ts';

/** Of people with an account. */
export const navigation: NavigationEntry[] = [
  {
    label: 'web.navigation.instructions',
    href: '/instructions',
    roles: ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'],
  },
  { label: 'web.navigation.prefectures', href: '/prefectures' },
  {
    label: 'web.navigation.inbox',
    href: '/retours',
    roles: ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'],
  },
  {
    label: 'web.navigation.questions',
    href: '/questions',
    roles: ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'],
  },
  {
    label: 'web.navigation.search',
    href: '/recherche',
    roles: ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'],
  },
  {
    label: 'web.navigation.control',
    href: '/controler',
    roles: ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'],
  },
  {
    label: 'web.navigation.past-circulars',
    href: '/circulaires-anciennes',
    roles: ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'],
  },
  {
    label: 'web.navigation.public-page',
    href: '/page-publique',
    roles: ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'],
  },
  { label: 'web.navigation.public-page', href: '/page-publique/designation', roles: ['administrator'] },
  { label: 'web.navigation.journal', href: '/journal', roles: ['auditor', 'administrator'] },
  { label: 'web.navigation.readings', href: '/consultations', roles: ['security'] },
  { label: 'web.navigation.visas', href: '/visas', roles: ['reviewer'] },
  { label: 'web.navigation.circuits', href: '/circuits', roles: ['administrator'] },
  { label: 'web.navigation.delegations', href: '/mon-compte/delegations', roles: ['administrator'] },
  { label: 'web.navigation.people', href: '/administration/personnes', roles: ['administrator'] },
  { label: 'web.navigation.verify', href: '/verifier' },
];

/** Of an office that entered its own pages. */
export const officeNavigation: NavigationEntry[] = [
  { label: 'web.navigation.desk', href: '/guichet' },
  { label: 'web.navigation.questions', href: '/guichet/questions' },
  { label: 'web.navigation.contacts', href: '/guichet/contacts' },
];
