import type { Situation } from './corpus-message.ts';

/** What happens to mails everywhere, in English. */
export const english: Situation[] = [
  {
    name: 'an unknown user',
    reply: '550 5.1.1 Recipient address rejected: user unknown in virtual mailbox table',
    action: 'failed',
    status: '5.1.1',
    permanent: true,
  },
  {
    name: 'a full mailbox',
    reply: '552 5.2.2 The mailbox is over its quota, try again once it has been emptied',
    action: 'failed',
    status: '5.2.2',
    permanent: true,
  },
  {
    name: 'a refusal by policy',
    reply: '554 5.7.1 Message refused: the sender is not on the list of this domain',
    action: 'failed',
    status: '5.7.1',
    permanent: true,
  },
  {
    name: 'a server that was never reached',
    reply: '451 4.4.1 Connection timed out after five days of attempts',
    action: 'failed',
    status: '4.4.1',
    permanent: false,
  },
];

/** The same in French. */
export const french: Situation[] = [
  {
    name: 'une adresse inconnue',
    reply: "550 5.1.1 Adresse d'au moins un destinataire invalide",
    action: 'failed',
    status: '5.1.1',
    permanent: true,
  },
  {
    name: 'une boîte pleine',
    reply: '552 5.2.2 La boîte du destinataire est pleine',
    action: 'failed',
    status: '5.2.2',
    permanent: true,
  },
  {
    name: 'un refus du domaine',
    reply: "550 5.7.1 Message refusé par la règle de sécurité de l'établissement",
    action: 'failed',
    status: '5.7.1',
    permanent: true,
  },
];

/** Replies without an enhanced status: the code and the words are all there is. */
export const bare: Situation[] = [
  { name: 'a bare 550', reply: '550 No such user here', action: 'failed', status: null, permanent: true },
  {
    name: 'a full mailbox told in words',
    reply: 'The mailbox is full',
    action: 'failed',
    status: null,
    permanent: false,
  },
  {
    name: 'a bare 450 after the last attempt',
    reply: '450 The server is busy',
    action: 'failed',
    status: null,
    permanent: false,
  },
];
