import {
  instructionFrame,
  instructionPage,
  keptModel,
  proofModel,
  weightiest,
} from '../drafts/instructions.ts';
import { formatDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Archive, OfficeEvidence, Story } from './archive.ts';
import { tablesModel } from './story/tables-page.ts';
import { timelineModel, type AskedStory } from './story/timeline-page.ts';

const badges: Record<OfficeEvidence['line']['standing'], string> = {
  waiting: 'info',
  accepted: 'success',
  delivered: 'success',
  unknown: 'warning',
  unreachable: 'error',
  cancelled: 'info',
  excluded: 'warning',
};

/** A page of the dossier, under the header that every page of the instruction shares. */
export async function dossierPage(
  { archive, messages }: { archive: Pick<Archive, 'documentSeal'>; messages: Messages },
  instruction: Story['instruction'],
  model: Record<string, unknown>,
  about: { section: string; under?: { label: string; href: string } },
) {
  const framing = { instructions: archive, messages };
  const frame = await instructionFrame(framing, instruction, 'dossier');
  return instructionPage(framing, instruction, { frame, ...model }, about);
}

/** An instruction's whole proof: its timeline, the document, the visas, the credits, other texts, each office. */
export function dossierModel(
  story: Story,
  { messages, ...told }: { messages: Messages; asked: AskedStory; readsComments: boolean },
) {
  const { instruction, signed, campaign, statement, names } = story;
  const copies = story.offices.filter(({ line }) => line.role === 'cc').length;
  const personOf = (id: string) => names.users.get(id) ?? messages('journal.erased');
  const address = `/instructions/${instruction.slug}`;
  const kept = keptModel(instruction.slug, story.renewed);
  return {
    title: messages('archive.dossier.title'),
    state: stateOf(story, messages),
    period: periodOf(story),
    timeline: timelineModel(messages, { story, ...told }),
    corrections: [
      ...story.corrections.map(({ relation, title, slug, changes, sentOn }) => ({
        label: messages(`archive.dossier.correction.${relation}-by`, { day: formatDay(sentOn) }),
        ...{ title, changes },
        ...(slug === undefined ? {} : { href: `/instructions/${slug}/dossier` }),
      })),
      ...(story.corrects === undefined ? [] : [correctsModel(story.corrects, messages)]),
    ],
    pdf: `${address}/document.pdf`,
    verify: '/verifier',
    ...(signed === undefined
      ? {}
      : {
          signed: {
            mark: messages(`archive.dossier.${signed.how === 'by-hand' ? signed.how : signed.mark}`, {
              day: formatDay(signed.signedOn),
            }),
            proof: proofModel(signed, messages),
            ...(signed.loweredBy === null ? {} : { lowered: messages(signed.loweredBy) }),
            at: signed.signedAt,
            sha256: signed.sha256,
            frozenSha256: signed.frozenSha256,
            certificateSha256: signed.certificateSha256,
          },
        }),
    ...(kept === undefined ? {} : { kept }),
    versions: story.versions.map((version) => ({
      number: version.number,
      frozenAt: version.frozenAt,
      sha256: version.sha256,
      voided: version.voidedAt !== null,
      pdf: `${address}/versions/${version.number}.pdf`,
      visas: version.visas.map((visa) => ({
        decision: messages(`archive.visa.${visa.decision}`),
        by: personOf(visa.userId),
        at: visa.decidedAt,
        reason: visa.reason ?? '',
      })),
    })),
    ...(campaign === undefined
      ? {}
      : {
          campaign: {
            href: `${address}/diffusion`,
            openedAt: campaign.openedAt,
            deadlineOn: campaign.deadlineOn,
            offices: campaign.frozenOffices,
            ...(statement?.file === undefined
              ? {}
              : {
                  statement: {
                    href: `/instructions/${instruction.slug}/diffusion/bordereau.pdf`,
                    sha256: statement.file.sha256,
                  },
                }),
            ...(copies === 0 ? {} : { copies }),
            acknowledged: story.offices.filter(({ acknowledgements }) => acknowledgements.length > 0).length,
          },
        }),
    ...(story.notifications === undefined
      ? {}
      : { notifications: notificationsModel(story.notifications, address) }),
    offices: story.offices.map((evidence) => officeRow(evidence, messages)),
    credits: tablesModel(messages, story),
    publication: {
      words: publicationWords(story, messages),
      href: `${address}/publication`,
    },
    related: relatedModel(story, messages),
    compareHref: `/comparer?a=${instruction.slug}`,
  };
}

