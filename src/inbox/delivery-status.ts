import { readFieldGroups, valueOf, type FieldGroup } from './field-groups.ts';
import { findStatus, isPermanent } from './failure-status.ts';
import type { ReadRecipient } from './message-reading.ts';
import { tidy } from './mime-message.ts';
import { readReportAddress } from './report-address.ts';

/** RFC 3464, 2.3.3. */
const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];

export interface DeliveryStatus {
  recipients: ReadRecipient[];
  /** Original-Envelope-Id, as written. */
  envids: string[];
  /** Every address that the report names, both of each recipient. */
  addresses: string[];
  cut: boolean;
}

/**
 * The machine's part of a delivery notice (RFC 3464; RFC 6533 for addresses that are not ASCII). A recipient
 * is told by the address that we wrote to (Original-Recipient) when the notice gives it, else by the one
 * at which its way ended.
 */
export function readDeliveryStatus(text: string): DeliveryStatus {
  const { groups, cut } = readFieldGroups(text);
  const recipients: ReadRecipient[] = [];
  const addresses: string[] = [];
  for (const group of groups) {
    const original = readReportAddress(valueOf(group, 'original-recipient'));
    const final =
      readReportAddress(valueOf(group, 'final-recipient')) ||
      readReportAddress(valueOf(group, 'x-actual-recipient'));
    const address = original.includes('@') ? original : final || original;
    if (address === '') continue;
    addresses.push(...[original, final].filter((each) => each.includes('@')));
    recipients.push(readRecipient(address, group));
  }
  return {
    recipients,
    envids: groups.flatMap((group) => group.get('original-envelope-id') ?? []),
    addresses,
    cut,
  };
}

function readRecipient(address: string, group: FieldGroup): ReadRecipient {
  const written = tidy(valueOf(group, 'diagnostic-code') || valueOf(group, 'x-display-name-reason'), 2000);
  const diagnostic = written.replace(/^[a-z0-9-]{1,40}[ ]?;[ ]?/i, '');
  const status = findStatus(valueOf(group, 'status')) ?? findStatus(diagnostic);
  const action = actionOf(valueOf(group, 'action'), status);
  // « 5.0.0 » says nothing: the server's own words may say more.
  const telling = status === null || /\.0\.0$/.test(status) ? (findStatus(diagnostic) ?? status) : status;
  return { address, action, status, permanent: isPermanent(action, telling, diagnostic), diagnostic };
}

/** The action's word; some add a comment, some give none: then the status tells. */
function actionOf(value: string, status: string | null): string {
  const word = /^[a-z-]{1,20}/.exec(value.trim().toLowerCase())?.[0] ?? '';
  if (actions.includes(word)) return word;
  if (status?.startsWith('2') === true) return 'delivered';
  return status?.startsWith('4') === true ? 'delayed' : 'failed';
}
