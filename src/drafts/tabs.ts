import type { Messages } from '../kernel/messages.ts';

/** The pages of an instruction, in the order of its way, and what follows its own address. */
const addresses = {
  overview: '',
  text: '/texte',
  credits: '/credits',
  visas: '/visas',
  document: '/document',
  dispatch: '/diffusion',
  answers: '/reponses',
  publication: '/publication',
  history: '/historique',
  journal: '/journal',
  dossier: '/dossier',
} as const;

export type Tab = keyof typeof addresses;

/** The tabs that every page about an instruction shows. */
export function tabsOf(messages: Messages, slug: string, current: Tab) {
  return (Object.keys(addresses) as Tab[]).map((tab) => ({
    label: messages(`drafts.tab.${tab}`),
    href: `/instructions/${slug}${addresses[tab]}`,
    current: tab === current,
  }));
}