/** The first and the last day of the story; undefined before any line. */
function periodOf({ lines }: Story) {
  const [first, last] = [lines.at(0), lines.at(-1)];
  return first === undefined || last === undefined
    ? undefined
    : { lines: lines.length, from: first.at, to: last.at };
}

/** What is known of the publication; nothing here concludes anything in law. */
function publicationWords({ publication }: Story, messages: Messages): string {
  if (publication === undefined) return messages('story.publication.not-signed');
  const { state, publishedOn = '', site = '' } = publication;
  if (state !== 'published') return messages(`story.publication.${state}`);
  return messages('story.publication.published', { day: formatDay(publishedOn), site });
}

/** What the text came from, what came from it, and where the two are read side by side. */
function relatedModel({ instruction, related, corrects }: Story, messages: Messages) {
  const { predecessor, successors, corrections, repealed } = related;
  const line = (key: string, other: { slug: string; title: string }, isOlder: boolean) => ({
    label: messages(`story.text.${key}`),
    title: other.title,
    href: `/instructions/${other.slug}/dossier`,
    compareHref: isOlder
      ? `/comparer/${other.slug}/${instruction.slug}`
      : `/comparer/${instruction.slug}/${other.slug}`,
  });
  return [
    ...(predecessor === undefined ? [] : [line('predecessor', predecessor, true)]),
    ...(corrects === undefined ? [] : [line('corrects', corrects, true)]),
    ...corrections.map((other) => line('correction', other, false)),
    ...successors.map((other) => line('successor', other, false)),
    ...repealed.map((other) => line('repealed', other, true)),
  ];
}

/** « scellée » is not « signée »; a text that was replaced, repealed or amended says so. */
function stateOf({ instruction: { state }, signed, corrections }: Story, messages: Messages): string {
  const corrected = weightiest(corrections.map(({ relation }) => relation));
  if (corrected !== undefined) return messages(`drafts.state.${state}-${corrected}`);
  return messages(`drafts.state.${state === 'signed' && signed?.mark === 'seal' ? 'sealed' : state}`);
}

function correctsModel(corrects: NonNullable<Story['corrects']>, messages: Messages) {
  const { relation, title, slug, changes, signedOn } = corrects;
  const label = messages(`archive.dossier.correction.${relation}`, { day: formatDay(signedOn) });
  return { label, title, changes, href: `/instructions/${slug}/dossier` };
}

function notificationsModel(
  { count, sha256, stampedAt }: NonNullable<Story['notifications']>,
  address: string,
) {
  return {
    count,
    sha256,
    ...(stampedAt === undefined ? {} : { stampedAt }),
    href: `${address}/credits#notifications`,
    manifest: `${address}/credits/manifeste/`,
  };
}

function officeRow({ line, acknowledgements }: OfficeEvidence, messages: Messages) {
  return {
    href: `/prefectures/${line.officeId}`,
    name: line.officeName.charAt(0).toUpperCase() + line.officeName.slice(1),
    badge: badges[line.standing],
    standing: messages(`archive.standing.${line.standing}`),
    attempts: line.attempts,
    isCopy: line.role === 'cc',
    ...(line.changedAt === undefined ? {} : { changedAt: line.changedAt }),
    acknowledgements: acknowledgements.map(({ acknowledgedAt, person, declared, strength, means }) => ({
      worth: `${messages(`acknowledgements.strength.${strength}`)} ${messages(`acknowledgements.means.${means}`)}`,
      at: acknowledgedAt,
      by: person === undefined ? messages('journal.erased') : `${person.name}, ${person.function}`,
      ...(declared === undefined ? {} : { proofHref: `/retours/${declared.messageId}` }),
    })),
  };
}
