import { formatShortInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Delivery, OfficeStory } from '../dispatch.ts';

const left: readonly Delivery['state'][] = [
  'ending',
  'accepted',
  'delivered',
  'unknown',
  'bounced',
  'refused',
];

/** Whether its mail has a link of its own that can be taken back: it left, and did not repeat another's. */
export function isSendable({ state, repeats, attempts }: Delivery): boolean {
  return repeats === undefined && attempts > 0 && left.includes(state);
}

const badgeOfMail: Record<string, string> = {
  ...{ pending: 'info', sending: 'info', ending: 'info' },
  ...{ accepted: 'success', refused: 'error', unknown: 'warning' },
};

/** Of a mail: what became of its link, what else was sent to its address, and what staff may do about it. */
export function linksModel(
  messages: Messages,
  { delivery, links, laterMails }: OfficeStory['contacts'][number],
  { path, names, acts }: { path: string; names: Map<string, string>; acts: boolean },
) {
  const mayAct = acts && isSendable(delivery);
  const hrefOf = (gesture: string) => `${path}/lien/${gesture}?envoi=${delivery.id}`;
  return {
    links: links.map(({ cause, madeAt, madeBy, reason }) => ({
      text: messages(`dispatch.link.history.${cause}`, {
        at: formatShortInstant(madeAt),
        by: names.get(madeBy) ?? messages('dispatch.page.erased'),
        reason: reason ?? messages('dispatch.page.erased'),
      }),
    })),
    laterMails: laterMails.map(({ about, state, changedAt }) => ({
      badge: badgeOfMail[state] ?? 'info',
      label: messages(`dispatch.later-mail.state.${state}`),
      text: messages(`dispatch.later-mail.${about.kind}`, { at: formatShortInstant(changedAt) }),
    })),
    ...(mayAct ? { relink: { replace: hrefOf('remplacer'), revoke: hrefOf('revoquer') } } : {}),
  };
}
