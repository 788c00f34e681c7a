import { formatDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { JournalLine } from '../journal/journal.ts';

/** What the overview's timeline tells; the journal's page tells everything. */
const milestones = new Set([
  'instruction.created',
  'instruction.frozen',
  'instruction.freeze-voided',
  'visa.given',
  'visa.refused',
  'instruction.approved',
  'instruction.signed',
  'campaign.opened',
  'campaign.closed',
  'instruction.closed',
]);

export function isMilestone(line: JournalLine): boolean {
  return milestones.has(line.type);
}

/** The users whose names the sentences need. */
export function usersIn(lines: JournalLine[]): string[] {
  const ids = lines.flatMap((line) =>
    line.type === 'instruction.author-declared' ? [line.actor, line.data.user] : [line.actor],
  );
  return [...new Set(ids.filter((id) => id !== 'system' && !id.startsWith('office:')))];
}

/** One line of the journal as a French sentence. */
export function sentenceOf(
  messages: Messages,
  line: JournalLine,
  names: ReadonlyMap<string, string>,
): string {
  const nameOf = (id: string) => names.get(id) ?? messages('drafts.journal.erased');
  const params: Record<string, string | number> = {
    ...scalarsOf(line.data),
    type: line.type,
    actor: actorName(),
  };
  if (line.type === 'instruction.author-declared') params['author'] = nameOf(line.data.user);
  if (line.type === 'campaign.opened') params['day'] = formatDay(line.data.deadlineOn);
  return messages(`drafts.journal.${keyOf(line)}`, params);

  function actorName(): string {
    if (line.actor === 'system') return messages('drafts.journal.system');
    if (line.actor.startsWith('office:'))
      return messages('drafts.journal.office', { office: line.actor.slice(7) });
    return nameOf(line.actor);
  }
}

function keyOf(line: JournalLine): string {
  switch (line.type) {
    case 'instruction.freeze-voided':
      return line.data.cause === 'edited' ? 'instruction.voided-edited' : 'instruction.voided-refused';
    case 'instruction.signed':
      return line.data.mark === 'seal' ? 'instruction.sealed' : 'instruction.signed';
    case 'installation.born':
    case 'user.created':
    case 'user.password-changed':
    case 'user.disabled':
    case 'user.enabled':
    case 'role.granted':
    case 'role.revoked':
    case 'session.opened':
    case 'session.closed':
    case 'directory.imported':
    case 'contact.added':
    case 'contact.ended':
      return 'other'; // never about an instruction
    default:
      return line.type;
  }
}

function scalarsOf(data: object): Record<string, string | number> {
  const entries = Object.entries(data as Record<string, unknown>);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  );
}
