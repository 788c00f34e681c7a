import { readFieldGroups, valueOf } from './field-groups.ts';
import { tidy } from './mime-message.ts';
import { readReportAddress } from './report-address.ts';

export interface Disposition {
  address: string;
  /** RFC 8098, 3.2.6: `displayed`, `deleted`, `processed`, `dispatched`… */
  type: string;
  /** True when nobody asked for it to be sent nor did what it tells: both modes are automatic. */
  automatic: boolean;
  envids: string[];
  messageIds: string[];
  addresses: string[];
}

/** The machine's part of a read receipt (RFC 8098, 3); undefined when it tells no disposition. */
export function readDisposition(text: string): Disposition | undefined {
  const fields = new Map(readFieldGroups(text).groups.flatMap((group) => [...group]));
  const written = valueOf(fields, 'disposition').toLowerCase();
  const semicolon = written.indexOf(';');
  const type = /[a-z-]{1,20}/.exec(written.slice(semicolon + 1))?.[0];
  if (type === undefined) return undefined;
  const modes = semicolon === -1 ? '' : written.slice(0, semicolon);
  const original = readReportAddress(valueOf(fields, 'original-recipient'));
  const final = readReportAddress(valueOf(fields, 'final-recipient'));
  return {
    address: original.includes('@') ? original : final,
    type,
    automatic: modes.includes('automatic-action') && modes.includes('mdn-sent-automatically'),
    envids: fields.get('original-envelope-id') ?? [],
    messageIds: (fields.get('original-message-id') ?? []).map((id) => tidy(id, 998)),
    addresses: [original, final].filter((each) => each.includes('@')),
  };
}
