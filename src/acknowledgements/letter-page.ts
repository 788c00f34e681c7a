import type { Messages } from '../kernel/messages.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import type { AcknowledgementText } from './acknowledgement-text.ts';
import type { OpenLetter } from './acknowledgements.ts';
import { toFoldableHtml } from './foldable-text.ts';
import type { OfficeCredits, SignedVersion } from './ports.ts';

interface Opened {
  token: string;
  letter: OpenLetter;
  text: AcknowledgementText;
  contact: string;
}

const badgeKinds = {
  ...{ acknowledged: 'success', late: 'warning', waiting: 'info', copy: 'info' },
  ...{ replaced: 'warning', repealed: 'warning' },
} as const;

// Most of those who acknowledge do it for the préfet: one gesture less, on a telephone. It stands above the button.
const usualCapacity = 'for-the-prefect';

/** What templates/pages/acknowledgements/letter.hbs declares. */
export function letterModel(
  opened: Opened & {
    messages: Messages;
    typed: Record<string, string>;
    formKey: string;
    bytes: number;
    credits: OfficeCredits;
    asked: readonly { title: string; dueOn: string; href: string }[];
    keptYears: number | undefined;
  },
) {
  const { token, letter, text, typed } = opened;
  const { version, link } = letter;
  const isCopy = link.role === 'cc';
  const asked = letter.acknowledgements.length > 0 ? 'acknowledged' : letter.late ? 'late' : 'waiting';
  const state = letter.ended ?? (isCopy ? 'copy' : asked);
  return {
    title: version.title,
    state: {
      kind: badgeKinds[state],
      label: opened.messages(`acknowledgements.state.${state}`),
    },
    isCopy,
    mayAcknowledge: !isCopy && letter.ended === undefined,
    replaced: letter.ended === 'replaced',
    repealed: letter.ended === 'repealed',
    corrections: letter.corrections.map(({ relation, title, sentOn, changes }) => ({
      ...{ replaces: relation === 'replaces', repeals: relation === 'repeals' },
      ...{ title, sentOn, changes },
    })),
    ...(version.corrects === undefined ? {} : { corrects: correctsModel(version.corrects) }),
    subject: version.subject,
    office: link.officeName,
    signed: text.signedWords(letter),
    deadlineOn: link.campaign.deadlineOn,
    late: letter.late,
    farFromParis: link.timeZone !== 'Europe/Paris',
    address: `/accuse/${token}`,
    download: text.downloadWords(letter),
    original: text.originalWords(letter),
    bytes: opened.bytes,
    sha256: version.sha256,
    ...(opened.credits.figures.length === 0 ? {} : { credits: creditsModel(opened.credits, token) }),
    asked: opened.asked.map(({ title, dueOn, href }) => ({ title, dueOn, href })),
    html: toFoldableHtml(version.html),
    acknowledged: letter.acknowledgements.map((acknowledgement) => text.lineOf(letter, acknowledgement)),
    typed: { name: typed['name'] ?? '', function: typed['function'] ?? '' },
    capacities: text.capacityChoices(link.officeId, typed['capacity'] ?? usualCapacity),
    sentence: text.sentenceBefore(letter),
    formKey: opened.formKey,
    ...(opened.keptYears === undefined
      ? {}
      : { retention: opened.messages('acknowledgements.retention', { years: opened.keptYears }) }),
    contact: opened.contact,
  };
}

/** Of a rectificatif: what it corrects, and what changes. */
function correctsModel({ relation, title, signedOn, changes }: NonNullable<SignedVersion['corrects']>) {
  return { replaces: relation === 'replaces', title, signedOn, changes };
}

/** « Ce qui vous concerne »: the office's figures, and the files that tell and prove them. */
function creditsModel({ figures, annexes, pieces }: OfficeCredits, token: string) {
  const hrefOf = (name: string) => `/accuse/${token}/pieces/${name}`;
  const isOwn = (name: string) => annexes.some((annex) => annex.name === name);
  return {
    figures: figures.map(({ name, lines }) => ({ name, lines })),
    annexes: annexes.map(({ title, name, size, sha256 }) => ({ title, size, sha256, href: hrefOf(name) })),
    proofs: pieces.filter(({ name }) => !isOwn(name)).map(({ name }) => ({ name, href: hrefOf(name) })),
  };
}

/** What templates/pages/acknowledgements/recorded.hbs declares. */
export function recordedModel(
  opened: Opened & { acknowledgement: Acknowledgement; receipt: 'ready' | 'under-way' | 'none' },
) {
  const { token, letter, acknowledgement, text } = opened;
  const others = letter.acknowledgements.filter(({ id }) => id !== acknowledgement.id);
  return {
    title: letter.version.title,
    office: letter.link.officeName,
    line: text.lineOf(letter, acknowledgement),
    sentence: text.sentenceAfter(letter, acknowledgement),
    signed: text.signedWords(letter),
    ...(opened.receipt === 'ready'
      ? { receiptHref: `/accuse/${token}/merci/${acknowledgement.id}/recu.pdf` }
      : {}),
    receiptUnderWay: opened.receipt === 'under-way',
    number: acknowledgement.id,
    sha256: acknowledgement.sha256,
    others: others.map((other) => text.lineOf(letter, other)),
    address: `/accuse/${token}`,
    download: text.downloadWords(letter),
    contact: opened.contact,
  };
}
