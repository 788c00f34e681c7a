/** What a sentence is filled with. */
export type Params = Record<string, string | number>;

/** How a sentence says what the journal keeps as an id, a code or a day. */
export interface Words {
  user(id: string): string;
  office(id: string): string;
  contact(data: { contact: string; office: string }): string;
  mandate(data: { mandate: string; territory: string }): string;
  day(day: string): string;
  instant(instant: string): string;
  word(code: string): string;
}

export const none = (): Params => ({});
export const byUser = ({ user }: { user: string }, words: Words): Params => ({ user: words.user(user) });
export const byRole = (data: { user: string; role: string }, words: Words): Params => ({
  ...byUser(data, words),
  role: words.word(data.role),
});
export const byRelation = ({ relation }: { relation: string }, words: Words): Params => ({
  what: words.word(relation),
});
export const byVersion = ({ version }: { version: number }): Params => ({ version });
export const byVisa = (data: { version: number; onBehalfOf?: string }, words: Words): Params => ({
  ...byVersion(data),
  ...(data.onBehalfOf !== undefined && { giver: words.user(data.onBehalfOf) }),
});
export const byOffice = ({ office }: { office: string }, words: Words): Params => ({
  office: words.office(office),
});
export const byStep = (data: { office: string; step: number }, words: Words): Params => ({
  ...byOffice(data, words),
  step: data.step,
});
export const byAttempt = (data: { office: string; attempt: number }, words: Words): Params => ({
  ...byOffice(data, words),
  attempt: data.attempt,
});
export const byKindAndOffice = (data: { office: string; kind: string }, words: Words): Params => ({
  ...byOffice(data, words),
  kind: words.word(`kind-${data.kind}`),
});
export const byContact = (data: { contact: string; office: string }, words: Words): Params => ({
  contact: words.contact(data),
});
export const byMandateFrom = (
  data: { mandate: string; territory: string; validFrom: string },
  words: Words,
): Params => ({ mandate: words.mandate(data), day: words.day(data.validFrom) });
