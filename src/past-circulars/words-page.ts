import { formatDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { issuerOf, type CircularFacts } from './past-circular.ts';
import type { PastCircular, TextlessPages } from './past-circulars.ts';

export const address = '/circulaires-anciennes';

type Listed = PastCircular & TextlessPages;

/** How far a circular can be read. A scan is one whose pages without text are more than half. */
export function stateOf({ unreadable, recognised, textless, pages }: Listed) {
  if (unreadable !== undefined) return 'unreadable';
  if (recognised > 0) return 'recognised';
  return textless * 2 > pages ? 'scanned' : 'read';
}

export const readingStates = ['read', 'recognised', 'scanned', 'unreadable'] as const;

const badges = { read: 'success', recognised: 'info', scanned: 'warning', unreadable: 'warning' };

export function stateBadge(circular: Listed, messages: Messages) {
  const state = stateOf(circular);
  return { badgeKind: badges[state], stateLabel: messages(`past-circulars.state.${state}`) };
}

/** What is known in French; what is not is said to be unknown. */
export function factsInWords(facts: CircularFacts, messages: Messages) {
  const { year, signedOn, nor, signatory } = facts;
  return {
    year: year === undefined ? messages('past-circulars.unknown-year') : String(year),
    issuer: issuerOf(facts) ?? messages('past-circulars.issuer.either'),
    signed: signedOn === undefined ? messages('past-circulars.unknown.she') : formatDay(signedOn),
    nor: nor ?? messages('past-circulars.unknown.he'),
    signatory: signatory ?? messages('past-circulars.unknown.person'),
  };
}
