import type { FieldError } from '../kernel/outcome.ts';

/** What may be published: an instruction, a circular from before Estafette, an activity report. */
export interface Subject {
  kind: SubjectKind;
  id: string;
}

export const subjectKinds = ['instruction', 'past-circular', 'activity-report'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Those who answer for what becomes of a signed text: who signs it, and who sends it. */
export const recorders = ['signatory', 'dispatcher'] as const;

export const longestSite = 200;
export const longestUrl = 1000;
export const longestReason = 2000;

/** That a text was published somewhere, or has not to be, as somebody recorded it. */
export interface Publication {
  id: string;
  subject: Subject;
  kind: 'published' | 'not-applicable';
  /** Null of « non applicable », as `site` and `url`. */
  publishedOn: string | null;
  site: string | null;
  url: string | null;
  /** SHA-256 of the copy of the page that shows it; null when none was kept. */
  copySha256: string | null;
  /** A remark, or the reason why it has not to be published; null once erased. */
  words: string | null;
  recordedAt: string;
  recordedBy: string;
  withdrawn: { at: string; by: string; reason: string | null } | undefined;
}

export interface TypedPublication {
  site: string;
  url: string;
  /** `YYYY-MM-DD`. */
  on: string;
  remark: string;
}

/** What is known of a text's publication: nothing here concludes anything in law. */
export interface Standing {
  state: 'published' | 'not-published' | 'not-applicable';
  /** Of the first publication. */
  publishedOn?: string;
  site?: string;
  url?: string;
}

/** Whether nobody withdrew it. */
export const isStanding = ({ withdrawn }: Publication): boolean => withdrawn === undefined;

/** What stands of a text's records: the earliest publication, else that it has not to be published. */
export function standingOf(records: readonly Publication[]): Standing {
  const standing = records.filter(isStanding);
  const [first] = standing
    .filter(({ kind }) => kind === 'published')
    .toSorted((one, other) => (one.publishedOn ?? '').localeCompare(other.publishedOn ?? ''));
  if (first !== undefined) {
    const { publishedOn, site, url } = first;
    return { state: 'published', publishedOn: publishedOn ?? '', site: site ?? '', url: url ?? '' };
  }
  return { state: standing.length > 0 ? 'not-applicable' : 'not-published' };
}

/** What is wrong with an address: it leads nowhere, or carries a password. */
export function faultOfUrl(url: string): FieldError | undefined {
  const parsed = URL.parse(url);
  const isWeb = parsed !== null && ['http:', 'https:'].includes(parsed.protocol);
  return isWeb && parsed.username === '' && parsed.password === ''
    ? undefined
    : { field: 'url', key: 'publications.url-invalid' };
}

/** What is wrong with the day of a publication: it is to come, or before the signature. */
export function faultOfDay(
  on: string,
  { signedOn, today }: { signedOn: string; today: string },
): FieldError | undefined {
  if (on > today) return { field: 'on', key: 'publications.day-to-come' };
  return on < signedOn ? { field: 'on', key: 'publications.day-before' } : undefined;
}
