import { formatDay, formatLongInstant, formatShortInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { OfficeStory } from '../dispatch.ts';
import type { ProofsPort } from '../ports.ts';

export type StoryProofs = Awaited<ReturnType<ProofsPort['proofsOf']>>;
export type StoryVisits = Awaited<ReturnType<ProofsPort['visitsOf']>>;

/** Who acknowledged for the office, how strong each is, how it came, and what proves it. */
export function acknowledgementsModel(
  messages: Messages,
  story: OfficeStory,
  { proofs, names, path }: { proofs: StoryProofs; names: Map<string, string>; path: string },
) {
  return story.acknowledgements.map((acknowledgement) => {
    const { id, acknowledgedAt, acknowledgedOn, capacity, person, declared, consigned } = acknowledgement;
    const { reason, authenticatedAs, hasScan, receiptSha256 } = proofs.get(id) ?? { hasScan: false };
    const by = consigned && (names.get(consigned.by) ?? messages('dispatch.page.erased'));
    return {
      // Staff know the day on which they were told, not the hour.
      at: consigned === undefined ? formatLongInstant(acknowledgedAt) : formatDay(acknowledgedOn),
      who:
        person === undefined
          ? messages('acknowledgements.person.erased')
          : messages('acknowledgements.person.known', { ...person }),
      capacity: messages(`acknowledgements.capacity.${capacity}`),
      strength: messages(`acknowledgements.strength.${acknowledgement.strength}`),
      badge: acknowledgement.strength === 'authenticated' ? 'success' : 'info',
      means: messages(`acknowledgements.means.${acknowledgement.means}`),
      ...(authenticatedAs === undefined ? {} : { authenticatedAs }),
      ...(declared === undefined ? {} : { proofHref: `/retours/${declared.messageId}` }),
      ...(consigned === undefined || by === undefined
        ? {}
        : {
            consigned: {
              ...{ by, at: formatShortInstant(consigned.at) },
              reason: reason ?? messages('dispatch.page.erased'),
              ...(hasScan ? { scanHref: `${path}/accuses/${id}/piece` } : {}),
            },
          }),
      ...(receiptSha256 === undefined
        ? {}
        : { receipt: { href: `${path}/accuses/${id}/recu.pdf`, sha256: receiptSha256 } }),
    };
  });
}

/** What was asked of the office's links, said to be of no account. */
export function visitsModel(messages: Messages, visits: StoryVisits) {
  const sorts = Map.groupBy(visits, ({ what, agent }) => `${what} ${agent}`);
  return [...sorts.values()].map((own) => {
    const { what, agent } = own[0]!;
    const lastHour = own.reduce((last, visit) => (visit.lastHour > last ? visit.lastHour : last), '');
    return {
      what: messages(`acknowledgements.visit.${what}`),
      agent: messages(`acknowledgements.visit.agent-${agent}`),
      visits: own.reduce((sum, visit) => sum + visit.visits, 0),
      last: formatShortInstant(`${lastHour}:00:00.000Z`),
    };
  });
}
