import type { Instruction } from '../drafts/instructions.ts';
import { parisDayOf } from '../kernel/clock.ts';
import { formatDay, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { CurrentUser } from '../web/route.ts';
import { addressOf, mayRecord, type ClockPagesDeps } from './page-frame.ts';
import { addressOf as publicAddressOf } from './public-page/citizen-page.ts';
import { publishers } from './public-page/listing.ts';
import { publishPath } from './public-page/staff-page.ts';
import { clockOf, daysBetween, phaseOf } from './publication-clock.ts';
import { standingOf, type Publication, type Standing } from './publication.ts';

/** Whether everyone can read the text here, and where that is changed: never what stops the clock. */
async function onlineModel(
  { page, messages }: ClockPagesDeps,
  { id }: Pick<Instruction, 'id'>,
  user: CurrentUser | undefined,
) {
  const entry = (await page.listEntries()).find((each) => each.id === id);
  const isOnline = entry !== undefined && entry.listing.withdrawn === undefined;
  const mayChange = publishers.some((role) => user?.roles.includes(role) ?? false);
  return {
    words: messages(`publications.online.${isOnline ? 'yes' : 'no'}`),
    ...(isOnline && { href: publicAddressOf(entry.listing.slug) }),
    ...(mayChange && !isOnline && { publishHref: publishPath('instruction', id) }),
  };
}

/** What the tab « Publication » shows of a text. */
export async function clockModel(
  deps: ClockPagesDeps,
  { id, slug }: Instruction,
  user: CurrentUser | undefined,
) {
  const { publications, instructions, messages } = deps;
  const [signed] = await instructions.listSigned([id]);
  if (signed === undefined) return { unsigned: true, records: [] };
  const records = await publications.listOf({ kind: 'instruction', id });
  const names = await deps.namesOf(
    records.flatMap(({ recordedBy, withdrawn }) => [recordedBy, ...(withdrawn ? [withdrawn.by] : [])]),
  );
  const nameOf = (userId: string) => names.get(userId) ?? messages('journal.erased');
  const standing = standingOf(records);
  const shown = records.map((record) =>
    recordModel(record, { slug, messages, nameOf, may: mayRecord(user) }),
  );
  return {
    unsigned: false,
    clock: clockWords({ ...signed, standing, today: parisDayOf(deps.clock.now()) }, messages),
    online: await onlineModel(deps, signed, user),
    records: shown.toReversed(),
    ...(mayRecord(user) && {
      actions: {
        record: addressOf(slug, '/enregistrer'),
        ...(standing.state === 'not-published' && { notApplicable: addressOf(slug, '/non-applicable') }),
      },
    }),
  };
}

const badges = { early: 'info', 'two-months': 'warning', 'three-months': 'warning' } as const;

/** Where the text stands: what is known, what is left, and nothing that states the law. */
function clockWords(
  { signedOn, standing, today }: { signedOn: string; standing: Standing; today: string },
  messages: Messages,
) {
  const { limitOn, warnings } = clockOf(signedOn);
  const phase = phaseOf(signedOn, today);
  const left = daysBetween(today, limitOn);
  const { state, publishedOn = '', site = '' } = standing;
  const open = state === 'not-published';
  const key = !open ? state : left < 0 ? 'passed' : left === 0 ? 'today' : 'counting';
  const isLate = state === 'published' && publishedOn > limitOn;
  const params = { limit: formatDay(limitOn), days: left, on: formatDay(publishedOn || limitOn), site };
  const badgeKind = open
    ? ({ ...badges, 'fifteen-days': 'error', passed: 'error' } as const)[phase]
    : undefined;
  return {
    badgeKind: badgeKind ?? (isLate ? 'warning' : state === 'published' ? 'success' : 'info'),
    badge: messages(`publications.badge.${state}`),
    sentence: messages(`publications.sentence.${key}`, params),
    ...(isLate && { late: messages('publications.sentence.late', params) }),
    days: [
      { label: messages('publications.day.signed'), on: signedOn, passed: true },
      ...warnings.map(({ milestone, on }) => ({
        label: messages(`publications.day.${milestone}`),
        ...{ on, passed: on <= today },
      })),
      { label: messages('publications.day.limit'), on: limitOn, passed: limitOn < today },
    ],
  };
}

/** One record in words; what was withdrawn stays, and says why. */
function recordModel(
  record: Publication,
  {
    slug,
    messages,
    nameOf,
    may,
  }: { slug: string; messages: Messages; nameOf: (userId: string) => string; may: boolean },
) {
  const { id, kind, publishedOn, site, url, copySha256, words, withdrawn } = record;
  const told = (by: string, at: string) => ({ name: nameOf(by), at: formatLongInstant(at) });
  const erased = messages('publications.erased');
  return {
    title:
      kind === 'published'
        ? messages('publications.record.published', { on: formatDay(publishedOn ?? ''), site: site ?? '' })
        : messages('publications.record.not-applicable'),
    recorded: messages('publications.record.recorded', told(record.recordedBy, record.recordedAt)),
    ...(url !== null && { url }),
    ...(words !== '' && { words: words ?? erased }),
    ...(copySha256 !== null && { copy: { href: addressOf(slug, `/copies/${id}`), sha256: copySha256 } }),
    ...(withdrawn
      ? {
          withdrawn: {
            told: messages('publications.record.withdrawn', told(withdrawn.by, withdrawn.at)),
            reason: withdrawn.reason ?? erased,
          },
        }
      : may && { withdrawHref: addressOf(slug, `/retirer/${id}`) }),
  };
}
