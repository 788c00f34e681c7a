import type { Role } from './web/route.ts';
import type { NavigationEntry } from './web/shell.ts';

/** Who reads instructions. */
const readers: Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];

/** Of people with an account. */
export const navigation: NavigationEntry[] = [
  { label: 'web.navigation.instructions', href: '/instructions', roles: readers },
  { label: 'web.navigation.prefectures', href: '/prefectures' },
  { label: 'web.navigation.inbox', href: '/retours', roles: readers },
  { label: 'web.navigation.questions', href: '/questions', roles: readers },
  { label: 'web.navigation.search', href: '/recherche', roles: readers },
  { label: 'web.navigation.control', href: '/controler', roles: readers },
  { label: 'web.navigation.past-circulars', href: '/circulaires-anciennes', roles: readers },
  { label: 'web.navigation.public-page', href: '/page-publique', roles: readers },
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
