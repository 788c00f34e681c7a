import { formatDay, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { commandsOf } from './verification-commands.ts';
import {
  isUndecided,
  type Known,
  type SignatureReport,
  type VerificationReport,
} from './verification-report.ts';

export type Headline =
  | 'signed'
  | 'sealed'
  | 'signed-with-additions'
  | 'sealed-with-additions'
  | 'unsigned'
  | 'undecided'
  | 'refused'
  | 'unreadable';

/** A report in one word. A file that bears only seals is « scellé », never « signé ». */
export function headlineOf({ verdict, valid, signatures, problems }: VerificationReport): Headline {
  const mark = signatures.some(({ kind }) => kind === 'signature') ? 'signed' : 'sealed';
  if (valid) return verdict === 'valid' ? mark : `${mark}-with-additions`;
  if (problems.includes('signing.problem.no-signature') && signatures.length === 0) return 'unsigned';
  if (verdict === 'indeterminate' && signatures.length > 0) return 'undecided';
  return signatures.length > 0 ? 'refused' : 'unreadable';
}

const alertKinds: Record<Headline, 'success' | 'warning' | 'error'> = {
  signed: 'success',
  sealed: 'success',
  'signed-with-additions': 'success',
  'sealed-with-additions': 'success',
  unsigned: 'warning',
  undecided: 'warning',
  refused: 'error',
  unreadable: 'error',
};

/**
 * The model of the page that says what was found.
 * @param known what the archive knows of the file, for who may read the archive; undefined for anyone else.
 */
export function resultModel(
  report: VerificationReport,
  fileName: string,
  messages: Messages,
  known?: Known | null,
) {
  const headline = headlineOf(report);
  const wanted = headline.startsWith('signed') ? 'signature' : 'seal';
  const names = report.signatures.filter(({ kind }) => kind === wanted).map(({ signer }) => signer);
  return {
    verdict: {
      kind: alertKinds[headline],
      title: messages(`signing.verdict.${headline}`),
      text: messages(`signing.verdict-text.${headline}`, { names: [...new Set(names)].join(', ') }),
    },
    problems: headline === 'unsigned' ? [] : report.problems.map((key) => messages(key)),
    file: {
      name: fileName,
      bytes: report.bytes,
      sha256: report.sha256,
      ...(report.pages === undefined ? {} : { pages: report.pages }),
    },
    ...(known === undefined ? {} : { known: knownModel(known, messages) }),
    signatures: report.signatures.map((signature, index) => signatureModel(signature, index, messages)),
    notChecked: report.notChecked.map((key) => messages(key)),
    commands: commandsOf(report),
  };
}

/** A rectificatif of an act, signed and sent; or the act that repeals it, as people recorded it. */
export interface SentCorrection {
  relation: 'replaces' | 'amends' | 'repeals';
  title: string;
  /** Undefined for an act that is not in the archive. */
  slug: string | undefined;
  /** `YYYY-MM-DD`, in Paris. */
  sentOn: string;
}

/** What is said of an act that was corrected: by what, since when; where that is, to who may read it. */
export function correctionsModel(
  corrections: readonly SentCorrection[],
  reader: boolean,
  messages: Messages,
) {
  return corrections.map(({ relation, title, slug, sentOn }) => ({
    text: messages(`signing.corrected.${relation}`, { day: formatDay(sentOn) }),
    title,
    ...(reader && slug !== undefined ? { href: `/instructions/${slug}` } : {}),
  }));
}

/** The act that a printed code names, as a reader of the archive is told of it. */
export function printedModel(
  printed: {
    code: string;
    reader: boolean;
    act?: { slug: string; title: string; sha256?: string; corrections: readonly SentCorrection[] };
  },
  messages: Messages,
) {
  const { act, ...given } = printed;
  if (act === undefined) return given;
  return { ...given, act: { ...act, corrections: correctionsModel(act.corrections, true, messages) } };
}

function knownModel(known: Known | null, messages: Messages) {
  if (known === null) return { text: messages('signing.known.no') };
  const text = messages(`signing.known.${known.document}-${known.whole ? 'whole' : 'beginning'}`);
  return {
    text,
    instruction: { title: `${known.title} (${known.year})`, href: `/instructions/${known.instruction}` },
  };
}

function signatureModel(signature: SignatureReport, index: number, messages: Messages) {
  const { reasons, remarks, additions, anchorName, claimedReason, claimedName, certificateSha256 } =
    signature;
  const state = stateOf(signature);
  return {
    number: index + 1,
    mark: messages(`signing.mark.${signature.kind}`),
    state: {
      kind: stateKinds[state],
      label: messages(`signing.state.${state}`),
    },
    problems: reasons.map((key) => messages(key)),
    remarks: remarks.map((key) => messages(key)),
    signer: signature.signer || messages('signing.signer.unknown'),
    time: timeOf(signature, messages),
    covers: messages(`signing.covers.${coverageOf(signature)}`),
    additions: [...new Set(additions)].map((addition) => messages(`signing.addition.${addition}`)),
    content: messages(`signing.digest.${signature.intact ? 'same' : 'different'}`),
    anchor:
      anchorName === undefined
        ? messages('signing.anchor.none')
        : messages('signing.anchor.found', { name: anchorName }),
    revocation: messages(`signing.revocation.${signature.revocation}`),
    ...(signature.kind === 'timestamp'
      ? {}
      : { level: messages(`signing.level.${signature.level ?? 'none'}`) }),
    ...(claimedName === undefined ? {} : { claimedName }),
    ...(claimedReason === undefined ? {} : { reason: claimedReason }),
    ...(certificateSha256 === undefined ? {} : { certificate: certificateSha256 }),
  };
}

const stateKinds = { valid: 'success', followed: 'success', undecided: 'warning', refused: 'error' };

function stateOf({ reasons, additions }: SignatureReport): keyof typeof stateKinds {
  if (isUndecided(reasons)) return 'undecided';
  if (reasons.length > 0) return 'refused';
  return additions.length > 0 ? 'followed' : 'valid';
}

function coverageOf({ byteRange, coversWholeFile }: SignatureReport): 'whole' | 'beginning' | 'unknown' {
  if (byteRange === undefined) return 'unknown';
  return coversWholeFile ? 'whole' : 'beginning';
}

function timeOf({ at, proof, provenBy = '' }: SignatureReport, messages: Messages): string {
  if (at === null) return messages('signing.time.absent');
  return messages(`signing.time.${proof}`, { instant: formatLongInstant(at), authority: provenBy });
}
