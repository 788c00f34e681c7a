import type { JournalEvent, JournalEventType, JournalLine } from '../journal/journal.ts';

type DataOf<Type extends JournalEventType> = Extract<JournalEvent, { type: Type }>['data'];
type Params = Record<string, string | number>;

/** Names of the day, read from the tables that can be erased; what is gone has a name that says so. */
export interface Names {
  user(id: string): string;
  office(id: string): string;
  day(day: string): string;
  /** The French of a code that the journal keeps (role, mark, cause). */
  word(code: string): string;
}

const none = (): Params => ({});
const byUser = ({ user }: { user: string }, names: Names): Params => ({ user: names.user(user) });
const byVersion = ({ version }: { version: number }): Params => ({ version });
const byOffice = ({ office }: { office: string }, names: Names): Params => ({ office: names.office(office) });
const byAttempt = (data: { office: string; attempt: number }, names: Names): Params => ({
  ...byOffice(data, names),
  attempt: data.attempt,
});

/**
 * What each event's sentence (`archive.event.…`) needs. An event that is added to the journal and
 * forgotten here does not compile.
 */
const paramsOf: { [Type in JournalEventType]: (data: DataOf<Type>, names: Names) => Params } = {
  'installation.born': ({ nature }, names) => ({ nature: names.word(nature) }),
  'user.created': byUser,
  'user.password-changed': byUser,
  'user.disabled': byUser,
  'user.enabled': byUser,
  'role.granted': (data, names) => ({ ...byUser(data, names), role: names.word(data.role) }),
  'role.revoked': (data, names) => ({ ...byUser(data, names), role: names.word(data.role) }),
  'session.opened': none,
  'session.closed': none,
  'instruction.created': ({ template }) => ({ template }),
  'instruction.saved': ({ revision }) => ({ revision }),
  'instruction.author-declared': byUser,
  'instruction.frozen': byVersion,
  'instruction.freeze-voided': byVersion,
  'visa.given': byVersion,
  'visa.refused': byVersion,
  'instruction.approved': byVersion,
  'instruction.signed': ({ version, mark, level }, names) => ({ version, level, mark: names.word(mark) }),
  'instruction.closed': none,
  'directory.imported': ({ offices, contacts }) => ({ offices, contacts }),
  'contact.added': byOffice,
  'contact.ended': byOffice,
  'campaign.opened': ({ offices, deadlineOn }, names) => ({ offices, day: names.day(deadlineOn) }),
  'campaign.paused': none,
  'campaign.resumed': none,
  'campaign.closed': none,
  'delivery.planned': byOffice,
  'delivery.accepted': byAttempt,
  'delivery.deferred': byAttempt,
  'delivery.refused': byAttempt,
  'delivery.unknown': byAttempt,
  'delivery.delivered': byOffice,
  'delivery.resent': byOffice,
  'acknowledgement.recorded': byOffice,
};

export const eventTypes = Object.keys(paramsOf) as JournalEventType[];

/** The key and the parameters of a line's sentence. */
export function sentenceOf(line: JournalLine, names: Names): { key: string; params: Params } {
  const fill = paramsOf[line.type] as ((data: unknown, names: Names) => Params) | undefined;
  // A journal written by a later version may hold what this one does not know: it is shown as it is.
  if (fill === undefined) return { key: 'archive.event.unknown', params: { type: line.type } };
  return { key: `archive.event.${line.type}`, params: fill(line.data, names) };
}

/** The ids of the people whom lines name, the actors included. */
export function userIdsIn(lines: JournalLine[]): string[] {
  const ids = new Set<string>();
  for (const line of lines) {
    if (line.actor !== 'system' && !line.actor.startsWith('office:')) ids.add(line.actor);
    if ('user' in line.data) ids.add(line.data.user);
  }
  return [...ids];
}
