import type { Messages } from '../kernel/messages.ts';
import { headName } from './directory-page.ts';
import { territoryWords } from './mandate-rows.ts';
import type { Office } from './office.ts';
import type { Proposal, Proposals } from './state-proposals.ts';

/** Above this a list of what went wrong helps nobody: the rest is counted. */
const longestList = 100;

/** The proposals office by office, none of them ticked but those that were when the form was refused. */
export function proposalsModel(
  { proposals, unplaced, unreadable, sha256 }: Proposals,
  given: { everyOffice: Office[]; taken: ReadonlySet<string>; messages: Messages },
) {
  const { everyOffice, taken, messages } = given;
  const byOffice = Map.groupBy(proposals, ({ officeId }) => officeId);
  return {
    sha256,
    addresses: proposals.filter(({ what }) => what === 'address').length,
    persons: proposals.filter(({ what }) => what === 'person').length,
    changes: proposals.length > 0,
    offices: everyOffice
      .filter(({ id }) => byOffice.has(id))
      .map((office) => ({
        id: office.id,
        name: headName(office),
        href: `/prefectures/${office.id}`,
        contacts: office.contacts.map(({ rank, address }) => ({ rank, address })),
        proposals: (byOffice.get(office.id) ?? []).map((proposal) => ({
          id: proposal.id,
          service: proposal.service,
          isTaken: taken.has(proposal.id),
          ...wordsOf(proposal, everyOffice, messages),
        })),
      })),
    unplaced: unplaced.slice(0, longestList),
    unplacedCount: unplaced.length,
    unreadable: unreadable.slice(0, longestList),
    unreadableCount: unreadable.length,
  };
}

function wordsOf(proposal: Proposal, everyOffice: Office[], messages: Messages) {
  if (proposal.what === 'address') {
    const { address, rank, personName } = proposal;
    const kind = messages(`prefectures.kind.${proposal.kind}`);
    const key = personName === '' ? 'address' : 'address-of';
    return { words: messages(`prefectures.state.${key}`, { address, rank, kind, name: personName }) };
  }
  const { territoryId, personName, personFunction, holder } = proposal;
  const territory = everyOffice
    .flatMap(({ territories }) => territories)
    .find(({ id }) => id === territoryId);
  const words = messages('prefectures.state.person', {
    ...{ name: personName, function: personFunction },
    territory: territory === undefined ? territoryId : territoryWords(territory, messages),
  });
  if (holder === undefined) return { words };
  const prefilled = new URLSearchParams({
    territoire: territoryId,
    nom: personName,
    fonction: personFunction,
  });
  return { words, holder, nameHref: `/prefectures/mandats/designer?${prefilled.toString()}` };
}
